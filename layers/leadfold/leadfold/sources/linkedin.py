"""LinkedIn Lead Sync: challenge, signature, notices, deletion notices, and the lead behind one.

Facts and their sources: wire-formats.md, 3.1; the shape of a form response is that of copies of
LinkedIn's lead sync schema, none of it seen live.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from leadfold.errors import NotALead, Unauthenticated
from leadfold.model import Lead, Source
from leadfold.sources import payload
from leadfold.sources.envelope import Envelope, open_envelope

_SIGNATURE = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_URN = re.compile(r"urn:li:[\w.~:(),%-]{1,200}", re.ASCII)
_FORM = re.compile(r"leadGenForm:(\d+)")
_MAX_CHALLENGE = 200
#: ``predefinedField`` of a form's question → the well-known name.
_MEANS = {
    "FIRST_NAME": "first_name",
    "LAST_NAME": "last_name",
    "EMAIL": "email",
    "WORK_EMAIL": "email",
    "PHONE_NUMBER": "phone",
    "WORK_PHONE_NUMBER": "phone",
    "CITY": "city",
    "COUNTRY": "country",
    "ZIP_CODE": "postcode",
    "POSTAL_CODE": "postcode",
    "JOB_TITLE": "job_title",
    "COMPANY_NAME": "company",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """LinkedIn's notice that a lead was made or deleted; ``response`` is the lead's URN."""

    response: str
    action: str = "CREATED"
    form: str = ""
    owner: str = ""
    lead_type: str = ""
    occurred_at: str = ""

    @property
    def is_deletion(self) -> bool:
        """Tell whether the member or LinkedIn deleted the lead."""
        return self.action == "DELETED"

    def document(self) -> dict[str, str]:
        """Return the notice for a queue: flat, without empty values."""
        return {name: value for name, value in asdict(self).items() if value}


def challenge(code: str, client_secrets: Sequence[str]) -> dict[str, str]:
    """Return the answer to LinkedIn's check of the endpoint. Raises ``Unauthenticated``."""
    secret = next((one for one in client_secrets if one), "")
    if not secret or not code or len(code) > _MAX_CHALLENGE:
        raise Unauthenticated
    made = hmac.new(secret.encode(), code.encode(errors="replace"), hashlib.sha256).hexdigest()
    return {"challengeCode": code, "challengeResponse": made}


def verify(body: bytes, header: str, client_secrets: Sequence[str]) -> None:
    """Check ``X-LI-Signature``: the signed text begins with ``hmacsha256=``, the header does not.

    Raises ``Unauthenticated``.
    """
    sent = header.strip().lower()
    made = [
        hmac.new(secret.encode(), b"hmacsha256=" + body, hashlib.sha256).hexdigest()
        for secret in client_secrets
        if secret
    ]
    if not _SIGNATURE.fullmatch(sent) or not any(hmac.compare_digest(sent, m) for m in made):
        raise Unauthenticated


def notice(body: bytes) -> Notice:
    """Return the notice of a callback. Raises ``NotALead``."""
    document = payload.read(body, payload.JSON)
    response = document.get("leadGenFormResponse")
    action = document.get("leadAction", "CREATED")
    if not isinstance(response, str) or not _URN.fullmatch(response):
        raise NotALead("not_a_notice")
    if not isinstance(action, str) or action not in {"CREATED", "DELETED"}:
        raise NotALead("not_a_notice")
    owner = document.get("owner")
    return Notice(
        response=response,
        action=action,
        form=_text(document.get("leadGenForm")),
        owner=next((_text(urn) for urn in owner.values()), "") if isinstance(owner, dict) else "",
        lead_type=_text(document.get("leadType")),
        occurred_at=_text(document.get("occurredAt")),
    )


def notice_of(document: Mapping[str, Any]) -> Notice:
    """Return the notice in a queue message."""
    names = Notice.__dataclass_fields__
    return Notice(**{name: str(document[name]) for name in names if name in document})


def read(document: Mapping[str, Any], source: Source) -> Lead:
    """Return the lead in ``lead`` (a form response), with ``form`` and ``notice`` if present.

    Raises ``NotALead``.
    """
    response = document.get("lead", document)
    told = response.get("formResponse") if isinstance(response, dict) else None
    answers = told.get("answers") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(answers, list):
        raise NotALead("not_a_form_response")
    form = _part(document, "form")
    questions = _questions(form)
    fields: dict[str, Any] = {}
    means: dict[str, str] = {}
    for answer in answers:
        if not isinstance(answer, dict):
            continue
        question = questions.get(_text(answer.get("questionId")), {})
        label = _label(question) or f"linkedin_{_text(answer.get('questionId'))}"
        fields[label] = _answered(answer, question)
        meaning = _MEANS.get(_text(question.get("predefinedField")).upper())
        if meaning:
            means[label] = meaning
    return open_envelope(
        Envelope(
            fields=fields,
            means=means,
            lead_id=_text(_part(document, "notice").get("response"))
            or _text(response.get("id"))
            or None,
            submitted_at=_text(response.get("submittedAt")) or None,
            is_test=response.get("testLead") is True,
            attribution=_attribution(response, form),
            consent=_consent(told.get("consentResponses")),
            extras={"lead_type": response.get("leadType")},
        ),
        source,
    )


def _questions(form: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found = _part(form, "content").get("questions", form.get("questions"))
    return {
        _text(question.get("questionId")): question
        for question in (found if isinstance(found, list) else ())
        if isinstance(question, dict)
    }


def _label(question: Mapping[str, Any]) -> str:
    return _text(question.get("name")) or _localized(question.get("question"))


def _localized(text: Any) -> str:
    """Return a text that LinkedIn keeps by language, in the first one."""
    words = _part(text, "localized") if isinstance(text, dict) else {}
    return next((_text(word) for word in words.values()), "")


def _answered(answer: Mapping[str, Any], question: Mapping[str, Any]) -> Any:
    details = _part(answer, "answerDetails")
    if "textQuestionAnswer" in details:
        return _part(details, "textQuestionAnswer").get("answer")
    chosen = _part(details, "multipleChoiceAnswer").get("options")
    if not isinstance(chosen, list):
        return details
    choices = _part(_part(question, "questionDetails"), "multipleChoiceQuestionDetails")
    options = choices.get("options")
    words = {
        _text(option.get("id")): _localized(option.get("text"))
        for option in (options if isinstance(options, list) else ())
        if isinstance(option, dict)
    }
    shown = [words.get(_text(one)) or one for one in chosen]
    return shown[0] if len(shown) == 1 else shown


def _consent(responses: Any) -> dict[str, bool]:
    return {
        _text(response.get("consentId")): response.get("accepted") is True
        for response in (responses if isinstance(responses, list) else ())
        if isinstance(response, dict) and _text(response.get("consentId"))
    }


def _attribution(response: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, str]:
    sponsored = _part(_part(response, "leadMetadata"), "sponsoredLeadMetadata")
    names = _part(_part(response, "leadMetadataInfo"), "sponsoredLeadMetadataInfo")
    form_id = _FORM.search(_text(response.get("versionedLeadGenFormUrn")))
    return {
        "campaign_id": _tail(sponsored.get("campaign")),
        "campaign": _text(_part(names, "campaign").get("name")),
        "ad_id": _tail(_part(response, "associatedEntity").get("associatedCreative")),
        "form_id": form_id[1] if form_id else "",
        "form": _text(form.get("name")),
    }


def _tail(urn: Any) -> str:
    return _text(urn).rpartition(":")[2]


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
