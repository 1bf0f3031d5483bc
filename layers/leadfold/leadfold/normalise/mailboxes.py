"""Tables for ``email``: providers, top-level domains, roles and placeholders."""

#: Providers of free mailboxes that are used everywhere, the most common first, and by country.
EVERYWHERE = (
    "gmail.com hotmail.com outlook.com yahoo.com icloud.com live.com msn.com aol.com me.com "
    "mac.com "
    "googlemail.com protonmail.com proton.me pm.me gmx.com gmx.net gmx.de web.de mail.com "
    "ymail.com "
    "rocketmail.com zoho.com fastmail.com tutanota.com hey.com mail.ru yandex.com yandex.ru "
    "windowslive.com wp.pl o2.pl interia.pl onet.pl"
).split()
BY_COUNTRY = {
    "NO": "online.no hotmail.no live.no yahoo.no outlook.no getmail.no broadpark.no frisurf.no "
    "lyse.net altibox.no c2i.net start.no epost.no nettvik.no tele2.no bluezone.no haugnett.no",
    "SE": "telia.com hotmail.se live.se yahoo.se outlook.se bredband.net comhem.se spray.se "
    "tele2.se swipnet.se home.se passagen.se bahnhof.se",
    "DK": "hotmail.dk live.dk yahoo.dk outlook.dk mail.dk jubii.dk stofanet.dk youmail.dk ofir.dk "
    "mail.tele.dk get2net.dk webspeed.dk",
    "FI": "hotmail.fi live.fi luukku.com kolumbus.fi suomi24.fi elisanet.fi saunalahti.fi "
    "welho.com "
    "pp.inet.fi netti.fi",
    "IL": "walla.co.il walla.com netvision.net.il 012.net.il bezeqint.net zahav.net.il "
    "nana10.co.il barak.net.il smile.net.il yahoo.co.il hotmail.co.il",
    "GR": "yahoo.gr hotmail.gr otenet.gr outlook.com.gr forthnet.gr hol.gr in.gr freemail.gr "
    "windtools.gr live.gr",
    "US": "comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net "
    "earthlink.net optonline.net juno.com",
}
#: Providers of free mailboxes with domains in many countries.
BRANDS = frozenset("hotmail yahoo live outlook msn gmx".split())

#: Mistyped top-level domains → those that are meant. None of them exists, or has mailboxes.
TLD_SLIPS = {
    slip: tld
    for tld, slips in {
        "com": "con cpm comm vom xom c0m cim ocm coom comn ccom cmo cam cim conm kom comt como "
        "xcom",
        "net": "nett ent met nte neet",
        "org": "orgg ogr rog",
        "no": "noo nno nо",
        "se": "see sse",
        "dk": "dkk ddk",
        "gr": "grr",
    }.items()
    for slip in slips.split()
}
#: Top-level domains that exist, but behind these providers' names are a slip for ``com``.
COM_ONLY = frozenset("co cm om no se dk fi gr il us net org ne".split())
COM_ONLY_NAMES = frozenset({"gmail", "icloud"})

#: Mailboxes of a role, not of a person, in the languages that Leadfold reads.
ROLES = frozenset(
    (
        "accounts admin administrasjon administration adm abuse billing bokning booking contact "
        "customerservice epost faktura firmapost firma hello help helpdesk hi hr info infos "
        "invoice "
        "jobb jobs kundeservice kundservice kontakt kontor ledelse mail marked marketing "
        "marknad noreply office order orders ordre postmaster post reception receptionen regnskap "
        "resepsjon sales salg salj sekretariat service support team webmaster webshop "
        "asiakaspalvelu myynti toimisto grafeio pliroforiki epikoinonia poliseis misrad sherut"
    ).split()
)

#: Local parts that are placeholders at any domain; those that are so at a domain of ``NOWHERE``, or
#: at one of the same name; and these domains.
NOBODY = frozenset(
    (
        "test noemail nomail none ingen no ingenepost ingenmail ingenadresse inget finnesikke "
        "dontemail notgiven noaddress"
    ).split()
)
NOBODY_AT = frozenset(
    (
        "tester testing test1 test123 testtest na nn noreply asd asdf asdfg qwe qwerty aaa abc "
        "abcd "
        "abc123 123 1234 12345 x xx xxx a aa b q z me mail email e epost user name navn fake "
        "example "
        "null nope nothing ikke nei"
    ).split()
)
NOWHERE = frozenset(
    (
        "test.com test.no test.se test.dk test.fi test.gr test.co.il na.com none.com x.x email.com "
        "epost.no mail.no mail.com a.no a.com example.invalid "
        "asd.com asdf.com abc.com qwerty.com fake.com nomail.com noemail.com no.com domain.com "
        "xxx.com"
    ).split()
)
