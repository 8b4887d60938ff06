"""What can come of comparing a signaal with somebody of the registry: the words, their weight and the cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from meldpunt.rules import naamverschil as verschil

PARTNERNAAM: Final = verschil.PARTNERNAAM


@dataclass(frozen=True, slots=True)
class Oorzaak:
    """Why the registry did not simply give one person: title and the sentence a case worker reads."""

    titel: str
    zin: str


# The value list: what is counted per partner. A test keeps it beside the constraint of the table.
OORZAKEN: Final[Mapping[str, Oorzaak]] = {
    "spelling": Oorzaak("Spelling", "De naam is anders gespeld, bijvoorbeeld met s in plaats van ss."),
    "voorvoegsel": Oorzaak("Voorvoegsel", "Het voorvoegsel ontbreekt of is anders, zoals ‘van der’."),
    "diakriet": Oorzaak("Leesteken op een letter", "Een teken op een letter ontbreekt, zoals in Şahin."),
    "partnernaam": Oorzaak(
        "Geboortenaam of partnernaam", "De partner kent de naam van een echtgenoot, of juist de geboortenaam."
    ),
    "bedrijfsnaam": Oorzaak("Bedrijfsnaam", "Het signaal staat op naam van een bedrijf."),
    "voorletters": Oorzaak("Voorletters", "De voorletters zijn anders. Het kan een roepnaam zijn."),
    "geboortedatum": Oorzaak("Geboortedatum", "De geboortedatum is onvolledig of verkeerd overgenomen."),
    "adresvorm": Oorzaak("Vorm van het adres", "De toevoeging is anders geschreven of ontbreekt."),
    "verhuisd": Oorzaak("Verhuisd", "De inwoner staat op een ander adres ingeschreven."),
    "meer_personen": Oorzaak("Meer personen passen", "Meer dan één persoon past even goed."),
    "onbekend": Oorzaak("Onbekend", "Niet te zeggen waardoor de persoon niet is gevonden."),
}


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What came of comparing one thing: which, how it turned out, and what it weighs."""

    kenmerk: str
    code: str
    woord: str
    zin: str
    toon: str
    punten: int
    oorzaak: str = ""


def _all(kenmerk: str, *rows: tuple[str, str, str, str, int, str]) -> Mapping[str, Uitkomst]:
    return {code: Uitkomst(kenmerk, code, *rest) for code, *rest in rows}  # type: ignore[arg-type]


NAAM: Final = _all(
    "Achternaam",
    (verschil.GELIJK, "Gelijk", "De achternaam is gelijk.", "goed", 6, ""),
    (
        verschil.DIAKRIET,
        "Teken anders",
        "De naam verschilt alleen in een teken op een letter.",
        "goed",
        6,
        "diakriet",
    ),
    (
        verschil.VOORVOEGSEL,
        "Voorvoegsel anders",
        "De naam verschilt alleen in het voorvoegsel.",
        "goed",
        6,
        "voorvoegsel",
    ),
    (
        verschil.SPELLING,
        "Anders gespeld",
        "De naam klinkt hetzelfde en is anders gespeld.",
        "let_op",
        5,
        "spelling",
    ),
    (
        verschil.TYPEFOUT,
        "Eén letter anders",
        "De naam verschilt één letter. Het kan een typefout zijn.",
        "let_op",
        4,
        "spelling",
    ),
    (
        verschil.PARTNERNAAM,
        "Deel van de naam",
        "Een deel van de naam is gelijk, of het is de naam van een (ex-)partner.",
        "let_op",
        4,
        "partnernaam",
    ),
    (
        verschil.BEDRIJFSNAAM,
        "In de bedrijfsnaam",
        "De achternaam staat in de naam van het bedrijf.",
        "let_op",
        4,
        "bedrijfsnaam",
    ),
    (
        verschil.ANDERS,
        "Anders",
        "De achternaam is anders. Het kan een geboortenaam of partnernaam zijn.",
        "gevaar",
        0,
        "",
    ),
)
GEBOORTE: Final = _all(
    "Geboortedatum",
    ("gelijk", "Gelijk", "De geboortedatum is gelijk.", "goed", 6, ""),
    ("deels", "Deels bekend", "Wat de BRP van de datum weet, is gelijk.", "let_op", 4, "geboortedatum"),
    ("omgewisseld", "Dag en maand gewisseld", "Dag en maand zijn omgewisseld.", "let_op", 4, "geboortedatum"),
    (
        "een_cijfer",
        "Eén cijfer anders",
        "De datum verschilt één cijfer, of twee cijfers zijn gewisseld.",
        "let_op",
        3,
        "geboortedatum",
    ),
    (
        "onbekend",
        "Niet bekend",
        "De geboortedatum ontbreekt in het signaal of in de BRP.",
        "neutraal",
        1,
        "geboortedatum",
    ),
    ("anders", "Anders", "De geboortedatum is anders.", "gevaar", -4, ""),
)
VOORLETTERS: Final = _all(
    "Voorletters",
    ("gelijk", "Gelijk", "De voorletters zijn gelijk.", "goed", 3, ""),
    ("passen", "Passen", "De voorletters zijn het begin van alle voorletters.", "goed", 2, ""),
    (
        "roepnaam",
        "Andere volgorde",
        "De voorletters hebben dezelfde letters. Het kan een roepnaam zijn.",
        "let_op",
        1,
        "voorletters",
    ),
    ("onbekend", "Niet bekend", "De voorletters ontbreken.", "neutraal", 1, ""),
    ("anders", "Anders", "De voorletters zijn anders.", "gevaar", -2, "voorletters"),
)
ADRES: Final = _all(
    "Adres",
    ("gelijk", "Gelijk", "De persoon staat op dit adres ingeschreven.", "goed", 3, ""),
    (
        "vorm",
        "Anders geschreven",
        "Het is hetzelfde adres; de toevoeging is anders geschreven.",
        "goed",
        3,
        "adresvorm",
    ),
    (
        "zonder_toevoeging",
        "Toevoeging ontbreekt",
        "Postcode en nummer zijn gelijk; één van beide heeft geen toevoeging.",
        "let_op",
        2,
        "adresvorm",
    ),
    (
        "andere_toevoeging",
        "Andere toevoeging",
        "Postcode en nummer zijn gelijk, maar het is een andere woning.",
        "let_op",
        0,
        "verhuisd",
    ),
    ("ander", "Ander adres", "De persoon staat op een ander adres ingeschreven.", "let_op", 0, "verhuisd"),
    ("onbekend", "Niet bekend", "De BRP gaf geen adres.", "neutraal", 0, ""),
)


def propose_oorzaak(uitkomsten: Sequence[Uitkomst]) -> str:
    """Return the cause that the reasons of one candidate point to; of several the first, the name before the rest."""
    name, birth, *_ = uitkomsten
    if name.code == verschil.ANDERS:
        # Another surname with the same day of birth: a name by birth or by marriage. Otherwise another person.
        return "partnernaam" if birth.code in {"gelijk", "deels"} else "onbekend"
    return next((one.oorzaak for one in uitkomsten if one.oorzaak), "onbekend")
