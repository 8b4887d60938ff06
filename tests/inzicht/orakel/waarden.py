"""Values for one cell: the plain ones, those on every limit, and every odd spelling the reading rules speak of."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.inzicht.orakel.afspraken import add_months

WIT = (" ", "  ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", "\u2003", "\u1680", "\u205f")
NIET_WIT = ("\u200b", "\ufeff", "\x1c", "\x1f")
BEDRAGEN = (
    "80,50", "80.50", "1234", "1.234", "1.234,56", "80,5", "80,-", "1234.5", "€ 80,-", "eur 300", "EUR80",
    "300 Eur", "300€", "€\u00a0300", "\u20091 234,56", "1\u202f234,5", "269,99", "270", "270,00",
    "270.01", "99,99", "99.9", "100", "100,00", "499,99", "500", "500,01", "250", "250,00", "0080",
    "0080,50", "007.5", "12.345.678,90", "300,0", "300", "450", "1000", "300,00", "500,00", "600",
    "700,7", "2.500", "123.456",
)  # fmt: skip
FOUTE_BEDRAGEN = (
    "0", "0,00", "0,-", "00.0", "-80", "-80,50", "+80", "80-", ",50", ".50", "80,", "80.", "80.-",
    "1.234.5", "12,345", "0.300", "01.234", "1.23,45", "1234.567", "1.2345", "12.34.567", "1,234.56",
    "1'234", "80,5-", "80,--", "€", "EUR", "€€80", "$80", "80 euro", "tachtig", "٨٠", "８０", "80,٥",
    "1e3", "0x50", "½", "²", "80;", "NaN", "inf", "1.234,567", "1_000", "80,-5", "€-80", "eu r", "80/1",
    "1..234", "1234.", "1.234.56", "1.234.567.8", "\u200b80", "\u22128,00", "€EUR80", "80€€",
)  # fmt: skip
# Up to fifteen digits of euros; beyond that the product says `bedrag_ongeldig`, which no sentence asks for.
GROTE_BEDRAGEN = (
    "9999999999,99", "99.999.999.999", "123456789012", "999999999999999,99", "0000000000000000000080,50",
)  # fmt: skip
FOUTE_DATUMS = (
    "2026-02-30", "31-04-2026", "29-02-2025", "2026-1-5", "2026/01/05", "1-5/2026", "1.5.2026",
    "01-05-26", "20260105", "2026-13-01", "13-13-2026", "0-1-2026", "1-0-2026", "morgen",
    "2026-01-05 00:00", "2026-01-05T00:00", "٢٠٢٦-٠١-٠٥", "２０２６-01-05", "0000-01-01", "001-5-2026",
    "1- 5-2026", "2026-01-0٥", "-1-5-2026", "1-5-02026", "1--5-2026", "2026-01-051", "1 mei 2026",
    "46000", "2026-02-29", "29/02/2100", "1-5-٢٠٢٦",
)  # fmt: skip
RARE_DATUMS = (
    "29-02-2024", "29/2/2024", "2024-02-29", "0001-01-01", "9999-12-31", "31/12/9999", "1-1-1900",
    "31-12-1899", "1/1/0001",
)  # fmt: skip
JANEE = (
    "ja", "nee", "j", "n", "true", "false", "1", "0", "JA", "Nee", "TRUE", "False", "J", "N", "Ja",
    "misschien", "yes", "no", "01", "1.0", "ｊａ", "١", "onwaar", "nee.", "-", "ja nee", "waar", "ＪＡ",
    "neé", "2",
)  # fmt: skip
AANTALLEN = (
    "0", "1", "2", "3", "4", "03", "002", "10", "3.0", "3,0", "-3", "+3", "drie", "٣", "３", "3 ", " 3",
    "3x", "³", "1 0", "00000000000000000003", "00000000000000000002", "99999999999999999999",
    "18446744073709551618", "9999999999", "2\u00a0",
)  # fmt: skip
POSTCODES_FOUT = (
    "0511AB", "351AB", "35111AB", "3511A", "3511ABC", "3511SA", "3511sd", "3511 Ss", "3511", "AB3511",
    "3511-AB", "3511É1", "3511ÉB", "３５１１AB", "٣٥١١AB", "3511ÀB", "3511.AB", "NL3511AB",
    "3511\u200bAB", "3511ﬁ", "3511ß", "3511Aı", "3511ſb",
    "3511ſA", "3511AK", "3511ＡＢ", "351１AB",
    "0000AA", "3511 A1", "3511İB", "3511ǆ",
)  # fmt: skip
HUISNUMMERS = (
    "1", "2", "3", "12", "007", "00012", "99999", "12345", "9-A2", "9 A", "9A", "9 a 2", "9 huis",
    "9HUIS", "9-huis", "9 Huisje", "9hs", "12345 6", "12345A", "1é", "1ÀB", "1٢", "1２", "1ﬁ", "1ı", "1ß",
    "1 bis", "1/2", "1-3", "1 t/m 3", "5ﬀ", "9 A huis", "9huishuis", "10 ", "01", "1.0", "1,5", "5K",
    "5ſ", "1-", "1 -", "1½",
)  # fmt: skip
HUISNUMMERS_FOUT = (
    "0", "00000", "000001", "123456", "A1", "-1", "+1", "é1", "٣", "１２", "½", "²1", "nr 5", "000000",
    "0A", "00 5", "x", "#3",
    "1234567890123", "\u200b1", "0-1",
)  # fmt: skip
LETTERS = (
    "A", "a", "B", "b", "é", "HUIS", "huis", "hs", "-", "ﬁ", "1", "A.", "hu", "K", "٢", "ı", "ß", "Ä",
    "A B", "/", "z", "０",
)  # fmt: skip
TOEVOEGINGEN = (
    "1", "2", "3", "A1", "II", "bis", "huis", "HUIS", "is", "HS", "A huis", "2-hoog", "é", "01", "1e",
    "-1", "ﬀ", "2é", "٣",
)  # fmt: skip
STAPPEN_GOED = (
    "herinnering,aanmaning,deurwaarder_minnelijk,telefoon",
    "telefoon|deurwaarder-minnelijk|Aanmaning|HERINNERING",
    "Herinnering + aanmaning+deurwaarder minnelijk+ telefoon +huisbezoek",
    "herinnering,,aanmaning|deurwaarder_minnelijk+telefoon,x",
    "herinnering,herinnering,telefoon,aanmaning,deurwaarder\u00a0minnelijk",
    ",herinnering,aanmaning,deurwaarder-minnelijk,telefoon,",
)  # fmt: skip
STAPPEN_FOUT = (
    "telefoon", "huisbezoek", ",", "-", "herinnering aanmaning deurwaarder_minnelijk telefoon",
    "herinnering;aanmaning;deurwaarder_minnelijk;telefoon", "herinnering,aanmaning,deurwaarder,telefoon",
    "herinnering,aanmaning,deurwaarder__minnelijk,telefoon",
    "herinnering/aanmaning/deurwaarder_minnelijk/telefoon",
    "herinneringen,aanmaning,deurwaarder_minnelijk,telefoon",
    "herinnering,aanmaning,deurwaarderminnelijk,telefoon", "+|,",
    "herinnering,aanmaning,deurwaarder_minnelijk,tele foon",
    "herinnering,aanmaning,deurwaarder_minnelijk,_telefoon",
    "herinnering,aanmaning,deurwaarder_minnelijk,telefo\u200bon",
)  # fmt: skip
BSNS = (
    "999990019", "999.990.019", "99 99 90 019", "999990018", "000000000", "00000000", "99999001",
    "9999900190", "9999900a9", "٩٩٩٩٩٠٠١٩", "999-990-019", "...", "12345678", "10000008", "010000008",
    "9999\u00a090019", "0", "999990019.", "１11222333", "111222333", "11122233", "-11222333",
    "999,990,019", "000000012", "00000012",
)  # fmt: skip
KLANTEN = (
    "K1", "k1", "K 1", "K1\u200b", "K\u00a01", "001", "1", "1.0", "Ω", "K-1", "é", "e\u0301", "0", "-",
    "K2", "K3",
)  # fmt: skip


def write_date(day: date, rnd: Random) -> str:
    y, m, d = day.year, day.month, day.day
    day_first = rnd.choice((f"{d:02}-{m:02}", f"{d}-{m}", f"{d:02}-{m}", f"{d}-{m:02}"))
    written = f"{day_first}-{y:04}"
    return rnd.choice((f"{y:04}-{m:02}-{d:02}", written, written.replace("-", "/")))


def sinds(levering: date, convenant: str, rnd: Random) -> str:
    """Give a first day of arrears, mostly inside every window, often on or beside one of its ends."""
    months = {"duo-amsterdam": 3, "cak-eigen-bijdrage": 5}.get(convenant)
    kind = rnd.random()
    if kind < 0.05:
        return rnd.choice(FOUTE_DATUMS)
    if kind < 0.07:
        return rnd.choice(RARE_DATUMS)
    if kind < 0.10:
        return write_date(levering + timedelta(days=rnd.choice((0, 1, 2, 400))), rnd)
    if months is None:
        near = rnd.choice((29, 30, 31, 49, 50, 51, 99, 100, 101, 150))
        return write_date(levering - timedelta(days=near if kind < 0.3 else rnd.randint(50, 100)), rnd)
    back = add_months(levering, -months)
    return write_date(back + timedelta(days=rnd.randint(-4, 4) if kind < 0.4 else -rnd.randint(4, 300)), rnd)


def birth_date(levering: date, rnd: Random) -> str:
    kind = rnd.random()
    if kind < 0.04:
        return rnd.choice(FOUTE_DATUMS)
    if kind < 0.1:
        return rnd.choice(RARE_DATUMS)
    if kind < 0.16:
        return write_date(levering + timedelta(days=rnd.choice((-1, 0, 1))), rnd)
    return write_date(date(1900, 1, 1) + timedelta(days=rnd.randint(0, 40000)), rnd)


def einddatum(levering: date, rnd: Random) -> str:
    kind = rnd.random()
    return (
        rnd.choice(FOUTE_DATUMS + RARE_DATUMS)
        if kind < 0.4
        else write_date(levering + timedelta(days=rnd.randint(-9, 999)), rnd)
    )


def postcode(postcodes: tuple[str, ...], rnd: Random) -> str:
    if rnd.random() < 0.05:
        return rnd.choice(POSTCODES_FOUT)
    good = rnd.choice(postcodes)
    return rnd.choice(
        (
            good,
            good,
            good,
            good.lower(),
            good[:4] + rnd.choice(WIT) + good[4:],
            rnd.choice(WIT).join(good),
            good[:5] + good[5].lower(),
        )
    )


def huisnummer(rnd: Random, small: bool) -> str:
    if rnd.random() < 0.04:
        return rnd.choice(HUISNUMMERS_FOUT)
    if small:
        return rnd.choice(("1", "2", "3", "01", "10", "2 A", "2a", "2-A"))
    return rnd.choice(HUISNUMMERS)


def type_cell(claims: tuple[str, ...], rnd: Random) -> str:
    if rnd.random() < 0.05:
        return rnd.choice(
            (
                "huur",
                "ov_boete",
                "wmo",
                "onbekend",
                "-",
                "ＨＵＵＲ",
                "hu ur",
                "boete",
                "huur.",
                "lesgeld",
                "wlz",
                "ﬁets",
                "wa\u200bter",
            )
        )
    claim = rnd.choice(claims)
    spelled = rnd.choice((claim, claim, claim.upper(), claim.title()))
    return spelled.replace("_", rnd.choice(("_", " ", "-", "\u00a0")))


def bedrag(rnd: Random) -> str:
    kind = rnd.random()
    if kind < 0.06:
        return rnd.choice(FOUTE_BEDRAGEN)
    return rnd.choice(GROTE_BEDRAGEN) if kind < 0.063 else rnd.choice(BEDRAGEN)
