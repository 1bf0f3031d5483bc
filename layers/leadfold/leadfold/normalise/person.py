"""A lead's fields → the person they describe, with warnings where something looks wrong."""

import re
from collections.abc import Mapping

from leadfold.model import NationalId, Person, Warn
from leadfold.normalise import dates, email, name, national_id, phone, text

_COUNTRY = re.compile(r"[A-Za-z]{2}")
_DETAILS = ("company", "org_number", "job_title", "street", "postcode", "city")


def parse(sent: Mapping[str, str], source_country: str | None) -> Person:
    """Return the person of a lead's fields; what cannot be read is a warning, not an error."""
    warnings: list[Warn] = []
    country = _country(sent.get("country", "")) or source_country

    number, valid = phone.parse(sent.get("phone", ""), country)
    if sent.get("phone") and not number:
        warnings.append(_unreadable("phone", "not a phone number"))
    elif number and not valid:
        warnings.append(
            Warn(field="phone", code="not_assigned", message="not in an assigned range")
        )

    address = email.parse(sent["email"]) if sent.get("email") else None
    if sent.get("email") and not address:
        warnings.append(_unreadable("email", "not an e-mail address"))

    details = {part: tidy for part in _DETAILS if (tidy := text.clean(sent.get(part, ""))[:200])}
    if _country(sent.get("country", "")):
        details["country"] = _country(sent["country"])

    return Person(
        name=name.parse(
            sent.get("full_name", ""), sent.get("first_name", ""), sent.get("last_name", "")
        ),
        phone=number,
        email=address,
        national_id=_national_id(sent.get("national_id", ""), country, warnings),
        birth_date=_birth_date(sent.get("birth_date", ""), warnings),
        details=details,
        warnings=tuple(warnings),
    )


def _unreadable(field: str, message: str) -> Warn:
    return Warn(field=field, code="unusable", message=message)


def _country(raw: str) -> str:
    typed = raw.strip()
    return typed.upper() if _COUNTRY.fullmatch(typed) else ""


def _national_id(raw: str, country: str | None, warnings: list[Warn]) -> NationalId | None:
    number = national_id.parse(raw, country)
    if raw and not number:
        warnings.append(_unreadable("national_id", f"not a valid national ID of {country}"))
    return number


def _birth_date(raw: str, warnings: list[Warn]) -> str | None:
    born = dates.parse_birth_date(raw) if raw else None
    if raw and not born:
        warnings.append(_unreadable("birth_date", "not a date as YYYY-MM-DD"))
    return born
