"""Lists given as files: who is not to be contacted, and who has died."""

from datetime import date

import pytest

from leadfold.errors import BadFile
from leadfold.normalise import person as people
from leadfold.testwash import exclusions

TODAY = date(2026, 11, 21)


def read(tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return exclusions.read(path, "NO", TODAY)


def person(**fields):
    return people.parse(fields, "NO", TODAY)


def test_a_list_of_numbers_without_a_header_is_read(tmp_path):
    known = read(tmp_path, "912 34 567\n+47 922 34 567\n93234567\n")
    assert known.rows == 3
    assert known.match_contact(person(phone="004791234567")) == "phone"
    assert known.match_contact(person(phone="94234567")) is None


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"phone": "+4791234567"}, "phone"),
        ({"phone": "22334455 / 91234567"}, "phone"),
        ({"email": "OLA+x@online.no"}, "email"),
        ({"national_id": "150765 00565"}, "national_id"),
        ({"full_name": "Ola Hansen", "birth_date": "1965-07-15"}, None),
    ],
)
def test_a_contact_is_found_in_any_spelling(tmp_path, fields, by):
    known = read(
        tmp_path,
        "name,phone,email,national id,birth date\n"
        "Ola Hansen,912 34 567,ola@online.no,15076500565,15.07.1965\n",
    )
    assert known.match_contact(person(**fields)) == by


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"national_id": "15076500565"}, "national_id"),
        ({"full_name": "HANSEN, Ola", "birth_date": "15.07.1965"}, "name"),
        ({"full_name": "Ola Nordmann Hansen", "birth_date": "1965-07-15"}, "name"),
        ({"full_name": "Ola Hansen", "birth_date": "1966-07-15"}, None),
        ({"full_name": "Ola Hansen"}, None),
        ({"full_name": "Kari Hansen", "phone": "91234567", "email": "ola@online.no"}, None),
    ],
    ids=["id", "name and date", "middle name", "another date", "no date", "the widow's phone"],
)
def test_the_dead_are_found_by_who_they_were_never_by_phone(tmp_path, fields, by):
    known = read(
        tmp_path,
        "name,phone,email,national id,birth date\n"
        "Ola Hansen,912 34 567,ola@online.no,15076500565,15.07.1965\n",
    )
    assert known.match_person(person(**fields)) == by


def test_a_list_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(BadFile, match=r"list\.csv: "):
        read(tmp_path, "colour\nblue\n")


def test_rows_that_say_nothing_are_counted(tmp_path):
    assert read(tmp_path, "phone,email\n91234567,\nx,y\n").unusable == 1
