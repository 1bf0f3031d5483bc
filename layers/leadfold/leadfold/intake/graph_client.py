"""Reads leads from Meta's Graph API, with time-outs and size limits; the token is never logged.

The lead itself must be read. Its form's questions and the names of its advertisement are read as
well and cached; where that fails, the lead is taken in without them.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from leadfold.errors import LeadfoldError
from leadfold.model import Source, SourceSecrets
from leadfold.sources import graph
from leadfold.sources.graph import GraphRequest, Verdict
from leadfold.sources.meta import Notice, read_id

# urllib3 writes the URLs that it calls to its debug log; these hold a token.
logging.getLogger("urllib3.connectionpool").setLevel(logging.WARNING)

#: A worker has 30 s for a lead; further requests must leave most of that to the lead itself.
_LEAD_TIMEOUT = urllib3.Timeout(connect=2.0, read=10.0)
_EXTRA_TIMEOUT = urllib3.Timeout(connect=1.0, read=3.0)
#: A lead node has some kilobytes, a form with long lists of choices some hundred.
_MAX_BYTES = 2_000_000
_REMEMBERED_SECONDS = 900.0
_MISSED_SECONDS = 60.0
_MOST_REMEMBERED = 1000
_JSON = {"accept": "application/json"}


class NotReadable(LeadfoldError):
    """The lead could not be read; ``verdict`` says what is to be done."""

    def __init__(self, verdict: Verdict) -> None:
        """Carry the verdict; its code holds no secret and may be logged."""
        super().__init__(verdict.code)
        self.verdict = verdict


class GraphClient:
    """The Graph API as ``collect`` needs it: one client for each worker, used by its threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Open no connection yet; ``clock`` is monotonic, in seconds."""
        self._http = urllib3.PoolManager(num_pools=4, maxsize=8, retries=False, headers=_JSON)
        self._clock = clock
        self._remembered: dict[tuple[str, str], tuple[float, dict[str, Any] | None]] = {}

    def read(self, notice: Notice, source: Source, secrets: SourceSecrets) -> bytes:
        """Return the lead that a notice names as the JSON body of an arrival.

        Raises ``NotReadable``.
        """
        if not secrets.access_token:
            raise NotReadable(Verdict(kind="reconnect", code="no_access_token"))
        base = source.graph_base or graph.DEFAULT_BASE
        if not graph.is_safe_base(base):
            raise NotReadable(Verdict(kind="give_to_person", code="bad_graph_base"))
        ask = _Asking(base=base, secrets=secrets)
        node = self._lead(notice.leadgen_id, ask)
        form_id = read_id(node.get("form_id")) or notice.form_id
        ad_id = read_id(node.get("ad_id")) or notice.ad_id
        named = all(node.get(name) for name in ("ad_name", "adset_name", "campaign_name"))
        document = {
            "lead": node,
            "form": self._optional(form_id, graph.FORM_FIELDS, ask),
            "ad": None if named else self._optional(ad_id, graph.AD_FIELDS, ask),
            "notice": notice.document(),
        }
        return json.dumps(document).encode()

    def _lead(self, leadgen_id: str, ask: "_Asking") -> dict[str, Any]:
        """Return the lead's node, without its advertisement where the token may not read that."""
        try:
            return self._get(ask.request(leadgen_id, graph.LEAD_FIELDS), _LEAD_TIMEOUT)
        except NotReadable as error:
            if error.verdict.kind != "give_to_person" or error.verdict.code == "not_visible":
                raise
        return self._get(ask.request(leadgen_id, graph.CORE_LEAD_FIELDS), _LEAD_TIMEOUT)

    def _optional(self, node_id: str, fields: str, ask: "_Asking") -> dict[str, Any] | None:
        """Return a node that a lead can do without; a failure is remembered for a minute."""
        if not node_id:
            return None
        key, now = (ask.base, node_id), self._clock()
        until, known = self._remembered.get(key, (0.0, None))
        if now < until:
            return known
        try:
            found = self._get(ask.request(node_id, fields), _EXTRA_TIMEOUT)
        except NotReadable:
            found = None
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered.clear()
        lasts = _REMEMBERED_SECONDS if found else _MISSED_SECONDS
        self._remembered[key] = (now + lasts, found)
        return found

    def _get(self, request: GraphRequest, timeout: urllib3.Timeout) -> dict[str, Any]:
        try:
            status, headers, body = self._fetch(request, timeout)
        except HTTPError:  # its message holds the URL, and so the token
            raise NotReadable(Verdict(kind="retry", code="no_answer")) from None
        node = graph.node_of(status, body)
        if node is None:
            raise NotReadable(graph.judge(status, headers, body))
        return node

    def _fetch(
        self, request: GraphRequest, timeout: urllib3.Timeout
    ) -> tuple[int, Mapping[str, str], bytes]:
        answer = self._http.request(
            "GET", request.url, timeout=timeout, redirect=False, preload_content=False
        )
        try:
            body = answer.read(_MAX_BYTES + 1, decode_content=True)
            if len(body) > _MAX_BYTES:
                answer.close()
                raise NotReadable(Verdict(kind="give_to_person", code="answer_too_large"))
            answer.drain_conn()
        finally:
            answer.release_conn()
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, body


class _Asking:
    """The API's base address and the credentials of a source."""

    def __init__(self, base: str, secrets: SourceSecrets) -> None:
        self.base = base
        self._token = secrets.access_token[0]
        self._app_secret = secrets.app_secret[0] if secrets.app_secret else ""

    def request(self, node: str, fields: str) -> GraphRequest:
        return graph.request(self.base, node, fields, self._token, self._app_secret)
