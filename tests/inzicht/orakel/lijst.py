"""Clean deliveries on few addresses: what the list of Haarlem and Zandvoort chooses, widens and orders."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.inzicht.orakel.afspraken import add_months

KOP = "klantnummer;achternaam;postcode;huisnummer;huisletter;type_vordering;bedrag;achterstand_sinds"
PARTNERS = (
    ("a", "Huur", "huur"),
    ("b", "Water", "water"),
    ("c", "Zorg", "zorgpremie"),
    ("d", "Huur", "huur"),
)
# Few different amounts and days, in some scenarios one of each: the order must go on to its last key.
BEDRAGEN = (("100", "100", "100,00", "20,25", "400"), ("100", "100,00"))
DAGEN = ((30, 40, 40, 40, 100), (40,))
PEILDATUMS = (
    date(2026, 10, 26), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 28), date(2024, 2, 29), date(2025, 12, 31),
)  # fmt: skip


def write_lijst(folder: Path, rnd: Random) -> Path:
    """Write a scenario of one list and give its path."""
    peildatum = rnd.choice(PEILDATUMS)
    lines = ['convenant = "haarlem-zandvoort"', f"peildatum = {peildatum}"]
    for code, postcodes in (("0473", "2041-2042"), ("0392", "2011-2012")):
        lines += [f'[gemeenten."{code}"]', f'naam = "G{code}"', f'postcodes = ["{postcodes}"]']
        if rnd.random() < 0.9:
            lines += [f'[werkprotocol."{code}"]', f"capaciteit = {rnd.choice((0, 1, 2, 2, 3, 3, 4, 4, 9))}"]
            lines += [f'bekende_huishoudens = "{rnd.choice(("meenemen", *["buiten_beschouwing"] * 2))}"']
    for naam, soort, _ in PARTNERS:
        lines += ["[[partners]]", f'sleutel = "{naam}"', f'type = "{soort}"', 'gemeenten = ["0392", "0473"]']
    addresses = [
        (postcode, number, letter)
        for postcode in rnd.sample(("2011AB", "2012KZ", "2041AB", "2042LN"), 2)
        for number, letter in (("9", ""), ("9", "a"), ("9", "b"), ("10", ""), ("100", ""))
        if rnd.random() < 0.8
    ] or [("2011AB", "1", "")]
    for number in range(rnd.randint(4, 9)):
        lines += write_file(folder, number, addresses, peildatum, rnd)
    known = rnd.sample(addresses, rnd.randint(0, len(addresses)) // 2 + len(addresses) // 4)
    reason = (*["schuldhulpverlening"] * 3, "Schuldhulpverlening", "uitkering")
    write_text(
        folder / "bekend.csv",
        "postcode;huisnummer;huisletter;reden",
        [(*one, rnd.choice(reason)) for one in known],
    )
    (folder / "geval.toml").write_text(
        "\n".join([*lines, '[bekend]\nbestand = "bekend.csv"\n']), encoding="utf-8"
    )
    return folder / "geval.toml"


def write_file(
    folder: Path, number: int, addresses: list[tuple[str, str, str]], peildatum: date, rnd: Random
) -> list[str]:
    gelijk = peildatum.day > 28
    naam, _, claim = rnd.choice(PARTNERS)
    # Of the month itself and the two before, seldom of a month that no window reaches, or of after the peildatum.
    day = add_months(peildatum, -rnd.choice((0, 0, 0, 0, 0, 1, 1, 2, 2, 3))).replace(
        day=rnd.choice((1, 25, 28))
    )
    rows = [
        (
            f"K{number}-{row}",
            "Proefpersoon",
            *rnd.choice(addresses),
            claim,
            rnd.choice(BEDRAGEN[gelijk]),
            str(day - timedelta(days=rnd.choice(DAGEN[gelijk]))),
        )
        for row in range(rnd.randint(1, 7))
    ]
    write_text(folder / f"{number}.csv", KOP, rows)
    return ["[[aanleveringen]]", f'partner = "{naam}"', f"datum = {day}", f'bestand = "{number}.csv"']


def write_text(pad: Path, kop: str, rows: list[tuple[str, ...]]) -> None:
    pad.write_text("\n".join([kop, *(";".join(row) for row in rows)]) + "\n", encoding="utf-8")
