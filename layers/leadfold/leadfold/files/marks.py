"""Words that begin a line which is no record of a table: totals, counts, footers of reports.

In English, Norwegian, Swedish, Danish, Finnish, Greek and Hebrew, and the commonest ones in German,
French, Spanish, Italian, Portuguese, Vietnamese and Chinese.
"""

import re
from typing import Literal

#: What a report says of itself (``label``) is no record, whoever is named beside it.
Mark = Literal["total", "footer", "label"]

_LONGEST = 200

_TOTALS = (
    "grand totals?|overall totals?|report totals?|sub[- ]?totals?|totals?|sum|summary total|"
    "totalt|totalsum|totalsumma|hovedsum|delsum|delsumma|mellomsum|sammenlagt|sammanlagt|"
    "til ?sammen|i ?alt|i ?allt|summa|summering|samlet sum|"
    "(?:kaikki )?yhteensä|yht|kaikkiaan|välisumma|loppusumma|"
    "(?:γενικό |μερικό |γενικο |μερικο )?(?:σύνολο|συνολο|σύνολα)|άθροισμα|αθροισμα|"
    "סה[\"'״׳]{0,2}כ|סך הכו?ל|סיכום|"
    "gesamt(?:summe)?|insgesamt|(?:zwischen|end)?summe|total général|sous-total|somme|totaux|"
    "total general|totales|suma|total[ei](?: generale)?|somma|total geral|soma|"
    "tổng(?: cộng| số)?|总计|合计|总数|小计|总和|總計|合計|totaal|razem|итого|всего|"
    "average|avg|gjennomsnitt|snitt|genomsnitt|medelvärde|gennemsnit|keskiarvo|μέσος όρος|ממוצע|"
    "durchschnitt|moyenne|promedio"
)
#: What may stand after a word for a total, or after a number, in a line that counts.
_NOUNS = (
    "records?|rows?|lines?|leads?|contacts?|customers?|clients?|entr(?:y|ies)|items?|results?|"
    "people|persons?|members?|accounts?|campaigns?|users?|count|number|of|unique|valid|selected|"
    "affected|returned|exported|found|in set|sec|"
    "rader?|linjer?|poster?|kunder?|kontakter?|personer|medlemmer|oppføringer|treff|antall?|av|af|"
    "stk|st|kpl|rækker|rækkor|riviä|rivi|rivit|tietuetta|asiakasta|kontaktia|"
    "γραμμές|γραμμη|εγγραφές|εγγραφεσ|πελάτες|επαφές|שורות|רשומות|לקוחות|אנשי קשר|"
    "zeilen|datensätze|einträge|kunden|kontakte|lignes|enregistrements|filas|registros|clientes|"
    "contactos|righe|clienti|contatti|linhas|registos|dòng|bản ghi|khách hàng|行|条|记录|客户"
)
_COUNTED = rf"(?:[\s\d.,:：;=()\[\]%€$£+*'/–—-]|\b(?:{_NOUNS}|totalt?|sum)\b)"
_TOTAL = re.compile(
    rf"[\s*=#–—-]*(?:{_TOTALS})(?!\w)(?:{_COUNTED}*$|\s*[:：]|\s(?:for|per|pr)\s|"
    r"(?:\s\w{1,30}){1,4}\s*[:：=]\s*\d[\d\s.,]*$)"
)
_COUNT = re.compile(
    rf"[\s(\[*–—-]*(?:\d[\d\s.,']*\s*(?:{_NOUNS})(?!\w){_COUNTED}*|"
    rf"(?:{_NOUNS})(?:\s+(?:{_NOUNS}|total|totalt|i alt))*\s*[:=]\s*\d[\d\s.,']*|"
    r"(?:showing|viser|visar|näytetään|εμφάνιση|מציג)?\s*\d+\s*(?:-|–|to|til|till)\s*\d+\s*"
    r"(?:of|av|af|/|από|מתוך|von|sur|de|di)\s*\d+[\w ]{0,30}|"
    rf"(?:showing|viser|visar|näytetään)\s(?:all\s|alle\s|alla\s)?\d+(?:\s+(?:{_NOUNS}))*)"
    r"[\s)\]*.–—-]*$"
)
_COUNTS = re.compile(rf"\b(?:{_NOUNS}|list[ea]?|reports?|rapport|raportti|bericht)\b")
_PAGE = re.compile(
    r"[\s(*–—-]*(?:page|pg|side|sida|sivu|σελίδα|σελιδα|עמוד|דף|seite|página|pagina|trang|第)"
    r"\s*\.?\s*:?\s*\d+(?:\s*页)?"
    r"(?:\s*(?:of|av|af|/|από|απο|מתוך|von|sur|de|di|z|trên|van|,?\s*共)\s*\d+(?:\s*页)?)?[\s)*–—-]*$"
)
_END = re.compile(
    r"[\s*=#(<\[–—-]*(?:eof|no (?:more )?(?:records|rows|data|results)|continued(?: on next page)?|"
    r"ingen (?:flere |fler )?(?:rader|poster|data|treff)|"
    r"end of (?:report|file|list|data|document|export|page)|slutt? "
    r"(?:på|av) (?:rapport|fil|liste?|data)\w*|rapport(?:en)? slutt?|slut på rapporten|"
    r"raportin loppu|"
    r"τέλος αναφοράς|סוף (?:ה)?דוח|ende des berichts|fin du rapport|fin del informe|"
    r"fine del rapporto|fim do relatório)[\s*=#.…)>\]–—-]*$|"
    r"[*=#–—-]{2,}\s*(?:end|slutt?|loppu|τέλος|סוף|ende|fin|fine|fim)\s*[*=#–—-]{2,}$"
)
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)\s*(?:copyright\b|\d{4}))|copyright[\s,:]*\d{4}|"
    r"copyright\b.{1,60}\b(?:19|20)\d\d\.?$"
)
_RIGHTS = re.compile(
    r"all rights reserved|alle rettigheter|alla rättigheter|alle rettigheder|kaikki oikeudet|"
    r"παντός δικαιώματος|כל הזכויות שמורות|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|"
    r"版权所有|保留所有权利|"
    r"\b(?:contains?|is|are) (?:\w{1,20} ){0,2}confidential\b|"
    r"konfidensiell informasjon|konfidensielt dokument|konfidentiell information|"
    r"konfidentiellt dokument|fortrolige? (?:oplysninger|dokument)|luottamuksellisia tietoja|"
    r"εμπιστευτικές πληροφορίες|מידע חסוי|מסמך חסוי|vertrauliche informationen|"
    r"informations confidentielles|información confidencial|informazioni riservate"
)
_SECRET = re.compile(
    r"[\s*–—-]*(?:(?:strictly |strengt? |strängt |streng |company |private and |private & )?"
    r"(?:confidential|konfidensielt?|konfidentiellt?|fortroligt?|taushetsbelagt|"
    r"luottamuksellinen|luottamuksellista|εμπιστευτικό|εμπιστευτικά|חסוי|סודי|vertraulich|"
    r"confidentiel|confidencial|riservato|confidenziale|bảo mật|mật|机密|保密)"
    r"(?:\s+(?:information|informasjon|material|data|document|report|property|and|og|och|"
    r"proprietary|internal|use|only|business))*\s*(?:$|[-–—:.,;!|/(*])|"
    r"(?:for )?internal use only|(?:kun )?(?:til|for) internt? (?:bruk|brug)|"
    r"endast för internt bruk|vain sisäiseen käyttöön|για εσωτερική χρήση|לשימוש פנימי|"
    r"nur für den internen gebrauch|do not distribute|not for distribution|à usage interne|"
    r"para uso interno)"
)
#: Who made a report, and when: whatever follows.
_MADE = re.compile(
    r"powered by|"
    r"(?:last|sist|senast|sidst) (?:updated|refreshed|modified|exported|oppdatert|endret|"
    r"uppdaterad|ändrad|opdateret|ændret) (?:on |den |d\. )?\d|"
    r"rapporte?n? (?:ble|blev|er|är) (?:generert|genererad|genereret|laget|lavet|skapad|opprettet|"
    r"oprettet|eksportert|exporterad|eksporteret)|"
    r"(?:(?:generated|exported|printed|generert|eksportert|skrevet ut|genererad|exporterad|"
    r"utskriven|genereret|eksporteret|udskrevet|luotu|tulostettu|erstellt|gedruckt)|"
    r"rapport(?:en)? (?:generert|genererad|genereret|skapad|opprettet|oprettet)|raportti luotu) \d|"
    r"(?:(?:this |the )?report (?:was )?)?"
    r"(?:(?:generated|exported|printed|prepared|downloaded|produced|run) (?:by|on|at|from)|"
    r"(?:rapporten? (?:er )?)?(?:generert|eksportert|skrevet ut|utskrevet|lastet ned|produsert) "
    r"(?:av|den|fra)|(?:genererad|genererat|exporterad|utskriven|hämtad) (?:av|den|från)|"
    r"(?:genereret|eksporteret|udskrevet|hentet) (?:af|den|fra)|"
    r"(?:raportin )?(?:luonut|tulostanut|tulostettu|vienyt)|"
    r"(?:δημιουργήθηκε|εκτυπώθηκε|εξήχθη) (?:από|στις)|"
    r"(?:הופק|נוצר|הודפס|יוצא) (?:על ידי|ע[\"״]י|ב)|"
    r"(?:erstellt|generiert|exportiert|gedruckt) (?:von|am|durch)|"
    r"(?:généré|exporté|imprimé) (?:par|le)|(?:generado|exportado|impreso) (?:por|el)|"
    r"(?:generato|esportato|stampato) (?:da|il)|(?:gerado|exportado|impresso) (?:por|em)|"
    r"(?:được )?(?:tạo|xuất|in) bởi)(?!\w)|生成者|导出者|生成时间|导出时间"
)
#: Names of what a report says about itself, with a colon behind them.
_LABEL = re.compile(
    r"(?:(?:applied )?filters?|filtered by|show|showing|view|sorted by|grouped by|"
    r"report(?: (?:title|name|fields|date|type|id|period))?|date range|run date|run by|period|"
    r"date(?:/time)?(?: generated)?|created (?:by|on)|(?:data )?as of|"
    r"(?:report )?(?:generated|created|exported|printed|updated|downloaded)(?: (?:on|at|by))?|"
    r"gener(?:ert|erad|eret)|eksport(?:ert|eret)|exporterad|utskrift|udskrift|oppdatert|uppdaterad|"
    r"opdateret|last (?:updated|refreshed|modified|run)|source|time zone|currency|query|"
    r"filtrert (?:etter|på)|viser?|sortert etter|gruppert etter|"
    r"rapport(?:navn|dato|datum|type)?|periode|tidsrom|datointervall|opprettet av|laget av|"
    r"skrevet ut|utskriftsdato|utskrivet|dato|datum|kilde|källa|"
    r"sist (?:oppdatert|endret)|senast (?:uppdaterad|ändrad)|sidst (?:opdateret|ændret)|"
    r"filtrerat (?:efter|på)|visar|sorterat efter|rapportnamn|skapad av|skapat av|datumintervall|"
    r"filtreret (?:efter|på)|sorteret efter|oprettet af|lavet af|"
    r"suodat(?:in|ettu|timet)|näytä|lajiteltu|raportti|raportin nimi|ajanjakso|"
    r"φίλτρ[οα]|εμφάνιση|ταξινόμηση|αναφορά|περίοδος|סינון|סונן לפי|הצג|מיון|דו[\"״]?ח|תקופה|"
    r"gefiltert nach|sortiert nach|bericht|zeitraum|filtré par|filtres|trié par|période|"
    r"filtrado por|filtros|informe|período|filtrato per|filtri|rapporto|periodo|relatório|"
    r"bộ lọc|báo cáo|筛选|报表|日期范围)\s*[:：]"
)
#: Those that are nobody's name, so that a figure or date beside them will do for the colon.
_LABEL_ALONE = re.compile(
    r"(?:report|run|print|export) date|date range|(?:report )?"
    r"(?:generated|created|exported|printed|downloaded|last (?:updated|refreshed|modified|run))"
    r"(?: (?:on|at))?|rapportdat(?:o|um)|gener(?:ert|erad|eret)|eksport(?:ert|eret)|exporterad|"
    r"utskriftsdat(?:o|um)|udskriftsdato|utskrift|udskrift|sist (?:oppdatert|endret)|"
    r"senast (?:uppdaterad|ändrad)|sidst (?:opdateret|ændret)"
)
_TOLD: tuple[tuple[re.Pattern[str], Mark], ...] = (
    (_TOTAL, "total"),
    (_COUNT, "total"),
    (_PAGE, "footer"),
    (_END, "footer"),
    (_COPYRIGHT, "footer"),
    (_SECRET, "footer"),
    (_MADE, "label"),
    (_LABEL, "label"),
)
_SEPARATOR = re.compile(r"[-=_*~#+.:|\s─═—–•]*")
_LEAST = 3  # signs of a line that is drawn


def mark_of(cell: str) -> Mark | None:
    """Return what a cell begins that is no person's or company's name, ``None`` if it may be one.

    >>> mark_of("Grand Totals (5700 records)"), mark_of("(5 rows)"), mark_of("Total: Account")
    ('total', 'total', 'total')
    >>> mark_of("Copyright (c) 2000-2026 Example, inc."), mark_of("Side 1 av 3")
    ('footer', 'footer')
    >>> mark_of("Total Renovering AS"), mark_of("Copyright Norge AS"), mark_of("Ola Sum")
    (None, None, None)
    """
    text = " ".join(cell[:_LONGEST].casefold().split())
    found = next((mark for pattern, mark in _TOLD if pattern.match(text)), None)
    return found or ("footer" if _RIGHTS.search(text) else None)


def is_label(cell: str) -> bool:
    """Tell whether a cell can only be the name of what a report says about itself.

    >>> is_label("Report date"), is_label("Rapportdato"), is_label("Visar")
    (True, True, False)
    """
    return _LABEL_ALONE.fullmatch(" ".join(cell[:_LONGEST].casefold().split())) is not None


def counts(text: str) -> bool:
    """Tell whether a text has a word for what a report counts or is.

    >>> counts("My Open Leads"), counts("Ola Lunde")
    (True, False)
    """
    return _COUNTS.search(text[:_LONGEST].casefold()) is not None


def is_drawn(cells: list[str]) -> bool:
    """Tell whether cells hold a line that is drawn with signs, and nothing else.

    >>> is_drawn(["-----", "====="]), is_drawn(["-", "-", "-"]), is_drawn(["---", "Ola"])
    (True, False, False)
    """
    return all(map(_SEPARATOR.fullmatch, cells)) and any(
        len(cell) >= _LEAST and not cell.isspace() for cell in cells
    )
