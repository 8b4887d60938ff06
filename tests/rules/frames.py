"""Rows, deliveries and zaken for tests of the rules; every value has a lawful default."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from meldpunt.partijen.convenantbestanden import load_convenanten, shipped_folder
from meldpunt.rules.convenant import Convenant
from meldpunt.rules.toelating import Deelname, DeelnemendeGemeente, Levering, Postcodebereik, judge_regels
from meldpunt.rules.velden import ALLE_VELDEN

CONVENANTEN = load_convenanten(shipped_folder())
LEVERDAG = date(2026, 10, 26)
PLAATSEN = {
    "duo-amsterdam": ("0363", "1011-1109", "DUO", "studielening"),
    "cak-eigen-bijdrage": ("0014", "9711-9747", "CAK Eigen bijdrage", "wmo"),
    "haarlem-zandvoort": ("0392", "2011-2037", "Water", "water"),
    "drechtsteden": ("0505", "3311-3329", "Huur", "huur"),
    "landelijk": ("0344", "3511-3585", "Energie", "energie"),
}


def convenant_of(sleutel: str) -> Convenant:
    return CONVENANTEN[sleutel]


def lawful_cells(sleutel: str, leverdag: date = LEVERDAG) -> dict[str, str]:
    """Give the cells of a row that the covenant accepts on the delivery day."""
    _, postcodes, _, vordering = PLAATSEN[sleutel]
    cells = {
        "klantnummer": "K1",
        "achternaam": "Proefpersoon",
        "postcode": f"{postcodes[:4]}AB",
        "huisnummer": "1",
        "type_vordering": vordering,
        "bedrag": "500,00",
        "achterstand_sinds": (leverdag - timedelta(days=60)).isoformat(),
    }
    if sleutel == "duo-amsterdam":
        cells |= dict.fromkeys(("reactie_klant", "overgedragen_cjib", "dwanginvordering"), "nee")
        cells |= {"voorletters": "P.", "geboortedatum": "01-05-1990", "reden": "geen reactie"}
        cells |= {"aantal_herinneringen": "3", "achterstand_sinds": "2025-01-01"}
    if sleutel == "cak-eigen-bijdrage":
        cells |= dict.fromkeys(("gerechtelijke_maatregel", "contact_of_afspraak"), "nee")
        cells |= {"incassostappen": "herinnering,aanmaning,deurwaarder_minnelijk,telefoon"}
        cells |= {"geboortedatum": "01-05-1950", "achterstand_sinds": "2025-01-01"}
    return cells


def raw_frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Build what the reader of deliveries gives: text cells, null when empty; row 1 stands on line 2."""
    return pl.DataFrame(
        [
            {"regel": index + 2, "buiten_velden": False, **dict.fromkeys(ALLE_VELDEN), **row}
            for index, row in enumerate(rows)
        ],
        schema={"regel": pl.Int32, **dict.fromkeys(ALLE_VELDEN, pl.String), "buiten_velden": pl.Boolean},
    )


def levering_of(sleutel: str, **changes: Any) -> Levering:
    return Levering(**{"partner": "p", "partnertype": PLAATSEN[sleutel][2], "datum": LEVERDAG, **changes})


def deelname_of(sleutel: str, **changes: Any) -> Deelname:
    code, postcodes, _, _ = PLAATSEN[sleutel]
    gemeenten = (DeelnemendeGemeente(code, (Postcodebereik.parse(postcodes),)),)
    return Deelname(**{"gemeenten": gemeenten, "partner_gemeenten": frozenset({code}), **changes})


def judge(
    sleutel: str,
    *rows: dict[str, Any],
    levering: dict[str, Any] | None = None,
    deelname: dict[str, Any] | None = None,
) -> pl.DataFrame:
    """Judge rows that differ from a lawful one in the given cells."""
    lever = levering_of(sleutel, **(levering or {}))
    lawful = lawful_cells(sleutel)
    frame = raw_frame([{**lawful, "klantnummer": f"K{index}", **row} for index, row in enumerate(rows)])
    taking_part = deelname_of(sleutel, **(deelname or {}))
    return judge_regels(frame, convenant=convenant_of(sleutel), levering=lever, deelname=taking_part)


def gronden_of(sleutel: str, levering: dict[str, Any] | None = None, **cells: Any) -> list[str]:
    """Give the grounds of one row that differs from a lawful one in these cells."""
    return list(judge(sleutel, cells, levering=levering)["gronden"][0])


def signalen_frame(signalen: Sequence[tuple[str, str, date, int]], gemeente: str = "0392") -> pl.DataFrame:
    """Build accepted signalen of (partner, house number, delivery day, cents), keyed by their place."""
    return pl.DataFrame(
        [
            {
                "signaal": index,
                "partner": partner,
                "gemeente": gemeente,
                "postcode": "2011AB",
                "huisnummer": int(huisnummer),
                "suffix": "",
                "aanleverdatum": day,
                "bedrag_cent": cents,
                "achterstand_sinds": day - timedelta(days=40),
            }
            for index, (partner, huisnummer, day, cents) in enumerate(signalen)
        ],
        schema={
            "signaal": pl.Int64,
            "partner": pl.String,
            "gemeente": pl.String,
            "postcode": pl.String,
            "huisnummer": pl.Int32,
            "suffix": pl.String,
            "aanleverdatum": pl.Date,
            "bedrag_cent": pl.Int64,
            "achterstand_sinds": pl.Date,
        },
    )
