"""What comes in: a request as received, and the lead that is read from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from leadfold.model.person import OPT_OUTS, Warn

#: Fields of a lead that describe the person; a field in neither list is an answer.
PERSON_FIELDS = [
    *(
        "full_name first_name last_name phone email national_id birth_date company org_number "
        "job_title street postcode city country message consent external_ids"
    ).split(),
    *OPT_OUTS,
]

#: Those of them that hold a name.
NAME_FIELDS = ("full_name", "first_name", "last_name")

#: Fields of a lead that say which advertisement brought it.
ATTRIBUTION_FIELDS = (
    "utm_source utm_medium utm_campaign utm_term utm_content gclid gbraid wbraid fbclid "
    "ttclid li_fat_id msclkid landing_page referrer campaign_id campaign adset_id adset "
    "ad_id ad form_id form"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One request as received, before it is parsed."""

    body: bytes
    content_type: str
    received_at: datetime
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """One submission read from a source's payload; every value is as it was sent.

    ``submission_id`` is the form's own number of a submission that may have another with each
    click on its button. ``warnings`` are about what was sent beside the person's fields.
    """

    lead_id: str | None = None
    submission_id: str | None = None
    submitted_at: str | None = None
    is_test: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    attribution: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Warn, ...] = ()
