"""The worked cases beside each covenant, run as a jurist reads them."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.rules.frames import raw_frame

from meldpunt.partijen.convenantbestanden import load_convenanten, shipped_folder
from meldpunt.rules.bewaring import Termijnkeuze, plan_vernietiging
from meldpunt.rules.matching import find_zaken
from meldpunt.rules.rangorde import Werkprotocol, rank_zaken
from meldpunt.rules.toelating import Deelname, DeelnemendeGemeente, Levering, Postcodebereik, judge_regels

CONVENANTEN = load_convenanten(shipped_folder())
FILES = sorted(shipped_folder().glob("*/*.gevallen.toml"))


def entries(kind: str) -> list[Any]:
    return [
        pytest.param(file.parent.name, worked, entry, id=f"{file.parent.name}: {entry['naam']}")
        for file in FILES
        for worked in [tomllib.loads(file.read_text(encoding="utf-8"))]
        for entry in worked.get(kind, [])
    ]


def test_every_version_has_worked_cases() -> None:
    values = {file for file in shipped_folder().glob("*/*.toml") if "gevallen" not in file.name}
    assert {Path(str(file).replace(".gevallen", "")) for file in FILES} == values


@pytest.mark.parametrize(("sleutel", "worked", "geval"), entries("geval"))
def test_a_worked_row_gets_its_grounds(sleutel: str, worked: dict[str, Any], geval: dict[str, Any]) -> None:
    gemeente = geval.get("gemeente", worked["gemeente"])
    oordeel = judge_regels(
        raw_frame([worked["voorbeeld"] | geval.get("regel", {})]),
        convenant=CONVENANTEN[sleutel],
        levering=Levering(
            "p", geval.get("partnertype", worked["partnertype"]), geval.get("dag", worked["dag"])
        ),
        deelname=Deelname(
            (DeelnemendeGemeente(gemeente, (Postcodebereik.parse(worked["postcodes"]),)),),
            frozenset({gemeente}),
        ),
    ).row(0, named=True)
    assert (oordeel["gronden"], oordeel["waarschuwingen"]) == (
        geval["gronden"],
        geval.get("waarschuwingen", []),
    )


@pytest.mark.parametrize(("sleutel", "worked", "geval"), entries("bewaring"))
def test_a_worked_person_goes_on_its_day(sleutel: str, worked: dict[str, Any], geval: dict[str, Any]) -> None:
    days = ("gesloten_op", "lijst_op", "stop_tot")
    rows = pl.DataFrame(
        {
            "signaal": ["s"],
            "aanleverdatum": [geval["aangeleverd"]],
            "zaakstatus": [geval.get("zaakstatus")],
            **{day: [geval.get(day)] for day in days},
        },
        schema_overrides={"zaakstatus": pl.String} | dict.fromkeys(days, pl.Date),
    )
    planned = plan_vernietiging(
        rows,
        versie=CONVENANTEN[sleutel].version_on(worked["dag"]),
        keuzes=[Termijnkeuze(**keuze) for keuze in geval.get("keuzes", [])],
        today=geval["vandaag"],
    ).row(0, named=True)
    expected = {"weg_op": None} | geval["verwacht"]
    assert {key: planned[key] for key in expected} == expected


@pytest.mark.parametrize(("sleutel", "worked", "lijst"), entries("lijst"))
def test_a_worked_list_gives_its_zaken(sleutel: str, worked: dict[str, Any], lijst: dict[str, Any]) -> None:
    versie = CONVENANTEN[sleutel].version_on(lijst["peildatum"])
    found = find_zaken(signalen_of(lijst, worked), versie=versie, peildatum=lijst["peildatum"])
    known = pl.DataFrame(
        [
            {"postcode": worked["voorbeeld"]["postcode"], "suffix": "", **one}
            for one in lijst.get("bekend", [])
        ],
        schema={"postcode": pl.String, "huisnummer": pl.Int32, "suffix": pl.String, "reden": pl.String},
    )
    protocol = Werkprotocol(lijst.get("capaciteit"), lijst.get("buiten_beschouwing", False))
    zaken = rank_zaken(found, versie=versie, werkprotocollen={worked["gemeente"]: protocol}, bekend=known)
    listed = zaken.with_columns((pl.col("bedrag_cent") // 100).alias("euro")).to_dicts()
    assert [zaak["huisnummer"] for zaak in listed] == [one["huisnummer"] for one in lijst["zaken"]]
    for zaak, expected in zip(listed, lijst["zaken"], strict=True):
        assert {key: zaak[key] for key in expected} == expected


def signalen_of(lijst: dict[str, Any], worked: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "signaal": index,
                "partner": one["partner"],
                "gemeente": worked["gemeente"],
                "postcode": worked["voorbeeld"]["postcode"],
                "huisnummer": one["huisnummer"],
                "suffix": "",
                "aanleverdatum": one["dag"],
                "bedrag_cent": one["euro"] * 100,
                "achterstand_sinds": one["dag"] - timedelta(days=40),
            }
            for index, one in enumerate(lijst["signalen"])
        ]
    ).with_columns(pl.col("huisnummer").cast(pl.Int32))
