"""A lead's fields → the person that they describe, with warnings about what looks wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from leadfold.model import (
    NAME_FIELDS,
    OPT_OUTS,
    Address,
    Consent,
    Email,
    Name,
    NationalId,
    OptOut,
    OrgNumber,
    Person,
    Phone,
    Warn,
)
from leadfold.normalise import (
    boxes,
    email,
    name,
    national_id,
    phone,
    placeholders,
    spreadsheet,
    text,
)
from leadfold.normalise.name_beside import NOTHING
from leadfold.normalise.repair import is_garbled, repaired

_MAX_DETAIL = 200
#: Fields that hold a number, which a spreadsheet may have turned into a float.
_NUMBERS = ("phone", "national_id", "org_number", "birth_date", "postcode")
#: Fields that are shown as text, and warned of where they lost letters on the way.
_TEXTS = (*NAME_FIELDS, "company", "job_title", "street", "city")
#: Fields whose values people name, or write down.
_NAMED = ("company", "job_title", "street", "postcode", "city", "country", "birth_place")
_MIN_ID_DIGITS, _MAX_ID = 5, 24


def parse(sent: Mapping[str, str], source_country: str | None, today: date) -> Person:
    """Return the person of a lead's fields; a value that cannot be read is a warning, not an error.

    ``source_country`` counts where the lead has no country. ``today`` is the day of the receipt: it
    decides the century of a year with two digits.
    """
    return _Reader(sent, source_country, today).person()


class _Reader:
    """Reads the fields of one lead and collects the warnings.

    Modules for fields that few leads have are imported at first use.
    """

    def __init__(self, sent: Mapping[str, str], source_country: str | None, today: date) -> None:
        self.sent = {field: _meant(value) for field, value in sent.items() if value}
        self.today = today
        self.warnings: list[Warn] = []
        self._mend_numbers()
        self._drop_placeholders()
        self.stated = self._stated_country()
        self.country = self.stated or source_country
        self._put_right()
        self.named = name.read(*(self.sent.get(field, "") for field in NAME_FIELDS))
        self.beside = self.named.beside

    def person(self) -> Person:
        phones, emails = self._phones(), self._emails()
        if self.beside is not NOTHING:
            phones, emails = self._with_contacts_beside(phones, emails)
        number, born = self._national_id(), self._birth_date()
        known, organisation = self._name(), self._org_number()
        self._lost_letters()
        opt_outs = self._opt_outs()
        return Person(
            name=replace(known, company=""),
            phone=phones[0] if phones else None,
            email=emails[0] if emails else None,
            national_id=number,
            unchecked_id="" if number else self._unchecked_id(),
            org_number=organisation,
            birth_date=born,
            unread_birth_date="" if born else self._unread_birth_date(),
            consent=self._consent(opt_outs),
            opt_outs=opt_outs,
            details=self._details(known, organisation),
            external_ids=self._external_ids(),
            other_phones=phones[1:],
            other_emails=emails[1:],
            warnings=tuple(self.warnings),
        )

    def _drop_placeholders(self) -> None:
        """Leave out values that stand for none; names and contacts have rules of their own."""
        for field in _NAMED:
            sent = self.sent.get(field)
            if sent and placeholders.stands_for_none(sent, is_name=True):
                del self.sent[field]
                self._warn(field, "placeholder", "The value stands for having given none.")

    def _mend_numbers(self) -> None:
        """Put numbers that became floats right; one that lost digits is none."""
        for field in _NUMBERS:
            sent = self.sent.get(field)
            if not sent or sent.isdigit():
                continue
            mended = spreadsheet.digits(sent)
            if mended:
                self.sent[field] = mended
            else:
                del self.sent[field]
                self._warn(field, "unusable", "The number lost digits in a spreadsheet.")

    def _warn(self, field: str, code: str, message: str, suggestion: str | None = None) -> None:
        self.warnings.append(Warn(field=field, code=code, message=message, suggestion=suggestion))

    def _stated_country(self) -> str | None:
        sent = self.sent.get("country")
        if not sent:
            return None
        from leadfold.normalise import country

        found = country.parse(sent)
        if not found:
            self._warn("country", "unusable", "The text names no country that is known.")
        return found

    def _phones(self) -> tuple[Phone, ...]:
        sent = self.sent.get("phone")
        if not sent:
            return ()
        found = phone.parse_all(sent, self.country)
        if not found:
            if phone.stands_for_none(sent):
                self._warn("phone", "placeholder", "The number stands for having given none.")
            else:
                self._warn("phone", "unusable", "The text is not a phone number.")
            return ()
        if not found[0].valid:
            self._warn("phone", "not_assigned", "The number is in no range that is in use.")
        elif found[0].suspicious:
            self._warn("phone", "suspicious", "The digits of the number look made up.")
        if len(found) > 1:
            self._warn("phone", "several_values", "The field holds more than one number.")
        return found

    def _emails(self) -> tuple[Email, ...]:
        sent = self.sent.get("email")
        if not sent:
            return ()
        found = email.parse_all(sent)
        meant = email.suggest(sent, self.country)
        if meant:
            message = "The domain of the address looks mistyped."
            self._warn("email", "typo_domain", message, meant)
        if not found:
            if email.is_placeholder(*_halves(email.clean(sent))):
                self._warn("email", "placeholder", "The address stands for having given none.")
            elif not meant:
                self._warn("email", "unusable", "The text is not an e-mail address.")
            return ()
        if found[0].is_disposable and not meant:
            self._warn("email", "disposable", "The mailbox is one that is thrown away after use.")
        if len(found) == 1 and email.has_more(sent):
            self._warn("email", "extra_text", "The field holds more words than the address.")
        if len(found) > 1:
            self._warn("email", "several_values", "The field holds more than one address.")
        return found

    def _name(self) -> Name:
        found, beside = self.named.name, self.beside
        field = next((one for one in NAME_FIELDS if self.sent.get(one)), "full_name")
        if beside.dead:
            self._warn(field, "deceased", "The name is that of a deceased person or an estate.")
        elif found.is_company:
            self._warn("full_name", "company_name", "The name is that of a company, not a person.")
        if beside.joint:
            self._warn(field, "joint_name", "The name is that of two people; the first one counts.")
        if beside.extra:
            self._warn(field, "extra_text", "The field holds more words than the name.")
        for empty in beside.nobody:
            self._warn(empty, "placeholder", "The name stands for having given none.")
        return found

    def _with_contacts_beside(
        self, phones: tuple[Phone, ...], emails: tuple[Email, ...]
    ) -> tuple[tuple[Phone, ...], tuple[Email, ...]]:
        """Return the contacts with those that stood beside the name."""
        numbers = phone.parse_all(self.beside.phone, self.country) if self.beside.phone else ()
        known = {one.e164 for one in phones}
        phones += tuple(one for one in numbers if one.valid and one.e164 not in known)
        keys = {one.key for one in emails}
        addresses = email.parse_all(self.beside.email) if self.beside.email else ()
        return phones, emails + tuple(one for one in addresses if one.key not in keys)

    def _put_right(self) -> None:
        """Put phone, e-mail and name into their own boxes."""
        if not boxes.look_swapped(self.sent):
            return
        self.sent, wrong = boxes.put_right(self.sent, self.country)
        for box in wrong:
            self._warn(box, "swapped", "The field holds what belongs into another one.")

    def _lost_letters(self) -> None:
        for field in _TEXTS:
            if (said := self.sent.get(field)) and is_garbled(said):
                message = "Letters of the text were lost on the way, or stand for others."
                self._warn(field, "garbled", message)

    def _national_id(self) -> NationalId | None:
        sent = self.sent.get("national_id")
        if not sent:
            return None
        found = national_id.parse(sent, self.country, self.today)
        if not found:
            of = f"of {self.country}" if self.country in national_id.COUNTRIES else "of its country"
            self._warn("national_id", "unusable", f"The number is not a valid national ID {of}.")
        elif found.not_yet_issued:
            message = "The number follows rules for numbers that are not given out yet."
            self._warn("national_id", "not_yet_issued", message)
        elif found.kind == "synthetic":
            self._warn("national_id", "synthetic", "The number is one made for tests.")
        elif not found.is_lasting:
            self._warn("national_id", "temporary", "The number is a temporary one.")
        return found

    def _unchecked_id(self) -> str:
        """Return an ID of a country whose rules are not known here, empty where it is made up."""
        sent = self.sent.get("national_id") or self._unread_phone()
        if not sent or self.country in national_id.COUNTRIES:
            return ""
        found = text.fold(sent).replace(" ", "")
        digits = "".join(filter(str.isdigit, found))
        made_up = len(digits) < _MIN_ID_DIGITS or phone.is_placeholder(digits)
        return "" if made_up or len(found) > _MAX_ID else found

    def _unread_phone(self) -> str:
        """Return the digits of a phone number of an unknown country: nobody can call it."""
        sent = "" if self.country else self.sent.get("phone", "")
        digits = "".join(filter(str.isdigit, sent))
        return "" if not sent or phone.parse_all(sent, None) else digits

    def _org_number(self) -> OrgNumber | None:
        sent = self.sent.get("org_number")
        if not sent:
            return None
        from leadfold.normalise import org_number

        if self.country not in org_number.COUNTRIES:
            return None
        found = org_number.parse(sent, self.country, self.today)
        if not found:
            message = f"The number is not a valid organisation number of {self.country}."
            self._warn("org_number", "unusable", message)
        elif found.is_personal:
            message = "The number is the national ID of a person and is not kept."
            self._warn("org_number", "personal_number", message)
        return found

    def _birth_date(self) -> str | None:
        sent = self.sent.get("birth_date")
        if not sent and not self.beside.born:
            return None
        from leadfold.normalise import birth_date

        if not sent:
            return birth_date.parse(self.beside.born, self.country, self.today)
        born = birth_date.parse(sent, self.country, self.today)
        if not born:
            if birth_date.stands_for_none(sent):
                self._warn("birth_date", "placeholder", "The date stands for having given none.")
            elif birth_date.is_ambiguous(sent, self.country, self.today):
                message = "The date can be read with the day or with the month first."
                self._warn("birth_date", "ambiguous", message)
            else:
                self._warn("birth_date", "unusable", "The text is not a date of birth.")
        return born

    def _unread_birth_date(self) -> str:
        sent = self.sent.get("birth_date")
        if not sent:
            return ""
        from leadfold.normalise import birth_date

        return birth_date.unread(sent)

    def _consent(self, opt_outs: tuple[OptOut, ...]) -> Consent | None:
        sent = self.sent.get("consent")
        if not sent:
            return None
        from leadfold.normalise import consent

        found = consent.parse(sent)
        if found and found.given and opt_outs:
            self._warn("consent", "ambiguous", "The consent is given beside an opt-out.")
            return replace(found, given=None)
        return found

    def _opt_outs(self) -> tuple[OptOut, ...]:
        """Return what the person opts out of; a text in doubt is a warning."""
        sent = {field: self.sent[field] for field in OPT_OUTS if field in self.sent}
        if not sent:
            return ()
        from leadfold.normalise import opt_out

        said = {field: opt_out.says(value) for field, value in sent.items()}
        for field, answer in said.items():
            if answer is None:
                message = "The text says neither that the person opts out nor that they do not."
                self._warn(field, "ambiguous", message)
        return tuple(OPT_OUTS[field] for field, answer in said.items() if answer)

    def _external_ids(self) -> Mapping[str, str]:
        sent = self.sent.get("external_ids")
        if not sent:
            return {}
        from leadfold.normalise import external_ids

        doubt = external_ids.doubt(sent)
        if doubt == "placeholder":
            self._warn("external_ids", doubt, "An id stands for none; it is not read.")
        elif doubt:
            self._warn("external_ids", doubt, "The text holds no id of another system.")
        return external_ids.parse(sent)

    def _address(self) -> Address:
        street, code, city = (self.sent.get(part, "") for part in ("street", "postcode", "city"))
        if not (street or code or city):
            return Address()
        from leadfold.normalise import address

        found = address.parse(street, code, city, self.country)
        if code and not address.postcode(found.postcode, self.country):
            message = "The postcode is not one of its country."
            self._warn("postcode", "unusable", message)
        return found

    def _details(self, known: Name, organisation: OrgNumber | None) -> dict[str, str]:
        """Return the values that a card has besides name, contacts and identities, by field."""
        where = self._address()
        details = {
            "company": self._plain("company") or known.company,
            "org_number": self._kept_org_number(organisation),
            "job_title": self._plain("job_title") or self.beside.job_title,
            "birth_place": self._plain("birth_place"),
            "street": where.street,
            "postcode": where.postcode,
            "city": where.city,
            "country": self.stated or "",
        }
        return {part: value for part, value in details.items() if value}

    def _kept_org_number(self, organisation: OrgNumber | None) -> str:
        """Return a valid number, or one of a country whose rules are not known; no national ID."""
        if organisation:
            return "" if organisation.is_personal else organisation.number
        sent = self._plain("org_number")
        if not sent:
            return ""
        from leadfold.normalise import org_number

        return "" if self.country in org_number.COUNTRIES else sent

    def _plain(self, field: str) -> str:
        return text.clean(self.sent.get(field, ""), _MAX_DETAIL)


def _meant(sent: str) -> str:
    """Return a value without wrong escapes and code pages; JSON has escapes of its own."""
    return sent if sent.startswith(("{", "[")) else repaired(sent)


def _halves(typed: str) -> tuple[str, str]:
    local, _, domain = typed.rpartition("@")
    return local, domain
