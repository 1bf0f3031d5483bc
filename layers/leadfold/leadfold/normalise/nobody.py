"""Words that stand in the place of a name where none was given."""

import re

from leadfold.normalise.name_text import is_template, letters_of

#: In the whole place of a name, or in that of one part of it.
_NOBODY = frozenset(
    (
        "na|n a|n.a|null|undefined|none|nil|nan|unknown|not known|ukjent|ukjent navn|okänd|okänt"
        "|okänt namn|ukendt|ukendt navn|tuntematon|anonym|anonymous|anonyymi|no name|noname"
        "|name unknown|unknown name|ingen|ingen navn|inget|inget namn|intet navn|ei nimeä|xxx|asdf"
        "|asdfgh|qwerty|fornavn|etternavn|navn|namn|name|nimi|first name|last name|firstname"
        "|lastname|full name|fullname|surname|your name|navnet ditt|ditt navn|efternavn|efternamn"
        "|förnamn|etunimi|sukunimi|not provided|not available|not applicable|not specified"
        "|not given|not set|not stated|none provided|none given|no last name|no surname"
        "|no first name|unspecified|missing|blank|empty|ikke oppgitt|ikke oppgitt navn"
        "|navn ikke oppgitt|ikkje oppgitt|ikke angitt|ikke opplyst|ikke angivet|ikke oplyst"
        "|uoppgitt|ej angivet|ej angivet namn|ej oplyst|ej angiven|inte angivet|inte angiven"
        "|ej uppgivet|inte uppgivet|ei ilmoitettu|ei annettu|ei tiedossa|ei nimea|tyhjä"
        "|άγνωστο|άγνωστος|άγνωστη|ανώνυμος|δεν δόθηκε|δεν δηλώθηκε|δεν υπάρχει|χωρίς όνομα"
        "|όνομα|επώνυμο|אלמוני"
        "|לא צוין|לא ידוע|לא נמסר|לא סופק|ללא שם|ללא|אנונימי|שם|שם פרטי|שם משפחה|אין|keine angabe"
        "|nicht angegeben|unbekannt|ohne namen|non renseigné|inconnu|sans nom|no proporcionado"
        "|no disponible|desconocido|sin nombre|não informado|desconhecido|sem nome|non specificato"
        "|sconosciuto|niet opgegeven|onbekend|nie podano|nieznany|brak|nie dotyczy|nvt|n.v.t"
        "|không có|không tên|无|無|无名|匿名|未提供|未填写|yok|bilinmiyor|belirtilmemiş"
        "|ikke relevant|ikke aktuelt|vil ikke oppgi|ønsker ikke å oppgi|vill inte uppge"
        "|ønsker ikke at oplyse|en halua kertoa|prefer not to say"
    ).split("|")
)
#: Only in the whole place: beside a given name they are surnames as well (Edgar Guest).
_WHOLE = frozenset(
    (
        "whatsapp user|whatsapp|facebook user|facebook|instagram user|instagram|messenger user"
        "|google user|tiktok user|user|users|bruker|bruger|användare|käyttäjä|χρήστης|משתמש|guest"
        "|guest user|gjest|gæst|gäst|vieras|επισκέπτης|אורח|customer|new customer|client|kunde"
        "|ny kunde|kund|ny kund|asiakas|πελάτης|לקוח|visitor|website visitor|besøkende|besøgende"
        "|besökare|kävijä|lead|new lead|ny lead|nytt lead|nyt lead|new contact|ny kontakt|contact"
        "|kontakt|subscriber|abonnent|private|privat|someone|noen|nobody|ingen spesiell|name name"
        "|first last|firstname lastname|fornavn etternavn|first name last name|deleted user"
        "|slettet bruker|void|nothing|ingenting|facebook bruker|instagram bruker|facebook-bruker"
    ).split("|")
)
#: What machines write in small letters and people have as a surname, with a capital.
_OF_MACHINES = frozenset(
    "null none nil nan missing blank empty name navn na brak tyhjä yok".split()
)


#: The first words of all of them: most names are told from them by their own.
_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in _NOBODY | _WHOLE)
_SIGNS = " .,:;-–—_*!?\"'“”«»"
_OF_TEMPLATES = frozenset("{[%$<(/*_@#|:")


def is_nobody(sent: str, *, beside: bool = False) -> bool:
    """Tell whether a text stands for a name that was not given.

    ``beside`` tells that it is one part of a name whose other part is known.

    >>> is_nobody("[not provided]"), is_nobody("Guest"), is_nobody("Guest", beside=True)
    (True, True, False)
    """
    bare = sent.lower().strip(_SIGNS)
    first = bare.split()[0].strip(_SIGNS) if bare else ""
    first = first.split("-")[0].split("_")[0]
    if first not in _FIRST_WORDS and _OF_TEMPLATES.isdisjoint(sent):
        return False
    letters = letters_of(sent).strip(".,")
    if not letters:
        return is_template(sent)
    if beside and letters[:1].isupper() and letters.lower() in _OF_MACHINES:
        return letters.isupper()
    words = re.sub(r"[.\-]", " ", letters.lower()).split() if letters != "n.a" else ["n.a"]
    half = len(words) // 2
    if half and words[:half] == words[half:]:
        words = words[:half]
    phrase = " ".join(words)
    return phrase in _NOBODY or (not beside and phrase in _WHOLE)
