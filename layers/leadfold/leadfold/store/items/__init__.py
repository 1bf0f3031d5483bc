"""The items of the table: keys and attributes of each kind. Begin reading at ``cards``.

One module a kind. For most kinds there are ``x_key`` (the key), ``x_item`` (a data class of
``leadfold.model`` → attributes) and ``x_of`` (attributes → the data class).

=================  ========================  ====================  ================================
item               pk                        sk                    note
=================  ========================  ====================  ================================
``cards``
card               ``CARD#card``             ``CARD``
``inquiries``
inquiry            ``CARD#card``             ``INQ#date#inquiry``  never changed
``histories``
log entry          ``CARD#card``             ``LOG#time#entry``
merge              ``MERGE#merge``           ``MERGE``             both cards as they were before
idempotency note   ``ONCE#hash``             ``ONCE``              ``ttl``
``tasks``
task               ``TASK#task``             ``TASK``              ``work``; ``due`` while snoozed
``identities``
identity           ``ID#kind#hash``          ``ID``                at most 8 cards
``deliveries``
delivery           ``DLV#source#hash``       ``DLV``               ``ttl``
replays            ``DLV#source#hash``       ``REPLAY``            a count
listed delivery    ``DELIVERIES#source``     ``time#delivery``     ``ttl``: 30 days
``delayed``
delayed message    ``WAIT#name``             ``WAIT``              ``due``: ``DUE#shard``
``quarantine``
quarantine entry   ``QUARANTINE#entry``      ``QUARANTINE``        ``work`` while open
held bytes         ``HELD#mark``             their name            ``entry_id``
marking            ``HELD``                  ``MARKING``           how far, or ``done``
``suggestions``
suggestion         ``SUGGESTION#id``         ``SUGGESTION``        ``work`` while open
``blocks``
block              ``BLOCK#hash``            ``BLOCK``             at most 24 cards, or common
pairing note       ``CARD#card``             ``PAIRED``            ``evidence`` already compared
``card_index``
by last change     ``CARDS#shard``           ``time#card``         8 shards
by value           ``CARDS#name#value``      ``card``              owner, source, bucket, status
by name            ``NAME#hash``             ``card``
index note         ``CARD#card``             ``LISTED``            keys of the card's index items
``erasures``
erasure            ``ERASURE#erasure``       ``ERASURE``           ``due``: ``ERASING`` until done
listed erasure     ``ERASURES``              ``time#erasure``
last certificate   ``CERTIFICATES``          ``HEAD``              number and hash
suppressed         ``SUPPRESSED#kind#hash``  ``SUPPRESSED``        an erased person's identity
retention note     ``CARD#card``             ``RETENTION``         ``due``: ``RETENTION#shard``
``configuration``
source             ``SOURCE``                ``SOURCE#source``
secrets            ``SECRETS``               ``SECRETS#source``    ``ttl`` once it is deleted
owner              ``OWNER``                 ``OWNER#owner``
bucket             ``BUCKET``                ``BUCKET#bucket``
settings           ``SETTINGS``              ``SETTINGS#name``     identity, routing, erasure
API key            ``KEY#sha256``            ``KEY``               looked up by each request
listed API key     ``KEYS``                  ``KEYS#id``
=================  ========================  ====================  ================================

``work`` and ``due`` are the two indexes (``indexes``); ``ttl`` is when DynamoDB may delete an item.
A ``hash`` of personal data is keyed (``leadfold.keyed``).

Access patterns:

* intake: a batch of delivery and identities, a batch of the cards that these name, a transaction
* a card with its inquiries: its partition, ``INQ#`` newest first
* open tasks, due first: ``work`` by owner; of all owners: their partitions merged
* snoozed tasks by when they wake, done ones by when they were done: in the same way
* open suggestions, oldest first: in the same way
* a source's last deliveries: its ``DELIVERIES`` partition, newest first
* cards by owner, source, bucket, status, change or name: one partition of the card index, or a
  few merged
* sources, owners, buckets: one partition each, read whole for lists; single ones from a cache

To add a kind: a module with its key and attributes, made with ``attributes`` and ``indexes``; a
line in this table; and its functions in the list below, if what takes in leads needs them.
"""

from leadfold.store.items.attributes import json_of
from leadfold.store.items.blocks import block_key, paired_key
from leadfold.store.items.cards import (
    addresses_of,
    addresses_value,
    card_as_read,
    card_item,
    card_key,
    card_of,
    card_rewritten,
    names_value,
    open_task_value,
)
from leadfold.store.items.configuration import (
    api_key_key,
    bucket_of,
    config_key,
    erasure_rules_of,
    identity_rules_of,
    owner_of,
    routing_rules_of,
    secrets_item,
    secrets_of,
    source_of,
)
from leadfold.store.items.delayed import delayed_message
from leadfold.store.items.deliveries import (
    delivery_item,
    delivery_key,
    delivery_of,
    listed_delivery,
    listed_delivery_key,
    replay_key,
)
from leadfold.store.items.identities import identity_item, identity_key, identity_of
from leadfold.store.items.indexes import (
    DUE_SHARDS,
    SNOOZED,
    UNASSIGNED,
    TaskState,
    due_partition,
    work_order,
    work_partition,
)
from leadfold.store.items.inquiries import inquiry_item, inquiry_key, inquiry_of
from leadfold.store.items.quarantine import (
    MARKING,
    marked,
    marked_key,
    marked_partition,
    quarantine_closed,
    quarantine_item,
    quarantine_key,
    quarantine_of,
)
from leadfold.store.items.suggestions import (
    suggestion_closed,
    suggestion_id,
    suggestion_key,
    suggestion_of,
    suggestion_values,
)
from leadfold.store.items.tasks import task_item, task_key, task_of, task_state

__all__ = [
    "DUE_SHARDS",
    "MARKING",
    "SNOOZED",
    "UNASSIGNED",
    "TaskState",
    "addresses_of",
    "addresses_value",
    "api_key_key",
    "block_key",
    "bucket_of",
    "card_as_read",
    "card_item",
    "card_key",
    "card_of",
    "card_rewritten",
    "config_key",
    "delayed_message",
    "delivery_item",
    "delivery_key",
    "delivery_of",
    "due_partition",
    "erasure_rules_of",
    "identity_item",
    "identity_key",
    "identity_of",
    "identity_rules_of",
    "inquiry_item",
    "inquiry_key",
    "inquiry_of",
    "json_of",
    "listed_delivery",
    "listed_delivery_key",
    "marked",
    "marked_key",
    "marked_partition",
    "names_value",
    "open_task_value",
    "owner_of",
    "paired_key",
    "quarantine_closed",
    "quarantine_item",
    "quarantine_key",
    "quarantine_of",
    "replay_key",
    "routing_rules_of",
    "secrets_item",
    "secrets_of",
    "source_of",
    "suggestion_closed",
    "suggestion_id",
    "suggestion_key",
    "suggestion_of",
    "suggestion_values",
    "task_item",
    "task_key",
    "task_of",
    "task_state",
    "work_order",
    "work_partition",
]
