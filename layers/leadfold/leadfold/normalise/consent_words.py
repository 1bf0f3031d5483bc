"""The words of consents and refusals: beginnings of words, in small letters without accents."""

import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´′＇"), "'")


def fold(said: str) -> str:
    """Return a text in small letters, without accents and points; ``ø`` and ``æ`` stay.

    >>> fold("Återkallat"), fold("Συγκατάθεση")
    ('aterkallat', 'συγκαταθεση')
    """
    parts = unicodedata.normalize("NFD", said.casefold().translate(_APOSTROPHES))
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))


def _words(listed: str) -> frozenset[str]:
    return frozenset(fold(listed).split())


#: Whole answers.
YES = _words(
    "yes y true t 1 on ok okay accept "
    "accepted agree agreed granted allow allowed checked ticked given "
    "confirmed subscribed optin ja j jo japp "
    "jepp joo kyllä samtykke samtykker samtykket samtycke "
    "samtycker godkjenner godkjent godtatt godtar godkänner godkänd godkänt godkender godkendt "
    "accepterer accepterar accepteret accepterat akseptert "
    "aksepterer hyväksyn hyväksytty suostun "
    "ναι αποδέχομαι συμφωνώ συναινώ כן מאשר מאשרת מסכים מסכימה אישור מאושר oui si sí "
    "accepte acepto einverstanden zustimmung akkoord ✓ ✔ ☑ ✅ + x [x] gitt givet annettu"
)
NO = _words(
    "no n false f 0 off unchecked unticked nei nej ei inget "
    "όχι לא nein nee non ☒ ☐ ✗ ✘ ❌ stop stopp"
)
#: Of these, words that turn nothing: "no, withdrawn" is no double negation.
NO_ALONE = _words("no nei nej nein nee όχι")
#: Words that turn what stands beside them.
NOT = _words(
    "not don't dont doesn't do_not never no cannot can't "
    "won't n't nothing hardly ikkje inkje ikke inte ej nei nej icke ingen inget intet inga "
    "ingenting aldri aldrig "
    "ei en_fi eivät δεν δε μη μην όχι ποτέ לא אינני "
    "איני אינו אין אל nicht nein kein keine niet geen "
    "nee non pas ne jamais nunca neither nor"
)
#: Who says so agrees.
AGREES = tuple(
    fold(
        "agree accept consent allow subscribe authori "
        "approve optin samtykk samtyck godtar godtatt "
        "godtek godkjen godkän godkend accepter aksepter tillåter tillader tillater hyväksy "
        "suostun suostu suostumu annan αποδέχ συμφων "
        "συναιν συγκαταθ συγκατατίθ επιθυμώ הסכמ מאשר "
        "מסכים מסכימ אישור מאושר einwillig zustimm "
        "stimme einverstanden toestemming akkoord accepte "
        "consens consient acepto autoriz"
    ).split()
)
#: Of these, the names of a consent: beside a refusal they say what is refused.
NAMES = tuple(
    fold(
        "consent consents consentement consentimiento samtykke "
        "samtykket samtykkja samtycke samtycket "
        "suostumu συγκαταθεσ συναινεσ הסכמ אישור einwilligung zustimmung toestemming permission "
        "optin marketing markedsføring marknadsföring "
        "tillatelse tillåtelse tilladelse subscription"
    ).split()
)
#: Words that say no by themselves, or that it was taken back, or has ended.
REFUSES = tuple(
    fold(
        "delet erase ended slett opphør upphör raderat ophør slettet päätty "
        "withdr revok rescind retract refus deni deny declin reject disagre optout unsubscrib "
        "expire lapsed cancelled canceled "
        "trukket trekker trekk tilbakekal tilbaketrukk tilbaketrekk "
        "nekte avslå avslår avslått avvis "
        "reserver utløp utgått oppsagt avmeld motsett avbestil "
        "återkall återta återtag avböj nekad neka avsäg motsätt avregistr utgång frånsäg "
        "tilbagekald tilbagetr trække trækker afvis afslå "
        "afslår afslog nægt udløb frameld afmeld "
        "frabed peru kiellä kiellet kieltä kielto markkinointikielto vanhentu peruttu hylä hylkä "
        "poistettu ανακαλ ανακληθ ανακλησ αρνουμ αρνηθ αρνηση απορριπτ απορριφθ εληξε διαγραφ "
        "αποσυρ διαφων ביטול בוטל ביטל מבטל לבטל מסרב סירב סירוב חוזר חזר הסר הסרה התנגד מתנגד "
        "פג ablehn abgelehnt widerruf widersp "
        "verweiger abgelaufen abgemeldet afgewezen geweigerd "
        "ingetrokken trek weiger verlopen afgemeld retir refuse révoqu opposé oppose expiré "
        "retirad revocad rechaz deneg caducad"
    ).split()
)
REFUSES_WHOLE = _words("object objects objected stop stopp stoppe trekke remove perun peruutan")
#: Before a word of ``NAMES`` these say that there is none.
WITHOUT = _words("without uten utan uden ilman χωρίς δίχως ללא בלי ohne zonder sans sin")
#: States of a box.
OFF = _words("false f 0 off unchecked unticked")
#: So much and no more, or nothing heard.
OPEN_WHOLE = _words("only kun bare endast vain μόνο רק nur seulement solo slechts answer svar")
#: Wishes and ways to reach somebody: with a not these refuse, without one they are no consent.
WISHES = tuple(
    fold(
        "want wish contact call send receive interested "
        "ønsk vil vill kontakt ring send motta halua "
        "halut soita lähet επιθυμ θέλω θελ επικοιν καλ רוצ מעוני להתקשר ליצור möchte will wünsch "
        "kontakt anruf wil bel veux souhait contact quier dese llam"
    ).split()
)
#: What people are asked about who may be written to, beside their consent.
MAIL = tuple(
    fold(
        "newsletter nyhetsbrev nyhedsbrev uutiskirj ενημερωτικ דיוור ניוזלטר offers tilbud "
        "erbjudand tarjou προσφορ marketing markedsføring marknadsföring markkinoin reklame "
        "contact kontakt receive"
    ).split()
)
#: Between a not and a consent these leave it in doubt: "not to consent".
TO = _words("å to att at να zu te de")
#: Nothing is decided yet, or nobody knows.
OPEN = tuple(
    fold(
        "pending await response necessary nødvendig nödvändig "
        " unknown implied legitimate applicable "
        "missing requested avvent venter mangler "
        "ukjent saknas väntar okänd ukendt afvent puuttu odotta εκκρεμ αγνωστ λειπει ממתין חסר "
        "ausstehend unbekannt maybe perhaps kanskje kanske måske ehkä ίσως אולי vielleicht"
    ).split()
)
#: In front of a refusal these tell of a right to it, which nobody has used.
RIGHTS = _words(
    "can may could might able right rights possible how "
    "kan kunne kunna rett retten rätt rätten ret "
    "mulig mulighet muligheten möjligt möjlighet muligt mulighed hvordan hur får måten "
    "voi voin voit voidaan oikeus mahdollisuus μπορώ μπορεί μπορείτε μπορω δικαίωμα δυνατότητα "
    "יכול יכולה אוכל ניתן רשאי רשאית אפשר זכות זכותי זכאי kann können recht mag kunt "
    "peux peut pouvez droit puedo puede derecho"
)
#: … and so does one that may come at any time.
ANY_TIME = tuple(
    fold(phrase)
    for phrase in (
        "any time", "anytime", "når som helst", "när som helst", "når_som_helst",
        "til enhver tid", "milloin tahansa", "koska tahansa", "οποτεδήποτε", "ανά πάσα στιγμή",
        "οποιαδήποτε στιγμή", "בכל עת", "בכל זמן", "בכל רגע", "jederzeit", "te allen tijde",
        "op elk moment", "à tout moment", "en cualquier momento",
    )
)  # fmt: skip
#: Who speaks: ``I withdraw at any time`` would be no right.
SPEAKER = _words("i jeg eg jag minä εγώ אני ich ik je yo")
#: Verbs before which Finnish ``en`` is "I do not"; elsewhere it is an article.
FINNISH = tuple(fold("suostu hyväksy halua anna salli ole tahdo toivo").split())
#: Words for having been given no answer.
NOTHING = _words(
    "undefined null none nil nan n/a na #n/a - -- . ? unknown (null) (none) (blank) (empty) "
    "(not_set) empty blank"
)
