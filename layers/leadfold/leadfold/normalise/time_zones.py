"""The time zone of a local time: that of its country, or of an abbreviation behind it."""

from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache

#: The zone of each country, by its first part; of a country with several zones the one that most
#: of its people live in (names: the tz database, ``zone.tab``).
_OF_COUNTRIES = {
    "Africa": (
        "AO:Luanda BF:Ouagadougou BI:Bujumbura BJ:Porto-Novo BW:Gaborone CD:Kinshasa CF:Bangui "
        "CG:Brazzaville CI:Abidjan CM:Douala DJ:Djibouti DZ:Algiers EG:Cairo EH:El_Aaiun "
        "ER:Asmara ET:Addis_Ababa GA:Libreville GH:Accra GM:Banjul GN:Conakry GQ:Malabo "
        "GW:Bissau KE:Nairobi LR:Monrovia LS:Maseru LY:Tripoli MA:Casablanca ML:Bamako "
        "MR:Nouakchott MW:Blantyre MZ:Maputo NA:Windhoek NE:Niamey NG:Lagos RW:Kigali "
        "SD:Khartoum SL:Freetown SN:Dakar SO:Mogadishu SS:Juba ST:Sao_Tome SZ:Mbabane "
        "TD:Ndjamena TG:Lome TN:Tunis TZ:Dar_es_Salaam UG:Kampala ZA:Johannesburg ZM:Lusaka "
        "ZW:Harare"
    ),
    "America": (
        "AG:Antigua AI:Anguilla AR:Argentina/Buenos_Aires AW:Aruba BB:Barbados BL:St_Barthelemy "
        "BO:La_Paz BQ:Kralendijk BR:Sao_Paulo BS:Nassau BZ:Belize CA:Toronto CL:Santiago "
        "CO:Bogota CR:Costa_Rica CU:Havana CW:Curacao DM:Dominica DO:Santo_Domingo EC:Guayaquil "
        "GD:Grenada GF:Cayenne GL:Nuuk GP:Guadeloupe GT:Guatemala GY:Guyana HN:Tegucigalpa "
        "HT:Port-au-Prince JM:Jamaica KN:St_Kitts KY:Cayman LC:St_Lucia MF:Marigot "
        "MQ:Martinique MS:Montserrat MX:Mexico_City NI:Managua PA:Panama PE:Lima PM:Miquelon "
        "PR:Puerto_Rico PY:Asuncion SR:Paramaribo SV:El_Salvador SX:Lower_Princes TC:Grand_Turk "
        "TT:Port_of_Spain US:New_York UY:Montevideo VC:St_Vincent VE:Caracas VG:Tortola "
        "VI:St_Thomas"
    ),
    "Arctic": "SJ:Longyearbyen",
    "Asia": (
        "AE:Dubai AF:Kabul AM:Yerevan AZ:Baku BD:Dhaka BH:Bahrain BN:Brunei BT:Thimphu "
        "CN:Shanghai CY:Nicosia GE:Tbilisi HK:Hong_Kong ID:Jakarta IL:Jerusalem IN:Kolkata "
        "IQ:Baghdad IR:Tehran JO:Amman JP:Tokyo KG:Bishkek KH:Phnom_Penh KP:Pyongyang KR:Seoul "
        "KW:Kuwait KZ:Almaty LA:Vientiane LB:Beirut LK:Colombo MM:Yangon MN:Ulaanbaatar "
        "MO:Macau MY:Kuala_Lumpur NP:Kathmandu OM:Muscat PH:Manila PK:Karachi PS:Hebron "
        "QA:Qatar SA:Riyadh SG:Singapore SY:Damascus TH:Bangkok TJ:Dushanbe TL:Dili TM:Ashgabat "
        "TW:Taipei UZ:Tashkent VN:Ho_Chi_Minh YE:Aden"
    ),
    "Atlantic": (
        "BM:Bermuda CV:Cape_Verde FK:Stanley FO:Faroe GS:South_Georgia IS:Reykjavik SH:St_Helena"
    ),
    "Australia": "AU:Sydney",
    "Europe": (
        "AD:Andorra AL:Tirane AT:Vienna AX:Mariehamn BA:Sarajevo BE:Brussels BG:Sofia BY:Minsk "
        "CH:Zurich CZ:Prague DE:Berlin DK:Copenhagen EE:Tallinn ES:Madrid FI:Helsinki FR:Paris "
        "GB:London GG:Guernsey GI:Gibraltar GR:Athens HR:Zagreb HU:Budapest IE:Dublin "
        "IM:Isle_of_Man IT:Rome JE:Jersey LI:Vaduz LT:Vilnius LU:Luxembourg LV:Riga MC:Monaco "
        "MD:Chisinau ME:Podgorica MK:Skopje MT:Malta NL:Amsterdam NO:Oslo PL:Warsaw PT:Lisbon "
        "RO:Bucharest RS:Belgrade RU:Moscow SE:Stockholm SI:Ljubljana SK:Bratislava "
        "SM:San_Marino TR:Istanbul UA:Kyiv VA:Vatican"
    ),
    "Indian": (
        "CC:Cocos CX:Christmas IO:Chagos KM:Comoro MG:Antananarivo MU:Mauritius MV:Maldives "
        "RE:Reunion SC:Mahe YT:Mayotte"
    ),
    "Pacific": (
        "AS:Pago_Pago CK:Rarotonga FJ:Fiji FM:Pohnpei GU:Guam KI:Tarawa MH:Majuro MP:Saipan "
        "NC:Noumea NF:Norfolk NR:Nauru NU:Niue NZ:Auckland PF:Tahiti PG:Port_Moresby "
        "PN:Pitcairn PW:Palau SB:Guadalcanal TK:Fakaofo TO:Tongatapu TV:Funafuti VU:Efate "
        "WF:Wallis WS:Apia"
    ),
}

#: Minutes from UTC of abbreviations that mean one zone wherever they are written.
_ABBREVIATED = {
    "utc": 0, "gmt": 0, "ut": 0, "z": 0, "wet": 0, "west": 60, "cet": 60, "cest": 120, "mez": 60,
    "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "edt": -240, "cdt": -300, "mdt": -360,
    "pdt": -420, "mst": -420, "akst": -540, "akdt": -480, "hst": -600, "idt": 180, "jst": 540,
    "kst": 540, "hkt": 480, "sgt": 480, "aest": 600, "aedt": 660, "acst": 570, "acdt": 630,
    "awst": 480, "nzst": 720, "nzdt": 780, "brt": -180, "art": -180,
}  # fmt: skip
#: Abbreviations that mean several zones: minutes from UTC by the country that they are written in,
#: under "" where another country, or none, is known.
_BY_COUNTRY: dict[str, dict[str, int]] = {
    "ist": {"IN": 330, "IL": 120, "IE": 60},
    "bst": {"GB": 60, "BD": 360, "": 60},
    "est": {"US": -300, "CA": -300, "AU": 600, "": -300},
    "cst": {"US": -360, "CA": -360, "MX": -360, "CN": 480, "TW": 480, "CU": -300},
    "pst": {"US": -480, "CA": -480, "MX": -480, "PH": 480, "": -480},
}


def of_source(country: str | None, working_hours_zone: str | None) -> tzinfo:
    """Return the zone of a source: that of its working hours where set, else its country's.

    ``UTC`` is what working hours have where nobody chose. Without a country, it is UTC.

    >>> str(of_source("NO", "UTC")), str(of_source("US", "America/Denver")), of_source(None, None)
    ('Europe/Oslo', 'America/Denver', datetime.timezone.utc)
    """
    chosen = working_hours_zone if working_hours_zone != "UTC" else None
    return named(chosen or _countries().get(country or "", "")) or UTC


def abbreviated(word: str, country: str | None) -> tzinfo | None:
    """Return the zone of an abbreviation in small letters, ``None`` where it is none or unclear.

    >>> abbreviated("ist", "IL"), abbreviated("ist", "NO")
    (datetime.timezone(datetime.timedelta(seconds=7200)), None)
    """
    several = _BY_COUNTRY.get(word, {})
    minutes = several.get(country or "", several.get("", _ABBREVIATED.get(word)))
    return None if minutes is None else timezone(timedelta(minutes=minutes))


def is_abbreviation(word: str) -> bool:
    """Tell whether a word in small letters is that of a zone, clear or not."""
    return word in _ABBREVIATED or word in _BY_COUNTRY


def named(name: str) -> tzinfo | None:
    """Return the zone of a name such as ``Europe/Oslo``, ``None`` where there is none."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    pairs = (
        (first, pair.partition(":"))
        for first, text in _OF_COUNTRIES.items()
        for pair in text.split()
    )
    return {country: f"{first}/{rest}" for first, (country, _, rest) in pairs}
