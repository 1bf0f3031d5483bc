"""What the columns of customer files are called, and what becomes of their values."""

import pytest

from leadfold.files import columns


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param(
            "record_id,given_name,surname,street_number,address_1,address_2,suburb,postcode,state,"
            "date_of_birth,soc_sec_id",
            {"first_name": "given_name", "last_name": "surname",
             "street": "street_number + address_1 + address_2", "city": "suburb",
             "postcode": "postcode", "birth_date": "date_of_birth", "national_id": "soc_sec_id"},
            id="a test file of record linkage",
        ),
        pytest.param("id,fname_c1,lname_c1,by,bm,bd",
                     {"first_name": "fname_c1", "last_name": "lname_c1",
                      "birth_date": "by + bm + bd"},
                     id="a birth date in three columns"),
        pytest.param("ID,fname,lname,dob,zip", {"first_name": "fname", "last_name": "lname",
                                                "birth_date": "dob", "postcode": "zip"},
                     id="short names"),
        pytest.param("Contact ID,First Name,Last Name,Account Name,Phone,Mobile Phone,Other Phone,"
                     "Email,MailingStreet,Mailing City,Mailing Zip/Postal Code,MailingCountry,"
                     "Owner",
                     {"first_name": "First Name", "last_name": "Last Name",
                      "company": "Account Name", "phone": "Phone + Mobile Phone + Other Phone",
                      "email": "Email", "street": "MailingStreet", "city": "Mailing City",
                      "postcode": "Mailing Zip/Postal Code", "country": "MailingCountry"},
                     id="a CRM, English"),
        pytest.param("Given Name,Family Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,"
                     "Phone 1 - Type,Phone 1 - Value,Organization Name,Birthday",
                     {"first_name": "Given Name", "last_name": "Family Name",
                      "email": "E-mail 1 - Value + E-mail 2 - Value", "phone": "Phone 1 - Value",
                      "company": "Organization Name", "birth_date": "Birthday"},
                     id="an address book"),
        pytest.param("Kundenr;Kundenavn;Mobil;Telefon privat;E-post;Gateadresse;Husnr;Postnr;"
                     "Poststed;Fødselsdato;Selger".replace(";", ","),
                     {"full_name": "Kundenavn", "phone": "Mobil + Telefon privat",
                      "email": "E-post", "street": "Gateadresse + Husnr", "postcode": "Postnr",
                      "city": "Poststed", "birth_date": "Fødselsdato"}, id="Norwegian"),
        pytest.param("Kunde,Fornavn,Etternavn", {"first_name": "Fornavn", "last_name": "Etternavn"},
                     id="a column that would be a name were there no other"),
        pytest.param("Kunde,Mobil", {"full_name": "Kunde", "phone": "Mobil"}, id="and is one"),
        pytest.param("Förnamn,Efternamn,Personnummer,Mobiltelefon,Hemtelefon,E-postadress,"
                     "Gatuadress,Ort",
                     {"first_name": "Förnamn", "last_name": "Efternamn",
                      "national_id": "Personnummer", "phone": "Mobiltelefon + Hemtelefon",
                      "email": "E-postadress", "street": "Gatuadress", "city": "Ort"},
                     id="Swedish"),
        pytest.param("Fornavn,Mellemnavn,Efternavn,CPR-nr,Mobil,Vejnavn,Husnummer,By",
                     {"first_name": "Fornavn + Mellemnavn", "last_name": "Efternavn",
                      "national_id": "CPR-nr", "phone": "Mobil", "street": "Vejnavn + Husnummer",
                      "city": "By"}, id="Danish"),
        pytest.param("Etunimi,Sukunimi,Matkapuhelin,Sähköposti,Katuosoite,Postinumero",
                     {"first_name": "Etunimi", "last_name": "Sukunimi", "phone": "Matkapuhelin",
                      "email": "Sähköposti", "street": "Katuosoite", "postcode": "Postinumero"},
                     id="Finnish"),
        pytest.param("Όνομα,Επώνυμο,Κινητό,Σταθερό,Email,Οδός,Τ.Κ.",
                     {"first_name": "Όνομα", "last_name": "Επώνυμο", "phone": "Κινητό + Σταθερό",
                      "email": "Email", "street": "Οδός", "postcode": "Τ.Κ."}, id="Greek"),
        pytest.param("שם פרטי,שם משפחה,טלפון נייד,ת.ז.,רחוב,מספר בית,עיר",
                     {"first_name": "שם פרטי", "last_name": "שם משפחה", "phone": "טלפון נייד",
                      "national_id": "ת.ז.", "street": "רחוב + מספר בית", "city": "עיר"},
                     id="Hebrew"),
    ],
)  # fmt: skip
def test_headers_are_understood(header, expected):
    names = header.split(",")
    places = columns.recognise(names).places
    found = {field: " + ".join(names[at] for at in found) for field, found in places.items()}
    assert found == expected


@pytest.mark.parametrize(
    "name",
    ["partner_email", "Agent phone", "utm_source", "Status", "Phone 1 - Type", "Email verified",
     "Company phone", "Message", "Created", "Owner", "state", "", "   ", "42"],
)  # fmt: skip
def test_what_says_nothing_of_the_customer_is_left_out(name):
    assert columns.field_of(name) is None


@pytest.mark.parametrize(
    ("header", "row", "record_id"),
    [
        ("id,lead_id,record_id", "1,2,3", "3"),
        ("id,lead_id,name", "1,2,Ola", "2"),
        ("name,ID", "Ola,1", "1"),
        ("Record ID,name", "7,Ola", "7"),
    ],
)
def test_the_record_id_is_looked_for_in_this_order(header, row, record_id):
    found = columns.recognise(header.split(","))
    assert row.split(",")[found.record_id] == record_id


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        pytest.param("phone|mobile|phone 3", "22334455|91234567|", {"phone": "22334455 / 91234567"},
                     id="every phone is kept"),
        pytest.param("phone|mobile", "91234567|91234567", {"phone": "91234567"}, id="each once"),
        pytest.param("email|work email", "a@x.no|b@y.no", {"email": "a@x.no, b@y.no"},
                     id="every e-mail is kept"),
        pytest.param("Billing City|Shipping City", "|Oslo", {"city": "Oslo"},
                     id="of two that say the same the first that is filled"),
        pytest.param("street_number|address_1|address_2", "12|main street|flat 4",
                     {"street": "12 main street flat 4"}, id="the parts of a street"),
        pytest.param("Billing Street|Shipping Street", "Storgata 1|Havna 2",
                     {"street": "Storgata 1"}, id="but not two streets"),
        pytest.param("Fornavn|Mellomnavn|Etternavn", "Kari|Moe|Ås",
                     {"first_name": "Kari Moe", "last_name": "Ås"}, id="a name in between"),
        pytest.param("yob|mob|birth_day|name", "1980|4|3|Ola",
                     {"birth_date": "1980-04-03", "full_name": "Ola"}, id="a date in parts"),
        pytest.param("phone|zip|name", "4791234567.0|155.0|Ola 2.0",
                     {"phone": "4791234567", "postcode": "155", "full_name": "Ola 2.0"},
                     id="numbers that became floats"),
        pytest.param("phone|mobile", "4,79123E+10|4.791234567E+9", {"phone": "4791234567"},
                     id="a number whose digits are lost is no number"),
        pytest.param("name|phone", "  Ola  ", {"full_name": "Ola"}, id="a short row"),
    ],
)  # fmt: skip
def test_values_of_several_columns_become_one(header, row, expected):
    assert columns.recognise(header.split("|")).read(row.split("|")) == expected
