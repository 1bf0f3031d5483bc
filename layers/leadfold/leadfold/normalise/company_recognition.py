"""Telling organisations' names from people's, beyond doubt: a person is never taken for one."""

import re

from leadfold.normalise.company import BRANCH, DOTTED, JOINERS, clean, tokens_of
from leadfold.normalise.legal_forms import as_listed, form_before, form_behind

_IN_BRACKETS = r"\([^()]*\)"

#: Last words that are legal forms and never names of people.
_SURE = frozenset(
    (
        "aps enk nuf oy oyj abp tmi ltd limited llc llp plc inc incorporated corp corporation "
        "gmbh mbh sarl srl pty oü kft uab ehf iks bbl amba ivs osk ohg sro publ αε επε ικε οε "
        "εε μικε μεπε αβεε αεβε בעמ aktiebolag aktiebolaget aksjeselskap aksjeselskapet "
        "aktieselskab aktieselskabet allmennaksjeselskap handelsbolag handelsbolaget "
        "kommanditbolag anpartsselskab osakeyhtiö osakeyhtio osuuskunta toiminimi "
        "enkeltpersonforetak stiftelse stiftelsen samvirkeforetak"
    ).split()
)
#: Forms that other words may follow: ``Foo Ltd. Norway``.
_SURE_WITHIN = frozenset(
    "ltd limited llc llp plc inc incorporated gmbh aktiebolag aksjeselskap בעמ".split()
)
#: Forms that are taken for one only in capitals where the rest is not, or behind two words: names
#: of people that lost a ring (``Kari Ås``, ``Åsa``) look the same.
_CAPITALS = frozenset("as ab asa hb kb ans bv nv ag kg ug spa ae epe".split())
_BEHIND_TWO = frozenset("as ab hb kb ans".split())
#: Forms that are surnames as well (``João Sá``, ``Amadou Ba``): only beside another sign.
_WEAK = frozenset("sa ba da is ks ps ky ay ry sl sas sia kf hf ike co company ער".split())
_SLASHED = frozenset("a/s i/s k/s p/s".split())
_SURE_IN_FRONT = frozenset(
    (
        "oy tmi osakeyhtiö osakeyhtio toiminimi stiftelsen aktiebolaget aksjeselskapet "
        "aktieselskabet foreningen föreningen firma firmaet advokatfirma advokatfirmaet "
        "brødrene bröderna restaurant hotel hotell pizzeria sameiet borettslaget brf "
        "bostadsrättsföreningen selskapet university ministry εταιρεια εταιρια πανεπιστημιο "
        "υπουργειο ομιλοσ αφοι τραπεζα בנק חברת עיריית עמותת אוניברסיטת מועצת קבוצת"
    ).split()
)
#: Last words that are no surname, in a name of two words or more.
_ORGANISATIONS = frozenset(
    (
        "kommune kommunen kommun fylkeskommune universitet universitetet university college "
        "høgskole høyskole høgskolen høyskolen högskola yliopisto sykehus sykehuset sjukhus "
        "sygehus barnehage idrettslag borettslag sameie sameiet forening foreningen "
        "förening föreningen yhdistys stiftelse stiftelsen säätiö departementet direktoratet "
        "holding holdings group gruppen gruppe koncernen konsern consulting consult consultants "
        "konsult konsulting rådgivning solutions løsninger lösningar services service technologies "
        "technology systems software industries industri international enterprises ventures "
        "investments invest capital partners associates logistics logistikk transport spedisjon "
        "eiendom eiendommer fastigheter ejendomme kiinteistöt properties regnskap redovisning "
        "revisjon advokatfirma advokatfirmaet advokater advokatkontor tannlegesenter tannklinikk "
        "klinikk klinikken legesenter legekontor apotek apteekki verksted bilverksted bilsenter "
        "entreprenør entreprenører rørleggerfirma rørleggerbedrift elektro byggservice byggefirma "
        "malerfirma snekkerfirma renhold rengøring städ ravintola restaurant pizzeria kafé "
        "hotel hotell hotellet studio media reklamebyrå byrå agency sparebank forsikring "
        "försäkring insurance idrettsforening fotballklubb idrottsförening menighet församling "
        "ungdomsskole barneskole avdeling avdelingen avdelning kundeservice kundservice "
        "kundtjänst kundeservise asiakaspalvelu resepsjon resepsjonen reception department "
        "sønner søner söner sons "
        "εταιρεια εταιρια ομιλοσ πανεπιστημιο νοσοκομειο συλλογοσ συμβουλοι τεχνικη μεταφορεσ "
        "υιοι κατασκευαστικη υπηρεσιεσ "
        "חברה שירותים ייעוץ אחזקות השקעות נדלן ובניו ושות תעשיות טכנולוגיות מערכות פתרונות הובלות"
    ).split()
)
#: Names of one word that are departments.
_DEPARTMENTS = frozenset(
    (
        "kundeservice kundservice kundtjänst asiakaspalvelu resepsjonen salgsavdelingen "
        "regnskapsavdelingen personalavdelingen økonomiavdelingen markedsavdelingen "
        "innkjøpsavdelingen salgsavdeling regnskapsavdeling kundesenter kundesenteret"
    ).split()
)
#: Words of trades that are no names of people: beside them a doubtful form is a form.
_TRADES = frozenset(
    (
        "bygg bygningsservice rør vvs elektriker maskin anlegg graving maling dekk taxi frakt "
        "sjømat energi energy data tech digital web design helse hytte megler eiendomsmegler coop "
        "samvirkelag felleskjøpet trading import export salg shop butikk norge norway sverige "
        "sweden danmark denmark finland suomi nordic scandinavia skandinavia europe hellas oil "
        "shipping rederi drift teknikk tekniikka rakennus palvelu palvelut gartneri hospital skole"
    ).split()
)
_ENDINGS = (
    "kommune", "barnehage", "borettslag", "idrettslag", "avdeling", "avdelingen", "avdelning",
    "selskap", "selskapet", "forening", "foreningen", "förening", "föreningen", "sykehus",
    "regnskap", "eiendom", "eiendommer", "fastigheter", "entreprenør", "elektro", "verksted",
    "universitet", "transport", "service", "gruppen", "teknikk", "firmaet", "yhdistys", "yhtiö",
)  # fmt: skip
_LONGER_THAN_ENDING = 3
_BEHIND_AND = frozenset("co company cie sønn sønner son søner söner partnere partner".split())
#: Letters from which a form in several words, or with dots in it, is not taken for initials.
_MIN_SPELLED = 3
_TITLES = frozenset("dr mr mrs ms miss mx prof fru herr hr frk κ κος κα מר גב דר".split())
_NO_NAME = ("@", "://", "{{", "}}", "${", "<%")
_MIN_WORDS = 3


def looks_like_company(raw: str) -> bool:
    """Tell whether a name is certainly an organisation's.

    >>> looks_like_company("Hansen Bygg AS"), looks_like_company("Kari As")
    (True, False)
    """
    tidy = clean(raw)
    if not tidy or any(sign in tidy for sign in _NO_NAME):
        return False
    tokens = tokens_of(re.sub(_IN_BRACKETS, " ", tidy) if "(" in tidy else tidy)
    listed = [as_listed(token) for token in tokens]
    if len(listed) < 2:  # noqa: PLR2004
        return bool(listed) and listed[0] in _DEPARTMENTS
    if listed[0] in _TITLES:
        return False
    if listed[0] in _SURE_IN_FRONT or tokens[0].casefold() in _SLASHED:
        return True
    if form_before(listed)[0] > 1 and len(listed[0]) > 1:
        return True
    if listed[-1] in _SURE or any(word in BRANCH or word in _SURE_WITHIN for word in listed[1:]):
        return True
    return _ends_as_company(tokens, listed)


def names_a_trade(raw: str) -> bool:
    """Tell whether a word of a name is that of a trade or an organisation, never a person's."""
    listed = [as_listed(token) for token in tokens_of(clean(raw))]
    return any(word in _TRADES or word in _ORGANISATIONS or _is_compound(word) for word in listed)


def _ends_as_company(tokens: list[str], listed: list[str]) -> bool:
    last, shown = listed[-1], tokens[-1]
    if last in _ORGANISATIONS or _is_compound(last) or shown.casefold() in _SLASHED:
        return True
    if listed[-2] in JOINERS and last in _BEHIND_AND:
        return True
    spelled, _ = form_behind(listed)
    letters = len("".join(listed[-spelled:])) if spelled else 0
    if letters >= _MIN_SPELLED and (spelled > 1 or re.fullmatch(DOTTED, shown)):
        return True
    traded = any(
        word in _TRADES or word in _ORGANISATIONS or word.isdigit() or _is_compound(word)
        for word in listed[:-1]
    )
    if last in _WEAK:
        return traded or (last == "company" and len(listed) >= _MIN_WORDS)
    if last not in _CAPITALS:
        return False
    whole = "".join(filter(str.isalpha, "".join(tokens)))
    if whole.isupper() or whole.islower():
        behind_two = last in _BEHIND_TWO and len(listed) >= _MIN_WORDS
        return traded or behind_two
    return traded or shown.isupper()


def _is_compound(word: str) -> bool:
    return word.endswith(_ENDINGS) and any(
        word.endswith(end) and len(word) >= len(end) + _LONGER_THAN_ENDING for end in _ENDINGS
    )
