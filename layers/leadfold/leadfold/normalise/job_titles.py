"""Words for what somebody does, which people write beside their name."""

import re

from leadfold.normalise.known_names import is_given, is_known

#: Words that name a job where they stand apart from the name: behind a comma, in brackets.
_JOBS = frozenset(
    (
        "rektor prest ordfører "
        "leder styreleder nestleder teamleder prosjektleder avdelingsleder butikksjef sjef "
        "direktør dagligleder daglig konsulent rådgiver eier medeier gründer innehaver lege lærer "
        "sykepleier ingeniør sivilingeniør elektriker snekker rørlegger maler sjåfør selger "
        "saksbehandler sekretær regnskapsfører revisor advokat advokatfullmektig arkitekt tannlege "
        "bonde gårdbruker student pensjonist fagarbeider tømrer mekaniker frisør kokk resepsjonist "
        "koordinator kontorsjef controller medarbeider styremedlem varamedlem "
        "vd chef ordförande ägare grundare säljare rådgivare konsult lärare läkare sjuksköterska "
        "ingenjör elektriker snickare revisor ekonom direktör försäljare rektor handläggare "
        "direktør ejer indehaver sælger rådgiver læge lærer sygeplejerske tømrer murer bestyrer "
        "formand kontorchef "
        "toimitusjohtaja johtaja myyjä opettaja lääkäri insinööri yrittäjä omistaja päällikkö "
        "myyntipäällikkö sihteeri asiantuntija hoitaja puheenjohtaja "
        "διευθυντής διευθύντρια διευθύνων σύμβουλος πρόεδρος ιδιοκτήτης ιδιοκτήτρια λογιστής "
        "δικηγόρος μηχανικός γιατρός πωλητής υπεύθυνος υπεύθυνη συνταξιούχος "
        "מנכ״ל מנכל סמנכ״ל מנהל מנהלת יו״ר בעלים עורך מהנדס מהנדסת רופא רופאה מורה יועץ יועצת "
        "ceo cfo cto coo cmo cio cso cpo vp evp svp president chairman chairwoman chairperson "
        "director manager founder cofounder co-founder owner partner consultant adviser advisor "
        "engineer developer accountant lawyer attorney teacher nurse physician doctor salesman "
        "realtor broker secretary assistant coordinator analyst architect designer electrician "
        "plumber carpenter retired supervisor executive officer administrator representative "
        "geschäftsführer geschäftsführerin leiter leiterin inhaber directeur gérant gerente"
    ).split()
)
_ENDINGS = (
    "leder", "lederen", "sjef", "sjefen", "direktør", "direktör", "chef", "chefen", "konsulent",
    "konsult", "rådgiver", "rådgivare", "ansvarlig", "ansvarig", "johtaja", "päällikkö", "mester",
    "ingeniør", "ingenjör", "medarbeider", "medarbetare", "medarbejder", "assistent", "manager",
    "ledare", "megler", "mäklare", "terapeut", "tekniker", "sekretær",
)  # fmt: skip
#: Jobs that are told without a sign between them and the name.
_SURE = frozenset(
    (
        "ceo|cfo|cto|coo|cmo|cio|vd|daglig leder|dagleg leiar|administrerende direktør|adm. dir"
        "|adm. direktør|adm dir|adm.dir|styreleder|salgssjef|prosjektleder|managing director"
        "|sales manager|general manager|account manager|office manager|project manager"
        "|vice president|toimitusjohtaja|verkställande direktör|administrerende direktør"
        "|försäljningschef|salgschef|projektleder|myyntipäällikkö|διευθύνων σύμβουλος|מנכ״ל|מנכל"
        '|סמנכ״ל|מנכ"ל|סמנכ"ל|geschäftsführer|co-founder|founder'
    ).split("|")
)
#: The first words of them, by which a name is looked at more closely.
FIRST_WORDS = _JOBS | {word for job in _SURE for word in (job.split()[0], job.split()[-1])}
_MOST_WORDS = 6
_LONGEST_SURE = 2
_AT = r"(?i)\s+(?:i|at|hos|ved|of|bei|på|for|in|στην?|ב)\s+|\s*[,@|]\s*"


def is_job(text: str) -> bool:
    """Tell whether a text that stands apart from a name is a job.

    >>> is_job("daglig leder"), is_job("Salgssjef"), is_job("Kari")
    (True, True, False)
    """
    words = text.replace('"', "״").split()
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    bare = [word.strip(".,:").lower() for word in words]
    return any(word in _JOBS or word.endswith(_ENDINGS) for word in bare)


def job_and_employer(text: str) -> tuple[str, str]:
    """Return a job and what stands behind it: ``CEO at Lunde AS``; two empty texts without a job.

    >>> job_and_employer("daglig leder i Lunde AS")
    ('daglig leder', 'Lunde AS')
    """
    head, *rest = re.split(_AT, text, maxsplit=1)
    if not is_job(head):
        return "", ""
    return head.strip(), rest[0].strip() if rest else ""


def take_job(words: list[str], part: str = "") -> tuple[str, list[str]]:
    """Return a job in front of a name or behind it, with no sign between, and the other words.

    Of a ``part`` of a name, ``first`` or ``last``, only the end that is one of the whole name.
    """
    for size in range(min(_LONGEST_SURE, len(words) - 1), 0, -1):
        ends = {"last": (words[:size], words[size:]), "first": (words[-size:], words[:-size])}
        for other, (job, rest) in ends.items():
            if part != other and " ".join(job).lower().strip(".,:") in _SURE:
                return " ".join(job).strip(".,:"), rest
    if not part and len(words) > _LONGEST_SURE:
        first, last = words[0].lower(), words[-1]
        if first in _JOBS and not is_known(first) and is_given(words[1]):
            return words[0], words[1:]
        if last in _JOBS and last.islower() and words[0][:1].isupper():
            return last, words[:-1]
    return "", words
