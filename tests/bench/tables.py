"""Names, streets and towns of seven countries, and what their numbers look like.

Two sets of words: `train`, which whoever works on matching may look at, and `holdout`, whose names
and towns are others, for the last look. In both, the first word of a list is the most common one.
A Hebrew word stands with its usual Latin spellings: ``דנה=Dana,Danah``.
"""

from dataclasses import dataclass

PROFILES = ("train", "holdout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How a country writes numbers: `trunk` is what stands before a number dialled within it.

    In `postcode`, each # is a digit that follows those of the town.
    """

    calling: str
    trunk: str
    mobile: tuple[str, ...]
    length: int
    postcode: str
    domains: tuple[str, ...]
    forms: tuple[str, ...]
    national_id: str
    org_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A country's words: `stems` and `ends` make its rare surnames."""

    male: tuple[str, ...]
    female: tuple[str, ...]
    surnames: tuple[str, ...]
    stems: tuple[str, ...]
    ends: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]


COUNTRIES = {
    "NO": Country(
        calling="47", trunk="", mobile=("40", "41", "45", "47", "90", "92", "95", "97", "98"),
        length=8, postcode="##", domains=("online.no", "hotmail.no", "broadpark.no"),
        forms=("AS", "ASA", "ANS", "ENK"), national_id="no.fodselsnummer", org_number="no.orgnr",
    ),
    "SE": Country(
        calling="46", trunk="0", mobile=("70", "72", "73", "76", "79"),
        length=9, postcode="# ##", domains=("telia.com", "hotmail.se", "spray.se"),
        forms=("AB", "HB", "KB", "Aktiebolag"), national_id="se.personnummer",
        org_number="se.orgnr",
    ),
    "DK": Country(
        calling="45", trunk="", mobile=("20", "22", "26", "30", "42", "51", "60", "61"),
        length=8, postcode="##", domains=("mail.dk", "hotmail.dk", "live.dk"),
        forms=("ApS", "A/S", "I/S", "IVS"), national_id="dk.cpr", org_number="dk.cvr",
    ),
    "FI": Country(
        calling="358", trunk="0", mobile=("40", "44", "45", "50"),
        length=9, postcode="###", domains=("kolumbus.fi", "luukku.com", "elisanet.fi"),
        forms=("Oy", "Oyj", "Ky", "Tmi"), national_id="fi.hetu", org_number="fi.ytunnus",
    ),
    "GR": Country(
        calling="30", trunk="", mobile=("690", "693", "694", "697", "698"),
        length=10, postcode=" ##", domains=("otenet.gr", "yahoo.gr", "forthnet.gr"),
        forms=("Α.Ε.", "ΑΕ", "ΕΠΕ", "ΙΚΕ", "A.E."), national_id="gr.amka", org_number="gr.vat",
    ),
    "IL": Country(
        calling="972", trunk="0", mobile=("50", "52", "53", "54", "58"),
        length=9, postcode="#####", domains=("walla.co.il", "bezeqint.net", "netvision.net.il"),
        forms=('בע"מ', "בע״מ", "Ltd", "Ltd."), national_id="il.idnr", org_number="il.hp",
    ),
    "US": Country(
        calling="1", trunk="", mobile=("212", "305", "312", "415", "503", "617", "702"),
        length=10, postcode="##", domains=("aol.com", "comcast.net", "verizon.net"),
        forms=("Inc", "LLC", "Inc.", "Corp", "Co."), national_id="us.ssn", org_number="us.ein",
    ),
}  # fmt: skip

WORLD_DOMAINS = ("gmail.com", "gmail.com", "gmail.com", "hotmail.com", "outlook.com",
                 "icloud.com", "yahoo.com", "live.com")  # fmt: skip

_TRAIN = {
    "NO": """
        Jan Per Bjørn Ole Lars Kjell Knut Svein Thomas Arne Geir Håkon Øystein Magnus Jørgen Sondre
        Eirik Håvard Åge Kristoffer Aleksander Jan-Erik
        | Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Solveig Gunn Åse Ragnhild
        Elisabeth Kristin Silje Ann-Kristin Tuva
        | Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Berg
        Haugen Hagen Bakken Solberg Lie Moen Strand Bjørnstad Ødegård Sørensen Aasen
        | Sol Berg Lund Ås Nord Hauk Svart Kvam Bjørke Furu Grøn Tveit Sæt Øver
        | li stad vik dal berg seth haugen nes mo rud land
        | Storgata Kirkeveien Skolegata Parkveien Industriveien Bjørkeveien Ringveien Åsveien
        Solbakken Øvre_Torggate Hans_Nielsen_Hauges_gate
        | 01=Oslo 50=Bergen 70=Trondheim 40=Stavanger 30=Drammen 46=Kristiansand 90=Tromsø
        15=Moss""",
    "SE": """
        Lars Mikael Anders Johan Erik Per Karl Peter Jan Göran Björn Jörgen Mattias Åke Sven-Olof
        Linus Håkan Christoffer
        | Maria Anna Margareta Elisabeth Eva Kristina Birgitta Karin Åsa Märta Kerstin Ulla
        Ann-Marie Linnéa Gunilla
        | Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson
        Lindström Sjöberg Åberg Öberg Björk
        | Lind Berg Sjö Hägg Ek Norr Alm Ström Dal Väster Gran Söder
        | qvist ström lund gren berg mark stedt man holm vall
        | Storgatan Kungsgatan Drottninggatan Skolgatan Björkvägen Ängsvägen Östra_Hamngatan
        Kyrkogatan Industrigatan
        | 11=Stockholm 41=Göteborg 21=Malmö 75=Uppsala 58=Linköping 70=Örebro 25=Helsingborg""",
    "DK": """
        Peter Jens Lars Michael Henrik Søren Thomas Niels Jørgen Kåre Børge Anders Mads Rasmus
        Hans-Henrik
        | Anne Kirsten Hanne Mette Susanne Helle Lene Bodil Tove Åse Søs Karen Pia Birgitte
        Anne-Mette
        | Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen
        Madsen Møller Kjær Østergaard
        | Bjerre Vester Øster Søder Nør Kirke Lille Højs Kær Damm
        | gaard lund høj toft skov by ager holt mark
        | Vestergade Nørregade Søndergade Østergade Skolevej Kirkevej Engvej Hovedgaden
        | 21=København_Ø 80=Aarhus 50=Odense 90=Aalborg 67=Esbjerg 87=Horsens""",
    "FI": """
        Juhani Mikko Timo Matti Jari Antti Juha Jukka Pekka Heikki Väinö Jyrki Yrjö Kari Ilkka
        Veli-Matti
        | Maria Anneli Johanna Helena Päivi Tuula Kaija Riitta Marjatta Sirkka Äiti-Liisa Hanna
        Tiina Anna-Maija
        | Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen
        Lehtonen Saarinen Räsänen
        | Koski Mänty Salmi Vuori Niemi Pelto Ranta Haapa Kivi Lampi
        | nen la niemi mäki ranta oja aho
        | Mannerheimintie Kauppakatu Koulukatu Puistotie Asematie Hämeenkatu Mäkitie Rantatie
        | 00=Helsinki 33=Tampere 20=Turku 90=Oulu 40=Jyväskylä 70=Kuopio""",
    "GR": """
        Γεώργιος Ιωάννης Κωνσταντίνος Δημήτριος Νικόλαος Παναγιώτης Βασίλειος Χρήστος Αθανάσιος
        Ευάγγελος Σπυρίδων Θεόδωρος Ηλίας
        | Μαρία Ελένη Αικατερίνη Βασιλική Σοφία Γεωργία Αναστασία Ευαγγελία Δέσποινα Φωτεινή
        Χριστίνα Ξανθίππη
        | Παπαδόπουλος Παππάς Καραγιάννης Βλάχος Ιωαννίδης Οικονόμου Παπαγεωργίου Μακρής
        Κωνσταντινίδης Δημόπουλος Γεωργίου Μυλωνάς Τσιρώνης
        | Αγγελ Αντων Θεοδωρ Ξεν Χαραλαμπ Μανωλ Ψυχ Γκικ Μπακ
        | όπουλος ίδης άκης άτος
        | Πανεπιστημίου Ερμού Σταδίου Αγίου_Δημητρίου Τσιμισκή Βασιλίσσης_Σοφίας
        Ελευθερίου_Βενιζέλου
        | 105=Αθήνα 546=Θεσσαλονίκη 262=Πάτρα 713=Ηράκλειο 412=Λάρισα""",
    "IL": """
        יוסף=Yosef,Yossef,Joseph דוד=David,Dawid משה=Moshe,Moses אברהם=Avraham,Abraham
        חיים=Haim,Chaim,Hayim יעקב=Yaakov,Jacob,Yakov איתן=Eitan,Etan אורי=Uri,Ori
        רון=Ron עמית=Amit נועם=Noam שלמה=Shlomo,Solomon יצחק=Yitzhak,Itzhak,Isaac
        | שרה=Sara,Sarah דנה=Dana,Danah רחל=Rachel,Rahel אסתר=Esther,Ester מיכל=Michal,Mihal
        תמר=Tamar יעל=Yael,Jael חנה=Hana,Chana,Hannah נועה=Noa,Noah רבקה=Rivka,Rebecca
        | כהן=Cohen,Kohen לוי=Levi,Levy מזרחי=Mizrahi,Mizrachi פרץ=Peretz,Perez ביטון=Biton,Bitton
        דהן=Dahan אברהם=Avraham,Abraham פרידמן=Friedman,Fridman שפירא=Shapira,Schapiro
        אזולאי=Azoulay,Azulay קפלן=Kaplan,Caplan כץ=Katz,Kats
        | בן=Ben בר=Bar אבו=Abu
        | חיים=Haim,Chaim,Hayim דוד=David,Dawid אל=El נון=Nun שלום=Shalom,Shalum לב=Lev
        זאב=Zeev,Ze'ev
        | הרצל ויצמן רוטשילד דיזנגוף בן_גוריון אלנבי ז'בוטינסקי
        | 61=תל_אביב 91=ירושלים 31=חיפה 84=באר_שבע 42=נתניה""",
    "US": """
        James Robert John Michael William David Richard Joseph Thomas Charles Daniel Christopher
        Anthony José Jesús Andrew Edward Samuel
        | Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Margaret Katherine Nancy
        Deborah María Rebecca
        | Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernández
        O'Brien Nguyen McDonald Lee Clark
        | Black Wood Hart Green Ash Win Thorn Fair Brad Hol
        | well ton ford worth ley man field brook burn
        | Main_Street Oak_Avenue Maple_Drive Washington_Boulevard 2nd_Street Park_Road Elm_Court
        Martin_Luther_King_Drive
        | 100=New_York 606=Chicago 900=Los_Angeles 770=Houston 331=Miami 972=Portland""",
}

_HOLDOUT = {
    "NO": """
        Odd Terje Morten Rune Tor Trond Stian Frode Vidar Bård Snorre Jostein Sverre Gaute Øyvind
        | Randi Nina Wenche Heidi Turid Gro Sissel Tone Hege Maren Bente Thea Guro Åshild
        | Kristoffersen Halvorsen Jacobsen Eide Dahl Henriksen Lund Sæther Amundsen Iversen Myhre
        Ruud Sandvik Tangen Bråthen
        | Vik Ny Ram Gjers Frøy Kjær Els Stør Hell Mæl
        | heim vold eng stø by vang ås
        | Kongens_gate Fjordveien Granveien Jernbanegata Stasjonsveien Nedre_Slottsgate Møllefaret
        | 23=Hamar 60=Ålesund 80=Bodø 16=Fredrikstad 37=Skien 26=Lillehammer""",
    "SE": """
        Fredrik Daniel Bengt Stefan Magnus Leif Rolf Jonas Tobias Östen Sören Hampus Torbjörn
        | Sara Lena Marie Ingrid Emma Susanne Annika Malin Åsa-Lena Siv Viktoria Pernilla Maj-Britt
        | Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Carlsson Petersson Magnusson
        Hellström Wåhlin Nyström
        | Hed Ros Fors Stål Blom Öster Råd Björn
        | lin én in gård dahl ros felt
        | Vasagatan Järnvägsgatan Tallvägen Norra_Esplanaden Trädgårdsgatan Fiskaregatan
        | 72=Västerås 55=Jönköping 35=Växjö 90=Umeå 85=Sundsvall""",
    "DK": """
        Christian Martin Morten Jesper Ole Flemming Kurt Preben Bjarne Torben Øjvind Kasper
        | Inge Charlotte Marianne Lone Gitte Jette Camilla Dorthe Rikke Ingeborg Åsta
        | Poulsen Thomsen Olsen Knudsen Mortensen Lauridsen Frandsen Bæk Juhl Krogh Skaarup
        | Over Brønds Ny Ting Rav Stor
        | strup lev borg sted rup
        | Strandvejen Algade Bredgade Møllevej Birkevej Torvet
        | 40=Roskilde 60=Kolding 71=Vejle 89=Randers""",
    "FI": """
        Tapani Olavi Kalevi Markku Risto Seppo Hannu Petri Sami Teemu Jaakko Lauri Eino
        | Tellervo Kaarina Marika Leena Satu Minna Outi Eeva Seija Ritva Jaana Mari
        | Heikkilä Salonen Turunen Salo Rantanen Karjalainen Jokinen Savolainen Lahtinen Ahonen
        Ojala
        | Hieta Kangas Suo Joki Metsä Luoto
        | mäki saari la järvi nen
        | Kirkkokatu Satamakatu Kuusitie Torikatu Koivutie Eteläesplanadi
        | 15=Lahti 28=Pori 65=Vaasa 96=Rovaniemi""",
    "GR": """
        Στέφανος Αντώνιος Μιχαήλ Εμμανουήλ Σταύρος Απόστολος Λεωνίδας Φώτιος Ανδρέας Θωμάς
        | Ιωάννα Παρασκευή Δήμητρα Ειρήνη Αγγελική Όλγα Κυριακή Σταυρούλα Ζωή
        | Αντωνίου Νικολαΐδης Σαμαράς Κόκκινος Ράπτης Χατζηγεωργίου Λάμπρου Τριανταφύλλου Ζαχαρίου
        | Στεφαν Λαμπρ Κυριακ Σταυρ Φραγκ Ντον
        | όπουλος ίδης άκης έλης
        | Ακαδημίας Πατησίων Εγνατία Μητροπόλεως Κολοκοτρώνη Αριστοτέλους
        | 185=Πειραιάς 382=Βόλος 453=Ιωάννινα 851=Ρόδος""",
    "IL": """
        אליהו=Eliyahu,Elijah שמעון=Shimon,Simon יהונתן=Yehonatan,Jonathan מנחם=Menachem,Menahem
        גיל=Gil אסף=Asaf,Assaf ברוך=Baruch,Barukh צבי=Zvi,Tzvi,Tsvi עידו=Ido,Iddo
        | אילנה=Ilana מרים=Miriam,Maryam שולמית=Shulamit גלית=Galit רונית=Ronit צילה=Tzila,Zila
        הילה=Hila,Hilla אורנה=Orna
        | אוחנה=Ohana,Ochana חדד=Hadad,Haddad גבאי=Gabay,Gabbai רוזנברג=Rosenberg,Rozenberg
        וקנין=Vaknin,Waknin שוורץ=Schwartz,Shvarts סגל=Segal,Segel
        | בן=Ben בר=Bar
        | עמי=Ami חמו=Hamo,Chamo צור=Zur,Tzur יוסף=Yosef,Yossef,Joseph
        | ירושלים סוקולוב ביאליק ארלוזורוב המלך_ג'ורג'
        | 49=פתח_תקווה 77=אשדוד 46=הרצליה""",
    "US": """
        Kevin Brian George Steven Timothy Ronald Kenneth Jeffrey Gregory Benjamin Patrick Raymond
        Alejandro
        | Sarah Karen Lisa Betty Sandra Ashley Donna Michelle Pamela Christine Victoria Teresa Sofía
        | Anderson Taylor Thomas Moore Jackson Martin Thompson White Lopez González Harris O'Connor
        Kim MacLeod
        | Stan Ken Whit Red North Clay
        | more wick stone land ridge shaw
        | Church_Street Cedar_Lane Lincoln_Avenue Sunset_Boulevard 5th_Avenue Hill_Road
        | 191=Philadelphia 850=Phoenix 981=Seattle 021=Boston 802=Denver""",
}


def _words(text: str) -> Words:
    lists = [tuple(w.replace("_", " ") for w in part.split()) for part in text.split("|")]
    male, female, surnames, stems, ends, streets, towns = lists
    return Words(
        male=male,
        female=female,
        surnames=surnames,
        stems=stems,
        ends=ends,
        streets=streets,
        towns=tuple((code, town) for code, _, town in (t.partition("=") for t in towns)),
    )


WORDS = {
    "train": {code: _words(text) for code, text in _TRAIN.items()},
    "holdout": {code: _words(text) for code, text in _HOLDOUT.items()},
}

#: Native → Latin spellings, the usual one first, from the lists above.
HEBREW = {
    native: tuple(latin.split(","))
    for words in (*WORDS["train"].values(), *WORDS["holdout"].values())
    for word in (*words.male, *words.female, *words.surnames, *words.stems, *words.ends)
    for native, found, latin in (word.partition("="),)
    if found
}

#: What people are called instead. A short form may stand for several names, as in life.
NICKNAMES = {
    name: tuple(short.split(","))
    for name, _, short in (
        pair.partition("=")
        for pair in """
        Aleksander=Alex,Sander Kristoffer=Kris,Stoffer Elisabeth=Lise,Beth,Lisbeth Thomas=Tom
        Bjørn=Bjønni Magnus=Mange Mikael=Micke Karl=Kalle Johan=Janne Margareta=Greta
        Birgitta=Gittan Christoffer=Stoffe Michael=Mike,Mikkel Susanne=Sanne Kirsten=Kis
        Birgitte=Gitte Juhani=Jussi Antti=Ana Johanna=Hanna Helena=Leena William=Bill,Will,Billy
        Robert=Bob,Rob James=Jim,Jimmy Richard=Dick,Rick Joseph=Joe Charles=Chuck,Charlie Daniel=Dan
        Anthony=Tony Andrew=Andy,Drew Edward=Ed,Ted Samuel=Sam Patricia=Pat,Trish Jennifer=Jen
        Elizabeth=Liz,Betty,Beth Margaret=Peggy,Maggie Katherine=Kate,Kathy José=Pepe Deborah=Debbie
        Susan=Sue Jessica=Jess Barbara=Barb John=Jack Christopher=Chris David=Dave Γεώργιος=Γιώργος
        Ιωάννης=Γιάννης Κωνσταντίνος=Κώστας,Ντίνος Δημήτριος=Δημήτρης,Μήτσος Νικόλαος=Νίκος
        Παναγιώτης=Πάνος,Τάκης Βασίλειος=Βασίλης Αθανάσιος=Θανάσης,Νάσος Ευάγγελος=Βαγγέλης
        Σπυρίδων=Σπύρος Θεόδωρος=Θόδωρος Αικατερίνη=Κατερίνα Βασιλική=Βάσω Αναστασία=Τασούλα,Νατάσα
        Φωτεινή=Φώφη Ελένη=Λένα יוסף=יוסי יעקב=קובי אברהם=אבי דוד=דודי,דודו יצחק=איציק משה=מושיק
        רחל=רחלי אסתר=אסתי רבקה=ריקי
        Fredrik=Figge Bengt=Benke Morten=Mort Christian=Chris,Kris Kristoffersen=Kris
        Viktoria=Vickan Charlotte=Lotte Camilla=Milla Marianne=Nanna Kaarina=Kaisa Tapani=Tapsa
        Jaakko=Jaska Kenneth=Ken,Kenny Timothy=Tim Ronald=Ron Gregory=Greg Benjamin=Ben
        Patrick=Pat,Paddy Raymond=Ray Steven=Steve Alejandro=Alex Pamela=Pam Christine=Chris,Tina
        Victoria=Vicky Teresa=Terry,Tess Michelle=Shelly Αντώνιος=Αντώνης Μιχαήλ=Μιχάλης
        Εμμανουήλ=Μανώλης Απόστολος=Τόλης Φώτιος=Φώτης Παρασκευή=Εύη,Βούλα Αγγελική=Κική
        Σταυρούλα=Βούλα אליהו=אלי יהונתן=יוני מנחם=מני שולמית=שולה
        """.split()
    )
}
HEBREW |= {
    "יוסי": ("Yossi", "Yosi"), "קובי": ("Kobi", "Koby"), "אבי": ("Avi",), "דודי": ("Dudi", "Doody"),
    "דודו": ("Dudu",), "איציק": ("Itzik", "Itsik"), "מושיק": ("Moshik",), "רחלי": ("Racheli",),
    "אסתי": ("Esti", "Esty"), "ריקי": ("Riki", "Ricky"), "אלי": ("Eli",), "יוני": ("Yoni",),
    "מני": ("Meni", "Menny"), "שולה": ("Shula",),
}  # fmt: skip

TRADES = {
    "train": ("Bygg", "Elektro", "Regnskap", "Data", "Consulting", "Transport", "Invest", "Marine",
              "Eiendom", "Design", "Solar", "Bakeri"),
    "holdout": ("Maskin", "Partners", "Consulting", "Logistics", "Energi", "Software", "Foods",
                "Transport", "Trading", "Media", "Invest", "Optik"),
}  # fmt: skip
DEPARTMENTS = ("Sales", "Avd. Nord", "Support", "HR", "Regnskap", "Warehouse", "Filial Sør")
