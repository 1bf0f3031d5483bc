"""What stands beside a name, the order of its words, short names in capitals, no name at all."""

from datetime import date

import pytest

from leadfold.normalise import name, person

TODAY = date(2026, 11, 30)


def parts(full):
    found = name.parse(full)
    return found.first, found.last


def lead(**fields):
    return person.parse(fields, "NO", TODAY)


@pytest.mark.parametrize(
    "full",
    ["Kari Lunde née Berg", "Kari Lunde nee Berg", "Kari Lunde (née Berg)", "Kari Lunde geb. Berg",
     "Kari Lunde f. Berg", "Kari Lunde født Berg", "Kari Lunde född Berg", "Kari Lunde o.s. Berg",
     "KARI LUNDE NÉE BERG", "Kari Lunde (Berg)", "Kari Lunde f. 1980", "Kari Lunde f: 1980",
     "Kari Lunde (1980)", "Kari Lunde b. 1980", "Kari Lunde 03.04.1980", "Kari Lunde 030480",
     "Kari Lunde født 3. april 1980", "Kari Lunde 91234501", "Kari Lunde mobil 91234501",
     "Kari Lunde tlf. 912 34 501", "Kari Lunde kari@online.no", "Kari Lunde <kari@online.no>",
     "Kari Lunde, Oslo", "Kari Lunde, 0155 Oslo", "Kari Lunde, CEO", "Kari Lunde - Salgssjef",
     "Kari Lunde (styreleder)", "CEO Kari Lunde", "Daglig leder Kari Lunde",
     "Kari Lunde c/o Per Berg",
     "Kari Lunde v/ Per Berg", "att. Kari Lunde", "Kari 'Lillegutt' Lunde", "Kari Lunde aka Olis",
     "Mvh Kari Lunde", "Hei, jeg heter Kari Lunde", "Kari Lunde på vegne av Ola Berg",
     "Kari Lunde 2nd", "Kari Lunde Esq."],
)  # fmt: skip
def test_what_stands_beside_a_name_is_taken_off(full):
    assert parts(full) == ("Kari", "Lunde")


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [
        ("Lunde, daglig leder", "", "Lunde"),
        ("Lunde née Berg", "", "Lunde"),
        ("Lunde født Berg", "", "Lunde"),
        ("Kari née Berg", "Kari", ""),
        ("Kari F. Lunde", "Kari F.", "Lunde"),
        ("Kari f. lunde", "Kari F.", "Lunde"),
        ("kari anne f. lunde", "Kari Anne F.", "Lunde"),
        ("Nee Hansen", "Nee", "Hansen"),
        ("Watchman Nee", "Watchman", "Nee"),
        ("Smed, Ola", "Ola", "Smed"),
        ("Estate Lunde", "Estate", "Lunde"),
        ("Kari, Lunde", "Kari", "Lunde"),
        ("Ahmed, Bengt", "Bengt", "Ahmed"),
        ("van-dyke, latoya", "Latoya", "Van-Dyke"),
        ("Kari / ring etter 16", "Kari", ""),
        ("דנה לוי לבית ברג", "דנה", "לוי"),
        ("Μαρία Παππά το γένος Μπεργκ", "Μαρία", "Παππά"),
        ("Matti Virtanen, toimitusjohtaja", "Matti", "Virtanen"),
        ('דנה לוי, מנכ"ל', "דנה", "לוי"),
    ],
)
def test_what_only_looks_like_it_stays(full, first, last):
    assert parts(full) == (first, last)


@pytest.mark.parametrize(
    ("full", "suffix"),
    [("Ola Lunde Jr.", "Jr"), ("Ola Lunde jr", "Jr"), ("Ola Lunde Junior", "Jr"),
     ("Lunde, Ola Jr.", "Jr"), ("LUNDE JR., OLA", "Jr"), ("Ola Lunde d.y.", "Jr"),
     ("Ola Lunde den yngre", "Jr"), ("Ola Lunde Sr.", "Sr"), ("Ola Lunde Senior", "Sr"),
     ("Ola Lunde den eldre", "Sr"), ("Ola Lunde den äldre", "Sr"), ("Ola Lunde d.e.", "Sr"),
     ("Ola Lunde III", "III"), ("Ola Lunde", "")],
)  # fmt: skip
def test_the_elder_and_the_younger_are_told(full, suffix):
    found = name.parse(full)
    assert (found.first, found.last, found.suffix) == ("Ola", "Lunde", suffix)


def test_a_suffix_in_either_part_is_one():
    assert name.parse("", "Ola Jr.", "Lunde") == name.parse("", "Ola", "Lunde Jr.")
    assert name.parse("", "Ola", "Lunde Jr.").suffix == "Jr"


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [("Junior Hansen", "Junior", "Hansen"), ("Senior Berg", "Senior", "Berg"),
     ("Jr Smith", "Jr", "Smith"), ("Amartya Sen", "Amartya", "Sen"),
     ("Anna Maria Sen", "Anna Maria", "Sen"), ("Kari Senior", "Kari", "Senior")],
)  # fmt: skip
def test_a_name_that_looks_like_a_suffix_stays(full, first, last):
    found = name.parse(full)
    assert (found.first, found.last, found.suffix) == (first, last, "")


def test_junior_stays_in_a_portuguese_surname():
    found = name.parse("João Pereira da Silva Junior")
    assert (found.last, found.suffix) == ("da Silva Junior", "Jr")


@pytest.mark.parametrize(
    ("full", "first", "last"),
    [("Nguyễn Thị Minh Khai", "Thị Minh Khai", "Nguyễn"), ("Nguyen Van Anh", "Van Anh", "Nguyen"),
     ("TRAN DUC ANH", "Duc Anh", "Tran"), ("Minh Khai Nguyễn", "Minh Khai", "Nguyễn"),
     ("Hoang Minh Nguyen", "Hoang Minh", "Nguyen"), ("Van Anh", "Van", "Anh"),
     ("VAN NGUYEN", "Van", "Nguyen"), ("van Dijk", "", "van Dijk"), ("Li Wei", "Li", "Wei"),
     ("Tran Hansen", "Tran", "Hansen"), ("姚明", "明", "姚"), ("邓小平", "小平", "邓"),
     ("姚 明", "明", "姚"), ("欧阳锋", "锋", "欧阳"), ("김 철수", "철수", "김"),
     ("山田太郎", "山田太郎", "")],
)  # fmt: skip
def test_the_surname_is_first_where_that_is_certain(full, first, last):
    assert parts(full) == (first, last)


@pytest.mark.parametrize(
    ("full", "shown"),
    [("ODD BØ", "Odd Bø"), ("ANN VIK", "Ann Vik"), ("JON ASK", "Jon Ask"), ("ÅSE BØ", "Åse Bø"),
     ("OK HANSEN", "Ok Hansen"), ("ODD", "Odd"), ("BØ", "Bø"), ("KARI AS", "Kari As"),
     ("Odd BØ", "Odd Bø"), ("ANN Vik", "Ann Vik"), ("ODD bø", "Odd Bø"), ("NguyễN", "Nguyễn"),
     ("BjøRn ÅSe", "Bjørn Åse"), ("mcDONALD", "McDonald"), ("o'DAHL", "O'Dahl"),
     ("İBRAHİM IŞIK", "İbrahim Işık"), ("GROẞE", "Große"),
     ("JP HANSEN", "JP Hansen"), ("KJ BERG", "KJ Berg"), ("AC LUNDE", "AC Lunde"),
     ("J.P. HANSEN", "J.P. Hansen"), ("J P HANSEN", "J P Hansen"), ("DéAndre", "DéAndre"),
     ("DeAndre McDonald", "DeAndre McDonald"), ("LeBron diCaprio", "LeBron diCaprio"),
     ("IBM", "IBM"), ("DNB", "DNB"), ("ABC", "ABC"), ("ABB AS", "ABB AS"), ("III", "III"),
     ("VAN L JOHNSON", "Van L Johnson"), ("JAN VAN DER BERG", "Jan van der Berg")],
)  # fmt: skip
def test_short_names_in_capitals_are_names_and_initials_stay(full, shown):
    assert " ".join(parts(full)).strip() == shown
    assert name.clean(name.clean(full)) == name.clean(full)


def test_a_name_that_a_program_cased_wrongly_is_read_in_its_order():
    assert parts("NguyễN QuốC TháI") == ("Quốc Thái", "Nguyễn")


NOBODIES = [
    "Not provided", "Not Provided Not Provided", "[not provided]", "Ikke oppgitt", "ej angivet",
    "Inte angivet", "ei ilmoitettu", "δεν δόθηκε", "לא צוין", "No name", "Unknown Unknown",
    "Ukjent navn", "WhatsApp User", "Facebook User", "Guest", "Customer", "Kunde", "New Lead",
    "null null", "-- ikke oppgitt --", "{{full_name}}", "N/A", "keine Angabe",
]  # fmt: skip


@pytest.mark.parametrize("full", NOBODIES)
def test_words_for_no_name_are_none_and_say_so(full):
    found = lead(full_name=full)
    assert not found.name
    assert [(one.field, one.code) for one in found.warnings] == [("full_name", "placeholder")]


@pytest.mark.parametrize("last", ["[not provided]", "Not Provided", "Unknown", "null", "NULL"])
def test_a_part_that_stands_for_none_is_none(last):
    found = lead(first_name="Kari", last_name=last)
    assert (found.name.first, found.name.last) == ("Kari", "")
    assert [(one.field, one.code) for one in found.warnings] == [("last_name", "placeholder")]


@pytest.mark.parametrize(
    ("first", "last"),
    [("Nora", "Null"), ("Edgar", "Guest"), ("Gjest", "Hansen"), ("Kunde", "Berg"),
     ("Provided", "Smith"), ("Ola", "None"), ("Nora", "Blank")],
)  # fmt: skip
def test_names_that_look_like_words_for_none_stay(first, last):
    assert name.parse("", first, last) == name.parse(f"{first} {last}")
    assert (name.parse("", first, last).first, name.parse("", first, last).last) == (first, last)


def test_a_job_fills_an_empty_field_only():
    assert lead(full_name="Ola Lunde, daglig leder").details["job_title"] == "daglig leder"
    told = lead(full_name="Ola Lunde, daglig leder", job_title="Eier")
    assert told.details["job_title"] == "Eier"
    employed = lead(full_name="Kari Lunde, CEO, Fjord AS")
    assert employed.details == {"company": "Fjord AS", "job_title": "CEO"}
    assert not employed.is_company


def test_a_birth_date_fills_an_empty_field_only():
    assert lead(full_name="Kari Lunde f. 03.04.80").birth_date == "1980-04-03"
    assert lead(full_name="Kari Lunde 030480").birth_date == "1980-04-03"
    assert lead(full_name="Kari Lunde f. 1980").birth_date is None
    both = lead(full_name="Kari Lunde f. 03.04.80", birth_date="1981-04-03")
    assert both.birth_date == "1981-04-03"


def test_contacts_beside_a_name_are_contacts():
    alone = lead(full_name="Kari Lunde mobil 91234501, kari@online.no")
    assert (alone.e164, [one.address for one in alone.emails]) == (
        "+4791234501", ["kari@online.no"],
    )  # fmt: skip
    assert [(one.field, one.code) for one in alone.warnings] == [("full_name", "extra_text")]
    both = lead(full_name="Kari Lunde 91234501", phone="41234502")
    assert [one.e164 for one in both.phones] == ["+4741234502", "+4791234501"]
    same = lead(full_name="Kari Lunde 91234501", phone="+47 912 34 501")
    assert [one.e164 for one in same.phones] == ["+4791234501"]


@pytest.mark.parametrize(
    "full",
    ["Lunde AS v/ Ola Lunde", "Ola Lunde v/Lunde AS", "Lunde AS c/o Ola Lunde",
     "Lunde AS, att. Ola Lunde", "Lunde AS - Ola Lunde", "Ola Lunde (Lunde AS)"],
)  # fmt: skip
def test_a_company_on_either_side_is_beside_the_person(full):
    found = lead(full_name=full)
    assert (found.name.first, found.name.last) == ("Ola", "Lunde")
    assert found.details["company"] == "Lunde AS"


@pytest.mark.parametrize(
    "full", ["Dødsbo etter Ola Lunde", "Ola Lunde dødsbo", "Estate of Ola Lunde"]
)
def test_an_estate_is_no_person(full):
    found = lead(full_name=full)
    assert found.is_company
    assert [one.code for one in found.warnings] == ["deceased"]


def test_a_deceased_person_is_told():
    assert [one.code for one in lead(full_name="Ola Lunde (død)").warnings] == ["deceased"]


def test_two_people_are_told():
    found = lead(full_name="Ola og Kari Lunde")
    assert [(one.field, one.code) for one in found.warnings] == [("full_name", "joint_name")]


@pytest.mark.parametrize(
    "full",
    ["Kari Lunde tidligere Berg", "Kari Lunde, tidl. Berg", "Kari Lunde formerly Berg",
     "Kari Lunde fka Berg", "Kari Lunde geborene Berg", "Kari Lunde ent. Berg",
     "Kari Lunde os. Berg", "Kari Lunde, f.d. Berg", "Kari Lunde 45 år", "Kari Lunde 45 years old",
     "Kari Lunde mobil nr 91234501", "Kari Lunde ring 91234501", "Kari Lunde f. 3/4 1980",
     "Kari Lunde født 3 apr 80", "Kari Lunde born April 3, 1980", "Rektor Kari Lunde",
     "Lege Kari Lunde", "Kari Lunde eier", "Kari Lunde, mor"],
)  # fmt: skip
def test_more_of_what_stands_beside_a_name(full):
    assert parts(full) == ("Kari", "Lunde")


@pytest.mark.parametrize(
    ("full", "first", "last", "suffix"),
    [("Ola Lunde (senior)", "Ola", "Lunde", "Sr"), ("Ola Lunde (jr.)", "Ola", "Lunde", "Jr"),
     ("Ola Lunde d. e.", "Ola", "Lunde", "Sr"), ("Ola Lunde vanh.", "Ola", "Lunde", "Sr"),
     ("Alexandre Dumas fils", "Alexandre", "Dumas", "Jr"),
     ("Kari D.E. Lunde", "Kari D.E.", "Lunde", ""), ("D.Y. Kim", "D.Y.", "Kim", "")],
)  # fmt: skip
def test_a_suffix_in_brackets_counts_and_initials_are_none(full, first, last, suffix):
    found = name.parse(full)
    assert (found.first, found.last, found.suffix) == (first, last, suffix)


@pytest.mark.parametrize(
    "full",
    ["Kari Smed", "Ole Prest", "Per Maler", "Kari Bonde", "Ola Leder", "Kari Rektor", "Per Lege",
     "Kari Hansen Maler", "Kari Ring", "Kari Mobil", "Max Born", "Ann Baker", "Anna Geb",
     "Kari Mor", "Kari Fhv", "Juan Padre", "Na Li", "Li Na", "Jan Brak"],
)  # fmt: skip
def test_surnames_that_are_jobs_and_words_stay(full):
    found = name.parse(full)
    assert f"{found.first} {found.last}" == full
    assert name.parse("", found.first, found.last) == found


def test_a_surname_alone_keeps_no_former_one():
    assert name.parse("", "Kari", "Lunde f. Berg").last == "Lunde"
