"""The five covenants in plain Python, copied by hand from their tables and not from the product's files."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

GEWOON = {
    "klantnummer", "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "straat", "huisnummer",
    "huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "telefoon", "email", "type_vordering",
    "bedrag", "achterstand_sinds", "referentie", "aantal_herinneringen", "persoonlijk_contact_gezocht",
    "gewezen_op_hulp", "bezwaar", "lopende_regeling", "soort_signaal", "verwachte_einddatum",
}  # fmt: skip
VERPLICHT = {
    "klantnummer", "achternaam", "postcode", "huisnummer", "type_vordering", "bedrag",
    "achterstand_sinds",
}  # fmt: skip
STAPPEN = {"herinnering", "aanmaning", "deurwaarder_minnelijk", "telefoon"}
VASTE_LASTEN = {"huur", "energie", "warmte", "water", "zorgpremie"}


@dataclass(frozen=True)
class Afspraak:
    vanaf: date
    gemeenten: set[str] | None
    typen: set[str]
    vorderingen: set[str]
    extra: set[str]
    verplicht: set[str]
    bekend: set[str]


AFSPRAKEN = {
    "duo-amsterdam": Afspraak(
        date(2024, 3, 1),
        {"0363"},
        {"DUO"},
        {"studielening", "lesgeld", "ov_boete"},
        {"reden", "reactie_klant", "overgedragen_cjib", "dwanginvordering"},
        {
            "voorletters",
            "geboortedatum",
            "reden",
            "aantal_herinneringen",
            "reactie_klant",
            "overgedragen_cjib",
            "dwanginvordering",
        },
        {"uitkering"},
    ),
    "cak-eigen-bijdrage": Afspraak(
        date(2024, 4, 1),
        {"0363", "0014", "0855", "0637"},
        {"CAK Eigen bijdrage"},
        {"wmo", "wlz"},
        {"bsn", "incassostappen", "gerechtelijke_maatregel", "contact_of_afspraak"},
        {"geboortedatum", "incassostappen", "gerechtelijke_maatregel", "contact_of_afspraak"},
        {"uitkering", "schuldhulpverlening"},
    ),
    "haarlem-zandvoort": Afspraak(
        date(2022, 1, 1),
        {"0392", "0473"},
        {"Huur", "Energie", "Water", "Zorg", "Overige"},
        VASTE_LASTEN | {"gemeentebelasting", "waterschapsbelasting"},
        set(),
        set(),
        {"schuldhulpverlening"},
    ),
    "drechtsteden": Afspraak(
        date(2021, 1, 1),
        {"0482", "0505", "0523", "0531", "0590", "0610", "0642"},
        {"Huur", "Energie", "Water", "Zorg"},
        VASTE_LASTEN,
        set(),
        set(),
        {"uitkering", "schuldhulpverlening"},
    ),
    "landelijk": Afspraak(
        date(2020, 11, 10),
        None,
        {"Huur", "Energie", "Water", "Zorg"},
        VASTE_LASTEN,
        set(),
        set(),
        {"uitkering", "schuldhulpverlening"},
    ),
}

# DUO: "arrears ≥ 270.00"; CAK: "≥ 100.00"
MINIMUM = {"duo-amsterdam": Decimal("270.00"), "cak-eigen-bijdrage": Decimal("100.00")}
# "DUO: plus three, CAK: plus five calendar months"
MAANDEN = {"duo-amsterdam": 3, "cak-eigen-bijdrage": 5}


def term(convenant: str, partnertype: str, levering: date) -> tuple[int, int | None] | None:
    """Give the fewest and most days of arrears, or None when no window applies."""
    # "none for a type that has no place in the covenant"
    if convenant in MAANDEN or partnertype not in AFSPRAKEN[convenant].typen:
        return None
    # Haarlem-Zandvoort: "arrears of 30 to 100 days"
    if convenant == "haarlem-zandvoort":
        return 30, 100
    # "energie 50–100 days, water 30–100, zorg 30–100, huur ≥ 30"; drechtsteden: "the windows of the national covenant"
    if partnertype == "Zorg":
        return 30, 100
    # "From 2022-12-01: energie and water ≥ 30 without end"; "earlier days use the first set"
    if partnertype == "Huur" or levering >= date(2022, 12, 1):
        return 30, None
    return (50, 100) if partnertype == "Energie" else (30, 100)


def add_months(start: date, months: int) -> date:
    # "31 August plus six months is the last of February"
    years, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + years, month + 1)[1]
    return date(start.year + years, month + 1, min(start.day, last))
