"""Random scenarios of every covenant, written as a person or a partner's program would, and as neither should."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.inzicht.orakel import bestanden, waarden
from tests.inzicht.orakel.afspraken import AFSPRAKEN, GEWOON, VERPLICHT, add_months

GEBIEDEN = {
    "duo-amsterdam": ("0363", "0014"),
    "cak-eigen-bijdrage": ("0363", "0014", "0855", "0637", "0344"),
    "haarlem-zandvoort": ("0392", "0473", "0394"),
    "drechtsteden": ("0482", "0505", "0523", "0642", "0344"),
    "landelijk": ("0344", "0505", "0363", "0014"),
}
TYPEN = ("Huur", "Energie", "Water", "Zorg", "Overige", "DUO", "CAK Eigen bijdrage", "Hypotheek", "huur", "")
HOOFDZAKEN = ("achterstand_sinds", "bedrag", "postcode", "huisnummer", "type_vordering")
VORDERINGEN = {naam: tuple(sorted(afspraak.vorderingen)) for naam, afspraak in AFSPRAKEN.items()}
JANEE_GOED = {
    "persoonlijk_contact_gezocht": "ja", "gewezen_op_hulp": "ja", "bezwaar": "nee", "lopende_regeling": "nee",
    "reactie_klant": "nee", "overgedragen_cjib": "nee", "dwanginvordering": "nee", "gerechtelijke_maatregel": "nee",
    "contact_of_afspraak": "nee",
}  # fmt: skip
# Days on which a rule of the calendar turns: ends of months, leap days, a new year, first days of a covenant or window.
DAGEN = (
    date(2026, 10, 26), date(2026, 1, 1), date(2026, 1, 31), date(2025, 12, 31), date(2024, 2, 29),
    date(2024, 3, 1), date(2024, 4, 1), date(2022, 11, 30), date(2022, 12, 1), date(2022, 1, 1),
    date(2021, 12, 31), date(2020, 11, 10), date(2021, 1, 1), date(2026, 2, 28), date(2026, 3, 31),
    date(2026, 7, 31), date(2025, 5, 31), date(2026, 9, 1), date(2028, 2, 29), date(2026, 5, 29),
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What one random scenario is about."""

    rnd: Random
    convenant: str
    peildatum: date
    gemeenten: tuple[str, ...]
    postcodes: tuple[str, ...]
    # Clean files with many rows on few addresses, so that the list has something to choose from.
    druk: bool

    def chance(self, odds: float) -> bool:
        return self.rnd.random() < odds


def write_scenario(folder: Path, rnd: Random) -> Path:
    """Write one random scenario with its files and give its path."""
    plan = make_plan(rnd)
    partners = [
        f"p{number}" for number in range(rnd.randint(1, 5 if plan.convenant == "haarlem-zandvoort" else 3))
    ]
    lines = [f'convenant = "{plan.convenant}"', f"peildatum = {plan.peildatum}"]
    if plan.chance(0.15):
        lines.append(f"einde = {plan.peildatum + timedelta(days=rnd.choice((-40, -1, 0, 1, 90)))}")
    lines += gemeente_lines(plan) + partner_lines(plan, partners) + delivery_lines(plan, partners, folder)
    if plan.chance(0.6):
        lines += ["[bekend]", f'bestand = "{write_bekend(plan, folder)}"']
    pad = folder / "geval.toml"
    pad.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return pad


def make_plan(rnd: Random) -> Plan:
    convenant = rnd.choice((*GEBIEDEN, "haarlem-zandvoort", "haarlem-zandvoort"))
    # The last of each row is not in the covenant (but for landelijk, which knows no list).
    gebied = GEBIEDEN[convenant] if rnd.random() < 0.2 else GEBIEDEN[convenant][:-1]
    gemeenten = tuple(rnd.sample(gebied, rnd.randint(1, min(3, len(gebied)))))
    # Mostly a day on which the covenant is long in force: else every row is refused for that alone.
    late = [day for day in DAGEN if day > add_months(AFSPRAKEN[convenant].vanaf, 3)]
    peildatum = rnd.choice(late if rnd.random() < 0.85 else DAGEN)
    if rnd.random() < 0.2:
        peildatum += timedelta(days=rnd.randint(-40, 40))
    postcodes = tuple(
        f"{2011 + 5 * number}{letters}" for number in range(len(gemeenten)) for letters in ("AB", "KZ")
    )
    if convenant in ("haarlem-zandvoort", "drechtsteden"):
        postcodes = tuple(rnd.sample(postcodes, 2))
    druk = convenant in ("haarlem-zandvoort", "drechtsteden") and rnd.random() < 0.6
    return Plan(rnd, convenant, peildatum, gemeenten, postcodes, druk)


def gemeente_lines(plan: Plan) -> list[str]:
    rnd = plan.rnd
    lines = []
    for number, code in enumerate(plan.gemeenten):
        ranges = bestanden.toml_list(postcode_ranges(plan, number))
        lines += [f'[gemeenten."{code}"]', f'naam = "G{code}"', f"postcodes = {ranges}"]
        if plan.chance(0.08):
            lines.append(f"vanaf = {plan.peildatum + timedelta(days=rnd.choice((-60, -30, -1, 0, 1)))}")
    for code in plan.gemeenten:
        lines += protocol_lines(plan, code)
    return lines


def postcode_ranges(plan: Plan, number: int) -> list[str]:
    """Give one municipality its own addresses; now and then those of another too, or only some of their letters."""
    ranges = ("2011-2015", "2016-2020", "2021-2025")
    if number == 0 and plan.chance(0.5):
        return ["2011-2025"]
    if plan.chance(0.1):
        return [
            plan.rnd.choice(("2016AC-2016KZ", "2011AB-2011KY", "2011AB-2021AB", "2016-2016", "2011KZ-2011KZ"))
        ]
    return [ranges[number], *plan.rnd.sample(ranges, plan.rnd.randint(0, 2) if plan.chance(0.3) else 0)]


def protocol_lines(plan: Plan, code: str) -> list[str]:
    if not plan.chance(0.8):
        return []
    lines = [f'[werkprotocol."{code}"]']
    if plan.chance(0.85):
        lines.append(f"capaciteit = {plan.rnd.choice((0, 1, 1, 2, 2, 3, 4, 5, 6, 8, 12, 30))}")
    if plan.chance(0.7):
        lines.append(f'bekende_huishoudens = "{plan.rnd.choice(("meenemen", "buiten_beschouwing"))}"')
    return lines


def partner_lines(plan: Plan, partners: list[str]) -> list[str]:
    rnd = plan.rnd
    lines = []
    for naam in partners:
        fitting = sorted(AFSPRAKEN[plan.convenant].typen)
        codes = (
            plan.gemeenten
            if plan.chance(0.85)
            else tuple(rnd.sample(plan.gemeenten, rnd.randint(0, len(plan.gemeenten))))
        )
        type_ = rnd.choice(fitting) if plan.chance(0.95) else rnd.choice(TYPEN)
        lines += [
            "[[partners]]",
            f'sleutel = "{naam}"',
            f'type = "{type_}"',
            f"gemeenten = {bestanden.toml_list(codes)}",
        ]
        if plan.chance(0.06):
            lines.append(f"vanaf = {plan.peildatum + timedelta(days=rnd.choice((-60, -30, -1, 0, 1)))}")
        if plan.chance(0.06):
            lines.append(f"tot = {plan.peildatum + timedelta(days=rnd.choice((-31, -30, -1, 0, 1, 30)))}")
    return lines


def delivery_lines(plan: Plan, partners: list[str], folder: Path) -> list[str]:
    rnd = plan.rnd
    lines = []
    wide = plan.convenant == "haarlem-zandvoort"
    for number in range(rnd.randint(4, 8) if wide else rnd.randint(1, 3)):
        partner = rnd.choice(partners)
        back = rnd.choice((0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 12)) if wide else rnd.choice((0, 0, 0, 0, 1))
        day = min(add_months(plan.peildatum, -back), plan.peildatum)
        day += timedelta(days=rnd.choice((0, 0, 0, 0, 0, 0, -1, 1, -3, -28, 3)))
        naam = write_delivery(plan, folder, f"{number}-{partner}", day)
        lines += ["[[aanleveringen]]", f'partner = "{partner}"', f"datum = {day}", f'bestand = "{naam}"']
    return lines


def write_delivery(plan: Plan, folder: Path, naam: str, day: date) -> str:
    rnd = plan.rnd
    allowed = sorted(GEWOON | AFSPRAKEN[plan.convenant].extra)
    verplicht = sorted(VERPLICHT | AFSPRAKEN[plan.convenant].verplicht)
    columns = verplicht + rnd.sample(allowed, rnd.randint(0, len(allowed)))
    columns += ["huisletter", "huisnummertoevoeging", "referentie"][: rnd.randint(0, 3)]
    if not plan.chance(0.15):  # else a name stands twice
        columns = list(dict.fromkeys(columns))
    if plan.chance(0.2):
        columns += rnd.choices(
            ("bsn", "reden", "Notitie", "dwanginvordering", "", "klant nr", "contact_of_afspraak"),
            k=rnd.randint(1, 2),
        )
    if plan.chance(0.05) and not plan.druk:
        columns.remove(rnd.choice(verplicht))
    rnd.shuffle(columns)
    # Most files are clean enough for zaken to form; some hold every spelling at once.
    odd = 0.001 if plan.druk else rnd.choice((0.0, 0.0, 0.01, 0.02, 0.05, 0.3))
    number = rnd.randint(4, 9) if plan.druk else rnd.randint(0, 12)
    rows = [[make_cell(plan, column, day, odd) for column in columns] for _ in range(number)]
    return bestanden.write(folder, naam, columns, rows, rnd)


def make_cell(plan: Plan, column: str, day: date, odd: float) -> str:
    rnd = plan.rnd
    if plan.chance(odd / 3):
        return rnd.choice(("", "", *waarden.WIT, *waarden.NIET_WIT))
    cell = odd_cell(plan, column, day) if plan.chance(odd) else plain_cell(plan, column, day, odd)
    return rnd.choice(waarden.WIT) + cell + rnd.choice(waarden.WIT) if plan.chance(odd / 3) else cell


def plain_cell(plan: Plan, column: str, day: date, odd: float) -> str:
    rnd = plan.rnd
    if column in HOOFDZAKEN and plan.chance(6 * odd):
        return odd_cell(plan, column, day)
    if column in JANEE_GOED and plan.chance(0.97):
        return rnd.choice((JANEE_GOED[column], JANEE_GOED[column].upper()))
    if column in JANEE_GOED:
        return "nee" if JANEE_GOED[column] == "ja" else "ja"
    # Few different days and amounts, so that the order of the list must go on to the next key.
    days = rnd.choice((50, 60, 60, 70, 100))
    months = plan.convenant in ("duo-amsterdam", "cak-eigen-bijdrage")
    plain = {
        "klantnummer": f"K{rnd.randint(1, 999 if plan.druk else 60)}",
        "achterstand_sinds": str(add_months(day, -6) if months else day - timedelta(days=days)),
        "geboortedatum": "1980-05-01",
        "verwachte_einddatum": "",
        "bedrag": rnd.choice(("300", "300,00", "450,50", "500", "250")),
        "postcode": rnd.choice(plan.postcodes),
        "huisnummer": rnd.choice(("1", "2", "3", "10")),
        "huisletter": "a" if plan.chance(0.05 if plan.druk else 0.2) else "",
        "huisnummertoevoeging": "2" if plan.chance(0.05 if plan.druk else 0.2) else "",
        "type_vordering": rnd.choice(VORDERINGEN[plan.convenant]),
        "aantal_herinneringen": "2" if plan.chance(0.03) else "3",
        "incassostappen": rnd.choice(waarden.STAPPEN_GOED),
        "achternaam": "Proefpersoon",
        "voorletters": "P.",
    }
    empty = "geen reactie" if column == "reden" and plan.convenant == "duo-amsterdam" else ""
    return plain.get(column, empty)


def odd_cell(plan: Plan, column: str, day: date) -> str:
    rnd = plan.rnd
    if column in JANEE_GOED:
        return rnd.choice(waarden.JANEE)
    choices = {
        "klantnummer": waarden.KLANTEN,
        "referentie": ("R1", "r1", "", "R 1", "R1."),
        "huisletter": waarden.LETTERS,
        "huisnummertoevoeging": waarden.TOEVOEGINGEN,
        "aantal_herinneringen": waarden.AANTALLEN,
        "incassostappen": waarden.STAPPEN_GOED + waarden.STAPPEN_FOUT,
        "bsn": waarden.BSNS,
    }
    if column in choices:
        return rnd.choice(choices[column])
    return odd_value(plan, column, day)


def odd_value(plan: Plan, column: str, day: date) -> str:
    rnd = plan.rnd
    match column:
        case "achterstand_sinds":
            return waarden.sinds(day, plan.convenant, rnd)
        case "geboortedatum":
            return waarden.birth_date(day, rnd)
        case "verwachte_einddatum":
            return waarden.einddatum(day, rnd)
        case "postcode":
            return waarden.postcode(plan.postcodes, rnd)
        case "huisnummer":
            return waarden.huisnummer(rnd, small=plan.chance(0.8))
        case "type_vordering":
            return waarden.type_cell(VORDERINGEN[plan.convenant], rnd)
        case "bedrag":
            return waarden.bedrag(rnd)
    return rnd.choice(
        (
            "x",
            "Proef; persoon",
            'Proef "p"',
            "Proef\npersoon",
            "Müller",
            "a,b",
            "é\tè",
            "=1+1",
            "Proef\r\n\r\npersoon",
        )
    )


def write_bekend(plan: Plan, folder: Path) -> str:
    rnd = plan.rnd
    columns = [
        "postcode",
        "huisnummer",
        "huisletter",
        "huisnummertoevoeging",
        "reden",
        *(["notitie"] if plan.chance(0.1) else []),
    ]
    reasons = (
        "schuldhulpverlening",
        "uitkering",
        "schuldhulpverlening",
        "uitkering",
        "Schuldhulpverlening",
        " UITKERING ",
        "",
        "anders",
        "uit kering",
        "schuld-hulpverlening",
    )
    rows = [
        [
            waarden.postcode(plan.postcodes, rnd),
            rnd.choice(("1", "2", "3", "10", waarden.huisnummer(rnd, small=True))),
            rnd.choice((*[""] * 12, "A", "a", "-")),
            rnd.choice((*[""] * 12, "2", "huis")),
            rnd.choice(reasons),
            *(["let op"] if len(columns) == 6 else []),
        ]
        for _ in range(rnd.randint(4, 16) if plan.druk else rnd.randint(0, 8))
    ]
    return bestanden.write(folder, "bekend", columns, rows, rnd)
