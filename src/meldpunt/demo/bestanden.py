"""From claims to the files that partners send: each with its own columns, format and slips."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from openpyxl import Workbook

from meldpunt.demo.inwoners import Vordering

Rij = dict[str, str]
GEWOON: Final = (
    *("klantnummer", "voorletters", "tussenvoegsel", "achternaam", "geboortedatum", "straat", "huisnummer"),
    *("huisletter", "huisnummertoevoeging", "postcode", "woonplaats", "telefoon", "email", "type_vordering"),
    *("bedrag", "achterstand_sinds", "referentie", "aantal_herinneringen", "persoonlijk_contact_gezocht"),
    *("gewezen_op_hulp", "bezwaar", "lopende_regeling"),
)
EIGEN_VELDEN: Final[Mapping[str, tuple[str, ...]]] = {
    "duo-amsterdam": ("reden", "reactie_klant", "overgedragen_cjib", "dwanginvordering"),
    "cak-eigen-bijdrage": ("bsn", "incassostappen", "gerechtelijke_maatregel", "contact_of_afspraak"),
}
# Columns that no covenant has a place for: dropped on arrival, and told.
OVERBODIG: Final[Mapping[str, tuple[str, ...]]] = {
    "menzis": ("bsn",),
    "ymere": ("nationaliteit",),
    "eneco": ("geslacht", "ean_code"),
}
# These organisations do not have birth dates in their books.
ZONDER_GEBOORTEDATUM: Final = frozenset({"gbkz", "rijnland", "oasen"})
# Vitens uses the names of its own system; the map was made once and is remembered.
KOLOMMEN_VITENS: Final[Mapping[str, str]] = {
    "klantnummer": "Debiteurnr",
    "achternaam": "Naam debiteur",
    "huisnummer": "Huisnr",
    "huisnummertoevoeging": "Toev.",
    "bedrag": "Openstaand saldo",
    "achterstand_sinds": "Vervaldatum oudste factuur",
    "type_vordering": "Product",
    "referentie": "Kenmerk",
}
# Elkien changed its system this month: these columns wait for somebody to map them.
KOLOMMEN_ELKIEN: Final[Mapping[str, str]] = {
    "klantnummer": "Relatie",
    "achternaam": "Naam huurder",
    "postcode": "Pcode",
    "huisnummer": "Nr",
    "bedrag": "Saldo ultimo",
    "achterstand_sinds": "Oudste post",
    "type_vordering": "Soort",
}


@dataclass(frozen=True, slots=True)
class Vorm:
    """How an organisation writes its files."""

    extensie: str
    scheiding: str = ";"
    codering: str = "utf-8-sig"
    datum: str = "%d-%m-%Y"


VORMEN: Final = (
    Vorm("csv"),
    Vorm("xlsx"),
    Vorm("csv", ",", "utf-8", "%Y-%m-%d"),
    Vorm("csv", "\t", "utf-8", "%d/%m/%Y"),
    Vorm("xlsx", datum="%Y-%m-%d"),
)


def get_vorm(organisatie: str) -> Vorm:
    """Return the way of writing that an organisation keeps to."""
    return VORMEN[sum(organisatie.encode()) % len(VORMEN)]


def list_kolommen(organisatie: str, convenant: str) -> tuple[str, ...]:
    """Return the columns of an organisation's file, in its order."""
    without = {"geboortedatum"} if organisatie in ZONDER_GEBOORTEDATUM else set()
    columns = (*GEWOON, *EIGEN_VELDEN.get(convenant, ()), *OVERBODIG.get(organisatie, ()))
    return tuple(column for column in columns if column not in without)


def make_rij(vordering: Vordering, maand: int, *, periode: str, datumvorm: str) -> Rij:
    """Write one claim as a row of text cells."""
    adres, cent = vordering.adressen[maand], vordering.centen[maand]
    return {
        "klantnummer": vordering.klantnummer,
        "voorletters": vordering.naam.voorletters,
        "tussenvoegsel": vordering.naam.tussenvoegsel,
        "achternaam": vordering.naam.achternaam,
        "geboortedatum": _day(vordering.geboren, datumvorm),
        "straat": adres.straat,
        "huisnummer": str(adres.huisnummer),
        "huisletter": adres.letter,
        "huisnummertoevoeging": adres.toevoeging,
        "postcode": f"{adres.postcode[:4]} {adres.postcode[4:]}" if maand % 2 else adres.postcode,
        "woonplaats": adres.woonplaats,
        "telefoon": f"06000{vordering.inwoner.nummer:05d}",
        "email": f"inwoner{vordering.inwoner.nummer}@post.example",
        "type_vordering": vordering.type,
        "bedrag": f"{cent // 100},{cent % 100:02d}",
        "achterstand_sinds": _day(vordering.sinds, datumvorm),
        "referentie": f"{periode}-{vordering.klantnummer}-{vordering.type[:3].upper()}",
        **_statements(vordering),
    }


def _statements(vordering: Vordering) -> Rij:
    """Say what the organisation did before it reported: what the law and the covenants ask for."""
    return {
        "aantal_herinneringen": str(3 + vordering.inwoner.nummer % 3),
        "persoonlijk_contact_gezocht": "ja",
        "gewezen_op_hulp": "ja",
        "bezwaar": "nee",
        "lopende_regeling": "nee",
        "reden": "geen reactie op herinneringen",
        "reactie_klant": "nee",
        "overgedragen_cjib": "nee",
        "dwanginvordering": "nee",
        "bsn": vordering.inwoner.bsn,
        "incassostappen": "herinnering,aanmaning,deurwaarder_minnelijk,telefoon",
        "gerechtelijke_maatregel": "nee",
        "contact_of_afspraak": "nee",
        "nationaliteit": "NL",
        "geslacht": "onbekend",
        "ean_code": f"8716{vordering.inwoner.nummer:014d}",
    }


def _day(day: date | None, vorm: str) -> str:
    return day.strftime(vorm) if day else ""


# What goes wrong at partners, one slip a row; the last ones only where the covenant asks for the field.
FOUTEN: Final[tuple[tuple[str, str], ...]] = (
    ("postcode", "2O11 AB"),
    ("postcode", "1234"),
    ("bedrag", "0,00"),
    ("bedrag", "n.v.t."),
    ("bedrag", "-45,20"),
    ("achternaam", ""),
    ("klantnummer", ""),
    ("huisnummer", "t/o 12"),
    ("huisnummer", ""),
    ("achterstand_sinds", "31-02-2026"),
    ("geboortedatum", "01-05-80"),
    ("bezwaar", "ja"),
    ("lopende_regeling", "ja"),
    ("persoonlijk_contact_gezocht", "nee"),
    ("gewezen_op_hulp", "nee"),
    ("type_vordering", "incassokosten"),
    ("postcode", "6511 AA"),
    ("achterstand_sinds", "{kort}"),
    ("achterstand_sinds", "{lang}"),
)
EIGEN_FOUTEN: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "duo-amsterdam": (
        ("bedrag", "269,99"),
        ("aantal_herinneringen", "2"),
        ("reactie_klant", "ja"),
        ("overgedragen_cjib", "ja"),
        ("dwanginvordering", "ja"),
        ("type_vordering", "ov_boete"),
    ),
    "cak-eigen-bijdrage": (
        ("bsn", "999000001"),
        ("bedrag", "99,95"),
        ("incassostappen", "herinnering,aanmaning"),
        ("gerechtelijke_maatregel", "ja"),
        ("contact_of_afspraak", "ja"),
    ),
}


def damage_rijen(
    rijen: Sequence[Rij], *, convenant: str, kort: str, lang: str, toeval: random.Random
) -> list[Rij]:
    """Return the rows with about one in fifteen wrong, each in its own way, and one row that stands there twice."""
    eigen, gewoon = list(EIGEN_FOUTEN.get(convenant, ())), list(FOUTEN)
    toeval.shuffle(eigen)
    toeval.shuffle(gewoon)
    count = min(len(rijen), max(1 + len(eigen) // 2, len(rijen) // 15))
    wrong = dict(zip(toeval.sample(range(len(rijen)), count), [*eigen[: count - 1], *gewoon], strict=False))
    found = [
        {**rij, wrong[i][0]: wrong[i][1].format(kort=kort, lang=lang)} if i in wrong else rij
        for i, rij in enumerate(rijen)
    ]
    return [*found, found[-1]] if toeval.random() < 0.3 else found


def write_rijen(
    rijen: Iterable[Rij], *, kolommen: Sequence[str], vorm: Vorm, namen: Mapping[str, str] | None = None
) -> bytes:
    """Write rows as the bytes of one file; `namen` gives columns another heading."""
    kop = [(namen or {}).get(kolom, kolom) for kolom in kolommen]
    cells = [[rij.get(kolom, "") for kolom in kolommen] for rij in rijen]
    write: Callable[[list[list[str]], Vorm], bytes] = _write_xlsx if vorm.extensie == "xlsx" else _write_csv
    return write([kop, *cells], vorm)


def _write_csv(cells: list[list[str]], vorm: Vorm) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=vorm.scheiding, lineterminator="\r\n").writerows(cells)
    return text.getvalue().encode(vorm.codering)


def _write_xlsx(cells: list[list[str]], _vorm: Vorm) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("signalen")
    for row in cells:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
