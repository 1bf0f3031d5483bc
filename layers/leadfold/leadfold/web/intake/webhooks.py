"""Webhooks of the platforms: each request is authenticated before its body is read.

An authenticated request is never refused. A body that cannot be read is held in quarantine: a
platform that gets an error sends the same again, and stops sending in the end.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from leadfold.errors import NotALead, Problem, Unauthenticated
from leadfold.model import Source, SourceSecrets
from leadfold.runtime import telemetry
from leadfold.sources import google, linkedin, meta, tiktok
from leadfold.store import items
from leadfold.web.http import Request, Response, Route
from leadfold.web.intake.leads import (
    MAX_BATCH,
    MAX_LEAD,
    Tools,
    arrival_of,
    check_media_type,
    receive,
    receive_all,
    respond,
)

_TEXT = "text/plain; charset=utf-8"
#: What the platforms send, whatever their header says.
_JSON = "application/json"

Handler = Callable[[Tools, Request], Response]


def get_meta(tools: Tools, request: Request) -> Response:
    """Answer Meta's handshake."""
    _, secrets = _source(tools, request, "meta")
    try:
        challenge = meta.challenge(request.query, secrets.verify_token)
    except Unauthenticated:
        raise Problem(403, "Forbidden", "The verify token is not that of this source.") from None
    return Response(body=challenge, content_type=_TEXT)


def post_meta(tools: Tools, request: Request) -> Response:
    """Store the ids of new leads durably; ``collect`` reads them from the Graph API."""
    source, secrets = _source(tools, request, "meta")
    _check_signature(request, secrets, "x-hub-signature-256", secrets.app_secret, meta.verify)
    try:
        notices = meta.notices(request.body)
    except NotALead as error:
        return _held(tools, request, source, error.code)
    if notices.found:
        tools.enqueue(source.id, [notice.document() for notice in notices.found])
    if notices.malformed:
        _held(tools, request, source, "not_a_notice")
    return _accepted(source, len(notices.found), malformed=notices.malformed)


def post_google(tools: Tools, request: Request) -> Response:
    """Take in a lead of a Google Ads lead form."""
    source, secrets = _source(tools, request, "google")
    with _authenticating():
        google.verify(request.body, secrets.google_key)
    arrival = replace(
        arrival_of(request), body=google.without_key(request.body), content_type=_JSON
    )
    respond(receive(arrival, source, tools), source, tools)
    return Response(body={})


def post_tiktok(tools: Tools, request: Request) -> Response:
    """Take in the leads of a TikTok callback."""
    source, secrets = _source(tools, request, "tiktok")
    _check_signature(request, secrets, "x-open-signature", secrets.app_secret, tiktok.verify)
    try:
        pieces = tiktok.split(request.body)
    except NotALead as error:
        return _held(tools, request, source, error.code)
    whole = arrival_of(request)
    arrivals = [
        replace(whole, body=piece, content_type=_JSON, idempotency_key=None) for piece in pieces
    ]
    for answer in receive_all(arrivals, source, tools):
        if isinstance(answer, Exception):
            raise answer  # sent again; those taken in already are known by their ids
    return _accepted(source, len(arrivals))


def get_linkedin(tools: Tools, request: Request) -> Response:
    """Answer LinkedIn's check of the endpoint, which it repeats every two hours."""
    _, secrets = _source(tools, request, "linkedin")
    with _authenticating():
        if "secret" in request.parameters:
            _check_path(request, secrets)
        code = request.query.get("challengeCode", "")
        return Response(body=linkedin.challenge(code, secrets.client_secret))


def post_linkedin(tools: Tools, request: Request) -> Response:
    """Store the notice of a new lead durably; a deletion notice goes to a person."""
    source, secrets = _source(tools, request, "linkedin")
    _check_signature(request, secrets, "x-li-signature", secrets.client_secret, linkedin.verify)
    try:
        notice = linkedin.notice(request.body)
    except NotALead as error:
        return _held(tools, request, source, error.code)
    if notice.is_deletion:
        return _held(tools, request, source, "deletion_notice")
    tools.enqueue(source.id, [notice.document()])
    return _accepted(source, 1)


def post_generic(tools: Tools, request: Request) -> Response:
    """Take in one lead by a source's secret URL, answering as ``POST /leads``."""
    source, secrets = _source(tools, request, None)
    with _authenticating():
        _check_path(request, secrets)
    check_media_type(request)
    return respond(receive(arrival_of(request), source, tools), source, tools)


# -- what the platforms share ---------------------------------------------------------------------


def _source(tools: Tools, request: Request, platform: str | None) -> tuple[Source, SourceSecrets]:
    """Return a source of this platform with its secrets, read in one round trip."""
    name = request.parameters["source"]
    tools.config.load(items.config_key("SOURCE", name), items.config_key("SECRETS", name))
    source = tools.config.open_source(name)
    if not source or platform not in {None, source.platform}:
        raise Problem(404, "Unknown Source", f"There is no such source of {platform or 'leads'}.")
    return source, tools.config.secrets(name)


@contextmanager
def _authenticating() -> Iterator[None]:
    try:
        yield
    except Unauthenticated:
        detail = "The proof that the platform sends is missing or wrong. Nothing was stored."
        raise Problem(401, "Unauthorized", detail) from None


def _check_signature(
    request: Request,
    secrets: SourceSecrets,
    header: str,
    keys: Sequence[str],
    verify: Callable[[bytes, str, Sequence[str]], None],
) -> None:
    """Refuse a body that is not authenticated by its signature or the secret in its URL: 401.

    A secret in the URL must be right. With one, a signature is checked where there is one and
    the source has a key for it; without one, always.
    """
    signature = request.headers.get(header, "")
    with _authenticating():
        by_url = "secret" in request.parameters
        if by_url:
            _check_path(request, secrets)
        if not by_url or (signature and keys):
            verify(request.body, signature, keys)


def _check_path(request: Request, secrets: SourceSecrets) -> None:
    sent = request.parameters["secret"].encode(errors="surrogatepass")
    same = [hmac.compare_digest(sent, one.encode()) for one in secrets.secret_path if one]
    if not any(same):
        raise Unauthenticated


def _held(tools: Tools, request: Request, source: Source, code: str) -> Response:
    """Put a body into quarantine unchanged; the platform gets 200."""
    respond(receive(arrival_of(request), source, tools, hold_as=code), source, tools)
    return Response(body={"accepted": 0})


def _accepted(source: Source, number: int, **also: int) -> Response:
    """Tell the platform and the log how many leads were accepted."""
    telemetry.note(source=source.id, accepted=number, **also)
    return Response(body={"accepted": number})


_BY_URL = "; proved by the secret at the end of the URL, and by its signature where there is one"


def _signed(
    platform: str, header: str, handler: Handler, summary: str, max_body: int
) -> tuple[Route[Tools], ...]:
    """Return the two calls of a platform: one signed, one with a secret at the end of its URL."""
    return tuple(
        Route(
            method="POST",
            path=f"/webhooks/{platform}/{{source}}{ending}",
            handler=handler,
            summary=f"{summary}{about}",
            roles=None,
            max_body=max_body,
            responses={200: "Accepted"},
            tags=("Webhooks",),
        )
        for ending, about in (("", f", signed as {header}"), ("/{secret}", _BY_URL))
    )


ROUTES: tuple[Route[Tools], ...] = (
    Route(
        method="GET",
        path="/webhooks/meta/{source}",
        handler=get_meta,
        summary="Meta's handshake",
        roles=None,
        query={
            "hub.mode": "subscribe",
            "hub.verify_token": "The source's verify token",
            "hub.challenge": "What to answer with, as plain text",
        },
        tags=("Webhooks",),
    ),
    Route(
        method="POST",
        path="/webhooks/meta/{source}",
        handler=post_meta,
        summary="Meta's leadgen notices, signed as x-hub-signature-256",
        roles=None,
        max_body=MAX_BATCH,
        responses={200: "Accepted"},
        tags=("Webhooks",),
    ),
    Route(
        method="POST",
        path="/webhooks/google/{source}",
        handler=post_google,
        summary="A lead of a Google Ads lead form, with its key in the body",
        roles=None,
        max_body=MAX_LEAD,
        tags=("Webhooks",),
    ),
    *_signed("tiktok", "x-open-signature", post_tiktok, "TikTok's leads", MAX_BATCH),
    *(
        Route(
            method="GET",
            path=f"/webhooks/linkedin/{{source}}{ending}",
            handler=get_linkedin,
            summary="LinkedIn's check of the endpoint",
            roles=None,
            query={"challengeCode": "What to sign"},
            tags=("Webhooks",),
        )
        for ending in ("", "/{secret}")
    ),
    *_signed("linkedin", "x-li-signature", post_linkedin, "LinkedIn's lead notices", MAX_LEAD),
    Route(
        method="POST",
        path="/webhooks/generic/{source}/{secret}",
        handler=post_generic,
        summary="One lead by the source's secret URL, answered as POST /leads",
        roles=None,
        max_body=MAX_LEAD,
        responses={200: "Answer", 201: "Answer", 202: "Answer"},
        tags=("Webhooks",),
    ),
)
