"""The vocabulary: what every other module passes around. Shapes only, no behaviour of weight.

Times are aware UTC datetimes here and RFC 3339 strings in the store and on the wire.
"""

from leadfold.model.configuration import (
    Bucket,
    EntryRules,
    MapRule,
    Override,
    Owner,
    Share,
    Source,
    SourceSecrets,
    WorkingHours,
)
from leadfold.model.decisions import Evidence, Match
from leadfold.model.lead import ATTRIBUTION_FIELDS, PERSON_FIELDS, Arrival, Lead
from leadfold.model.person import (
    Address,
    Consent,
    Email,
    Name,
    NationalId,
    NationalIdKind,
    OrgNumber,
    Person,
    Phone,
    PhoneType,
    Warn,
)
from leadfold.model.records import (
    Card,
    Delivery,
    Identity,
    IdentityKey,
    IdentityKind,
    Inquiry,
    OpenTask,
    QuarantineEntry,
    Suggestion,
    Task,
    TaskKind,
)

__all__ = [
    "ATTRIBUTION_FIELDS",
    "PERSON_FIELDS",
    "Address",
    "Arrival",
    "Bucket",
    "Card",
    "Consent",
    "Delivery",
    "Email",
    "EntryRules",
    "Evidence",
    "Identity",
    "IdentityKey",
    "IdentityKind",
    "Inquiry",
    "Lead",
    "MapRule",
    "Match",
    "Name",
    "NationalId",
    "NationalIdKind",
    "OpenTask",
    "OrgNumber",
    "Override",
    "Owner",
    "Person",
    "Phone",
    "PhoneType",
    "QuarantineEntry",
    "Share",
    "Source",
    "SourceSecrets",
    "Suggestion",
    "Task",
    "TaskKind",
    "Warn",
    "WorkingHours",
]
