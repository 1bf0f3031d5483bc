"""How two names agree: one table a class of errors, a case a line."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadfold.identity import names
from leadfold.model import Name
from leadfold.normalise import name
from leadfold.normalise.known_names import given_names, surnames

#: left, right, verdict, how the given names agree, how the surnames do
TABLES = {
    "nothing but case, order and marks differs": """
        Ola Hansen | ola hansen | same exact exact
        Ola Hansen | Hansen Ola | same exact exact
        Ola Hansen | HANSEN, Ola | same exact exact
        Åse Ødegård | Ase Odegard | same exact exact
        Anne-Marie Berg | Anne Marie Berg | same exact exact
        Kari Berg Hansen | Hansen Kari Berg | same exact exact
        José García | Jose Garcia | same exact exact
        Γιώργος Παππάς | ΓΙΩΡΓΟΣ ΠΑΠΠΑΣ | same exact exact
        חיים כהן | כהן חיים | same exact exact
        יוסף לוי | לוי יוסף | same exact exact
        Ola | ola | same exact missing
    """,
    "Nordic letters and their spellings": """
        Åse Berg | Aase Berg | same spelling exact
        Bjørn Lund | Bjoern Lund | same spelling exact
        Bjørn Lund | Björn Lund | same exact exact
        Kari Ødegård | Kari Oedegaard | same exact spelling
        Pål Næss | Paal Naess | same spelling exact
        Jørgen Sæther | Joergen Sather | same spelling spelling
        Håkon Dahl | Haakon Dahl | same spelling exact
        Søren Kjær | Soeren Kjaer | same spelling exact
        Göran Sjöberg | Goeran Sjoeberg | same spelling spelling
        Jürgen Müller | Juergen Mueller | same spelling spelling
        Päivi Mäkelä | Paivi Makela | same exact exact
    """,
    "one name spelled otherwise": """
        Kristian Lie | Christian Lie | same spelling exact
        Erik Moe | Eric Moe | same spelling exact
        Sofie Dahl | Sophie Dahl | same spelling exact
        Sara Dahl | Sarah Dahl | same spelling exact
        Jon Smith | John Smith | same spelling exact
        Steven Hill | Stephen Hill | same spelling exact
        Thor Moen | Tor Moen | same spelling exact
        Jacob Lund | Jakob Lund | same spelling exact
        Isak Vik | Isaac Vik | same spelling exact
        Kaja Berg | Kaia Berg | same spelling exact
        Olav Aas | Olaf Aas | same spelling exact
        Gustav Ek | Gustaf Ek | same spelling exact
        Mikael Berg | Michael Berg | same spelling exact
        Kathrine Moe | Cathrine Moe | same spelling exact
        Anette Moe | Annette Moe | same spelling exact
        Mattias Ek | Matthias Ek | same spelling exact
        Elizabeth King | Elisabeth King | same spelling exact
        Kristoffer Åsen | Kristofer Aasen | same spelling spelling
        Catherine Bell | Kathryn Bell | same spelling exact
        Per Larsen | Per Larssen | same exact spelling
        Wenche Wiik | Wenche Vik | same exact spelling
        Eva Schmidt | Eva Schmitt | same exact spelling
        Ian MacDonald | Ian McDonald | same exact spelling
        Ian Mc Donald | Ian McDonald | same exact exact
        Conor O Brien | Conor O'Brien | same exact exact
    """,
    "transliterations, both in Latin letters": """
        Yosef Cohen | Joseph Cohen | same spelling exact
        Moshe Cohen | Moses Cohen | same spelling exact
        Chaim Levi | Haim Levy | same spelling spelling
        Itzhak Levi | Yitzhak Levi | same spelling exact
        Itzhak Levi | Isaac Levi | same spelling exact
        Yaakov Katz | Jacob Katz | same spelling exact
        Shlomo Katz | Solomon Katz | same spelling exact
        Tzvi Adler | Zvi Adler | same spelling exact
        Rivka Adler | Rebecca Adler | same spelling exact
        Noa Mizrahi | Noah Mizrachi | same spelling spelling
        Mohammed Ali | Muhammad Ali | same spelling exact
        Mohamed Ali | Muhammed Ali | same spelling exact
        Yusuf Khan | Youssef Khan | same spelling exact
        Fatima Nur | Fatma Noor | same spelling spelling
        Hussein Ali | Husain Aly | same spelling spelling
        Giannis Pappas | Ioannis Pappas | same spelling exact
        Yiannis Pappas | Giannis Pappas | same spelling exact
        Giorgos Pappas | Georgios Pappas | same spelling exact
        Evangelia Pappa | Evaggelia Pappa | same spelling exact
        Nikos Papadopoulos | Nikos Papadopulos | same exact spelling
        Nikos Economou | Nikos Oikonomou | same exact spelling
        Yuri Ivanov | Yury Ivanov | same spelling exact
        Aleksandr Popov | Alexander Popov | same spelling exact
        Dmitry Popov | Dmitri Popov | same spelling exact
    """,
    "English short forms": """
        Bob Smith | Robert Smith | near nickname exact
        Bob Smith | Rob Smith | near nickname exact
        Bill Smith | William Smith | near nickname exact
        Liz Smith | Elizabeth Smith | near nickname exact
        Peggy Smith | Margaret Smith | near nickname exact
        Alex Smith | Alexander Smith | near nickname exact
        Alex Smith | Alexandra Smith | near nickname exact
        Kate Smith | Catherine Smith | near nickname exact
        Kate Smith | Kathryn Smith | near nickname exact
        Chris Smith | Christopher Smith | near nickname exact
        Chris Smith | Christine Smith | near nickname exact
        Jack Smith | John Smith | near nickname exact
        Jim Smith | James Smith | near nickname exact
        Dick Smith | Richard Smith | near nickname exact
        Ted Smith | Edward Smith | near nickname exact
        Ted Smith | Theodore Smith | near nickname exact
        Freddie Smith | Frederick Smith | near nickname exact
        Becky Jones | Rebecca Jones | near nickname exact
        Becky Jones | Rebeca Jones | near nickname exact
        Wm Smith | William Smith | near initial exact
    """,
    "short forms elsewhere": """
        Lasse Berg | Lars Berg | near nickname exact
        Freddie Ek | Fredrik Ek | near nickname exact
        Kalle Ek | Karl Ek | near nickname exact
        Pelle Ek | Per Ek | near nickname exact
        Nisse Ek | Nils Ek | near nickname exact
        Stina Ek | Kristina Ek | near nickname exact
        Hans Lie | Johannes Lie | near nickname exact
        Greta Ek | Margareta Ek | near nickname exact
        Gitte Holm | Birgitte Holm | near nickname exact
        Mads Lund | Mathias Lund | near nickname exact
        Ville Salo | Vilhelm Salo | near nickname exact
        Pekka Salo | Petri Salo | different different exact
        Jussi Salo | Johannes Salo | near nickname exact
        Antti Salo | Andreas Salo | near nickname exact
        Mitsos Pappas | Dimitris Pappas | near nickname exact
        Takis Pappas | Panagiotis Pappas | near nickname exact
        Kostas Pappas | Konstantinos Pappas | near nickname exact
        Babis Pappas | Charalampos Pappas | near nickname exact
        Litsa Pappa | Evangelia Pappa | near nickname exact
        Μήτσος Παππάς | Δημήτρης Παππάς | near nickname exact
        Κώστας Παππάς | Κωνσταντίνος Παππάς | near nickname exact
        Yossi Levi | Yosef Levi | near nickname exact
        Kobi Levi | Yaakov Levi | near nickname exact
        Avi Levi | Avraham Levi | near nickname exact
        Itzik Levi | Yitzhak Levi | near nickname exact
        Moti Levi | Mordechai Levi | near nickname exact
        Danny Levi | Daniel Levi | near nickname exact
        יוסי לוי | יוסף לוי | near nickname exact
        קובי לוי | יעקב לוי | near nickname exact
        שמוליק לוי | שמואל לוי | near nickname exact
        Abed Khalil | Abdullah Khalil | near nickname exact
        Pepe Ruiz | Jose Ruiz | near nickname exact
        Paco Ruiz | Francisco Ruiz | near nickname exact
        Juanito Ruiz | Juan Ruiz | near nickname exact
        Sasha Popov | Aleksandr Popov | near nickname exact
        Katya Popova | Ekaterina Popova | near nickname exact
        Kristo Berg | Kristoffer Berg | near nickname exact
    """,
    "two names of two people, though they look alike or have a short form in common": """
        Anna Berg | Anne Berg | different different exact
        Jan Berg | Jon Berg | different different exact
        Marie Berg | Maria Berg | different different exact
        Ola Berg | Ole Berg | different different exact
        Marit Berg | Marita Berg | different different exact
        Daniel Berg | Daniela Berg | different different exact
        Erik Berg | Erika Berg | different different exact
        Andreas Berg | Andrea Berg | different different exact
        Johan Berg | Johanna Berg | different different exact
        Yael Levi | Yair Levi | different different exact
        Kari Berg | Karin Berg | different different exact
        Dimitris Pappas | Dimitra Pappa | different different spelling
        Robert Bell | Roberta Bell | different different exact
        Alexander Bell | Alexandra Bell | different different exact
        Hans Berg | Jan Berg | different different exact
        Marit Berg | Greta Berg | different different exact
        Tor Berg | Tore Berg | different different exact
        Inger Berg | Inge Berg | different different exact
        Helena Berg | Helene Berg | different different exact
        Kristin Berg | Kristine Berg | different different exact
        Sven Berg | Svein Berg | different different exact
        Per Berg | Peder Berg | different different exact
        Svein H. Berg | Hans Berg | different different exact
        Arne Berg | Arild Berg | different different exact
        Jouni Salo | Jouko Salo | different different exact
        Noa Levi | Noam Levi | different different exact
        יעל לוי | יאיר לוי | different different exact
        גל לוי | גיל לוי | different different exact
        רן לוי | רון לוי | different different exact
        Γιώργος Παππάς | Γεωργία Παππά | different different spelling
        Amit Shah | Anil Shah | different different exact
        Mark Hall | Mary Hall | different different exact
        Dan Hall | Dana Hall | different different exact
        Eric Hall | Erin Hall | different different exact
        Linh Tran | Lan Tran | different different exact
        Wei Li | Wen Li | different different exact
    """,
    "nobody's mistake": """
        Ola Hansen | Kari Hansen | different different exact
        Ola Hansen | Kari Berg | different different different
        Ola Johan Berg | Per Johan Berg | different different exact
        Ola Berg Hansen | Kari Berg Hansen | different different exact
        Bob Smith | Bill Smith | different different exact
        O. Hansen | Kari Hansen | different different exact
        JP Hansen | Ola Hansen | different different exact
        דנה לוי | יוסי לוי | different different exact
        Ελένη Παππά | Γιώργος Παππάς | different different spelling
        Анна Попова | Игорь Попов | different different spelling
    """,
    "typing slips": """
        Kristoffer Lund | Kristofefr Lund | near typo exact
        Krisitan Lund | Kristian Lund | near typo exact
        Marianne Lund | Mariane Lund | same spelling exact
        Marianne Lund | Mariannr Lund | near typo exact
        Henrik Lund | Henrok Lund | near typo exact
        Henrik Lund | Hnrik Lund | near typo exact
        Henrik Lund | Hebrik Lund | near typo exact
        Henrik Lund | Henrikk Lund | same spelling exact
        Per Lund | Pre Lund | near typo exact
        Kari Lund | Kair Lund | near typo exact
        Zbygnef Lund | Zbygnev Lund | same spelling exact
        Xolani Lund | Xolami Lund | near typo exact
        Kristoffer Lund | Kritsofer Lund | near typo exact
        Ola Hansen | Ola Hanesn | near exact typo
        Ola Johannessen | Ola Johanessne | near exact typo
        Ola Hansen | Ola Jansen | near exact different
        Ola Olsen | Ola Nilsen | near exact different
        Ola Hansen | Ola Hanson | near exact different
        Γιώργος Παππάς | Γιωργσο Παππάς | near typo exact
        שמואל לוי | שמואך לוי | near typo exact
        Papadopoulos Giorgos | Giorgos Papadopuolos | near exact typo
    """,
    "initials and what is cut short": """
        Ola Hansen | O. Hansen | near initial exact
        Ola Hansen | O Hansen | near initial exact
        Ola Hansen | Ola H. | near exact initial
        Ola Hansen | O. H. | near initial initial
        Jan Petter Hansen | JP Hansen | near initial exact
        Jan Petter Hansen | J. P. Hansen | near initial exact
        Jan Petter Hansen | J.P. Hansen | near initial exact
        Jan Petter Hansen | Jan P. Hansen | near exact exact
        Jan Petter Hansen | J. Petter Hansen | near initial exact
        Ola M. Hansen | Ola Hansen | near exact exact
        Chr. Berg | Christian Berg | near initial exact
        Th. Berg | Thomas Berg | near initial exact
        K. Berg | Christian Berg | near initial exact
        M. Berg | Anne Marie Berg | near initial exact
        Δ. Παππάς | Δημήτρης Παππάς | near initial exact
        ד. לוי | דנה לוי | near initial exact
    """,
    "one of several given names": """
        Anne Marie Berg | Anne Berg | near exact exact
        Anne Marie Berg | Marie Berg | near partial exact
        Anne-Marie Berg | Marie Berg | near partial exact
        Annemarie Berg | Anne Marie Berg | same spelling exact
        Annemarie Berg | Anne Berg | near partial exact
        Marianne Berg | Mari Berg | different different exact
        Ola Nordmann Hansen | Ola Hansen | near exact exact
        Ola Martin Hansen | Ola Johan Hansen | near partial exact
        Per Ola Hansen | Ola Hansen | near partial exact
        Per Ola Hansen | Ola Per Hansen | same exact exact
        Abdul Rahman Ali | Abdulrahman Ali | same spelling exact
        Ola | Ola Hansen | near exact missing
        Ola | Ola Johan Hansen | near exact missing
    """,
    "surnames of several words": """
        Kari Berg Hansen | Kari Hansen | near exact exact
        Kari Berg Hansen | Kari Berg | near exact partial
        Kari Berg-Hansen | Kari Hansen | near exact partial
        Kari Berg-Hansen | Kari Berg | near exact partial
        Kari Berg-Hansen | Kari Hansen-Berg | same exact exact
        Eva von Essen | Eva Essen | same exact exact
        Jan van der Berg | Jan Berg | same exact exact
        Dov Ben-David | Dov BenDavid | same exact spelling
        Dov Ben David | Dov David | same exact exact
        Sami Al-Haddad | Sami Haddad | same exact exact
        Conor O'Brien | Conor OBrien | same exact exact
        Ana García López | Ana García | near exact partial
        דב בן דוד | דב בן-דוד | same exact exact
    """,
    "another surname, his and hers": """
        Kari Berg | Kari Lund | near exact different
        Kari Berg | Berg Kari | same exact exact
        Hansen Ola | Ola Lund | near exact different
        Eleni Papadopoulou | Eleni Papadopoulos | same exact spelling
        Ελένη Παππά | Ελένη Παππάς | same exact spelling
        Anna Kowalska | Anna Kowalski | same exact spelling
        Olga Ivanova | Olga Ivanov | same exact spelling
    """,
    "no given name to compare": """
        Ola Hansen | | missing missing missing
        | | missing missing missing
        Hansen | Ola Hansen | missing missing exact
        Hansen | Ola Berg | missing missing different
        Dana Levi | כהן | missing missing different
        Mr Hansen | Ola Hansen | missing missing exact
    """,
    "across scripts, alike or beyond telling": """
        Dana Levi | דנה לוי | other_script spelling spelling
        Levi Dana | דנה לוי | other_script spelling spelling
        Yosef Cohen | יוסף כהן | other_script spelling spelling
        Joseph Kohn | יוסף כהן | other_script spelling spelling
        Yossi Cohen | יוסף כהן | other_script nickname spelling
        Itzhak Peretz | יצחק פרץ | other_script spelling spelling
        Isaac Peretz | יצחק פרץ | other_script spelling spelling
        Haim Katz | חיים כץ | other_script spelling spelling
        Shira Golan | שירה גולן | other_script spelling spelling
        Avigail Shapira | אביגיל שפירא | other_script spelling spelling
        George Mansour | ג׳ורג׳ מנסור | other_script spelling spelling
        Giorgos Papadopoulos | Γιώργος Παπαδόπουλος | other_script spelling spelling
        Yorgos Papadopulos | Γιώργος Παπαδόπουλος | other_script spelling spelling
        George Papadopoulos | Γεώργιος Παπαδόπουλος | other_script spelling spelling
        Kostas Pappas | Κωνσταντίνος Παππάς | other_script nickname spelling
        Efi Alexiou | Έφη Αλεξίου | other_script spelling spelling
        Xenia Baltas | Ξένια Μπαλτά | other_script spelling spelling
        Hristos Vlahos | Χρήστος Βλάχος | other_script spelling spelling
        Olena Shevchenko | Олена Шевченко | other_script spelling spelling
        Yuri Ivanov | Юрий Иванов | other_script spelling spelling
        Mohamed Ahmed | محمد أحمد | other_script spelling spelling
        Khaled Mansour | خالد منصور | other_script spelling spelling
        Dana לוי | Dana Levi | other_script exact spelling
        Dana לוי | דנה Levi | other_script spelling spelling
        D. Levi | דנה לוי | other_script initial spelling
        דוד כ. | Katz David | other_script spelling initial
        Dina Levi | דנה לוי | other_script spelling spelling
        Wei Wang | 王伟 | other_script spelling spelling
        Dana | דנה לוי | other_script spelling missing
    """,
    "across scripts, clearly different": """
        Yosef Cohen | דנה לוי | different different different
        Yosef Levi | דנה לוי | different different spelling
        Orly Katz | רחל כץ | different different spelling
        Moshe Levi | מיכל לוי | different different spelling
        Eleni Papadopoulou | Γιώργος Παπαδόπουλος | different different spelling
        Maria Pappa | Μαρίνα Παππά | different different spelling
        Igor Petrov | Анна Петрова | different different spelling
        Fatima Ahmed | محمد أحمد | different different spelling
    """,
}
CASES = [
    pytest.param(*(part.strip() for part in line.split("|")), id=f"{kind}: {line.strip()}")
    for kind, table in TABLES.items()
    for line in table.strip().splitlines()
]


@pytest.mark.parametrize(("left", "right", "expected"), CASES)
def test_names_agree_part_by_part(left, right, expected):
    found = names.compare(name.parse(left), name.parse(right))
    assert f"{found.verdict} {found.given} {found.surname}" == expected
    assert names.compare(name.parse(right), name.parse(left)) == found


@pytest.mark.parametrize(
    ("left", "right", "given_word", "surname_word"),
    [
        ("Ola Hansen", "Ola Hansen", "ola", "hansen"),
        ("Ola Hansen", "Hansen Ola", "ola", "hansen"),
        ("Bob Smith", "Robert Smith", "robert", "smith"),
        ("Anne Marie Berg", "Anne Marie Lund", "anne marie", ""),
        ("Anne Marie Berg", "Marie Berg", "marie", "berg"),
        ("Maria Garcia Lopez", "Maria Lopez Garcia", "maria", "garcia"),
        ("O. Hansen", "Ola Hansen", "ola", "hansen"),
        ("Kristofefr Lund", "Kristoffer Lund", "kristoffer", "lund"),
        ("Dana Levi", "דנה לוי", "dana", "levi"),
        ("Ola Hansen", "Kari Hansen", "", "hansen"),
        ("Ola Hansen", "", "", ""),
    ],
)
def test_the_words_that_agree_are_told(left, right, given_word, surname_word):
    found = names.compare(name.parse(left), name.parse(right))
    assert (found.given_word, found.surname_word) == (given_word, surname_word)


# -- rules ----------------------------------------------------------------------------------------

KNOWN = st.sampled_from(
    sorted(given_names())[::40] + sorted(surnames())[::40] + ["O", "Ola M.", "Γιώργος", "van", "x"]
)
PARTS = st.one_of(st.text(max_size=12), KNOWN, st.tuples(KNOWN, KNOWN).map(" ".join), st.just(""))
NAMES = st.builds(Name, first=PARTS, last=PARTS)


@given(NAMES, NAMES)
def test_names_agree_both_ways_alike(left, right):
    assert names.compare(left, right) == names.compare(right, left)


@given(NAMES, NAMES)
def test_two_people_are_told_as_comparing_in_full_tells_them(left, right):
    assert names.are_two(left, right) == (names.compare(left, right).given == "different")


@given(NAMES)
def test_a_name_agrees_with_itself(whole):
    assert names.compare(whole, whole).verdict in {"same", "missing"}


@given(NAMES)
def test_a_name_with_its_parts_swapped_is_the_same(whole):
    swapped = Name(first=whole.last, last=whole.first)
    assert names.compare(whole, swapped).verdict in {"same", "missing"}


@given(NAMES)
def test_a_name_beside_none_is_missing(whole):
    found = names.compare(whole, Name())
    assert (found.verdict, found.given_word, found.surname_word) == ("missing", "", "")


@given(NAMES, NAMES)
def test_what_agrees_has_a_word_and_what_does_not_has_none(left, right):
    found = names.compare(left, right)
    assert bool(found.given_word) == (found.given not in {"missing", "different"})
    assert bool(found.surname_word) == (found.surname not in {"missing", "different"})


@given(NAMES, st.sampled_from(["Berg", "Levi", "Παππάς", "כהן"]))
def test_a_further_surname_never_parts_two_people(whole, surname):
    longer = Name(first=whole.first, last=f"{whole.last} {surname}")
    assert names.compare(whole, longer).verdict != "different"


@pytest.mark.parametrize(
    ("left", "right"), list(product(["Ola", "Kristian", "Γιώργος", "דנה"], repeat=2))
)
def test_a_surname_never_makes_one_of_two_given_names(left, right):
    alone = names.compare(Name(first=left), Name(first=right)).given
    with_surname = names.compare(Name(first=left, last="Moe"), Name(first=right, last="Moe")).given
    assert alone == with_surname
