"""Judge rows as a delivery would be judged, and keep nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from meldpunt.aanlevering.beoordeling import count_gronden
from meldpunt.aanlevering.kolomkaart import KolomkaartFout
from meldpunt.aanlevering.parsers import read_regels
from meldpunt.aanlevering.voorproef import Voorproef, make_kolomkaart, read_voorproef
from meldpunt.partijen.deelname import get_deelname
from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.deelname import Levering
from meldpunt.rules.toelating import judge_regels
from meldpunt.rules.uitleg import explain_regels
from meldpunt.rules.velden import ALLE_VELDEN

# More rows than this have one cause; the counts are of all of them.
GETOOND: Final = 1000


@dataclass(frozen=True, slots=True)
class Proefregel:
    """One row with its decision, and why."""

    regel: int
    geaccepteerd: bool
    gronden: tuple[str, ...]
    waarschuwingen: tuple[str, ...]
    uitleg: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Proefoordeel:
    """What would come of these rows; the rows themselves up to a limit, those refused first."""

    versie: date
    aantal_regels: int
    aantal_geaccepteerd: int
    gronden: dict[str, int]
    verwijderde_velden: tuple[str, ...]
    regels: tuple[Proefregel, ...]


def choose_kolomkaart(proef: Voorproef, kaart: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return the map to read a file by where nobody can be asked: the given one, else the remembered one, else none.

    Raises KolomkaartFout when a required field has no column, or a column that surely is a field would be dropped.
    """
    if kaart is not None:
        return make_kolomkaart(kaart, voorproef=proef)
    if not proef.is_compleet:
        missing = [
            f"Veld {veld} is verplicht en heeft geen kolom. Hernoem de kolom of geef een kolomkaart mee. "
            "[verplichte_kolom_ontbreekt]"
            for veld in proef.ontbrekend
        ]
        unused = [
            f"Kolom '{kolom}' lijkt veld {proef.voorstellen[kolom].veld} en zou niet worden gelezen. Hernoem de kolom "
            "of geef een kolomkaart mee. [kolom_onzeker]"
            for kolom in proef.ongebruikt
        ]
        raise KolomkaartFout([*missing, *unused])
    return proef.bewaarde_kaart


def judge_proef(
    bestand: Path,
    *,
    naam: str,
    partner: Signaalpartner,
    levering: tuple[str, date],
    kaart: Mapping[str, str] | None = None,
) -> Proefoordeel:
    """Judge a file under a covenant on a day. Raises BestandFout and KolomkaartFout."""
    sleutel, datum = levering
    proef = read_voorproef(bestand, naam=naam, partner=partner, convenant=sleutel, datum=datum)
    gelezen = read_regels(
        bestand, naam=naam, velden=ALLE_VELDEN, kolomkaart=choose_kolomkaart(proef, kaart), zoek_kop=True
    )
    convenant = get_convenant(sleutel)
    van = Levering(partner.sleutel, partner.type, datum)
    deelname = get_deelname(convenant, partner, on=datum)
    oordeel = judge_regels(gelezen.regels, convenant=convenant, levering=van, deelname=deelname)
    refused = oordeel.filter(~pl.col("geaccepteerd"))
    shown = pl.concat([refused, oordeel.filter("geaccepteerd")]).head(GETOOND)
    only = gelezen.regels.join(shown.select("regel"), on="regel", how="semi", maintain_order="left")
    why = explain_regels(
        oordeel.join(shown.select("regel"), on="regel", how="semi", maintain_order="left"),
        only,
        convenant=convenant,
        levering=van,
        deelname=deelname,
    )
    filled = gelezen.regels.select(pl.col(ALLE_VELDEN).count()).row(0, named=True)
    return Proefoordeel(
        versie=convenant.version_on(datum).vanaf,
        aantal_regels=oordeel.height,
        aantal_geaccepteerd=oordeel.height - refused.height,
        gronden=count_gronden(refused),
        verwijderde_velden=tuple(v for v, n in filled.items() if n and v not in proef.versie.velden),
        regels=tuple(_list_regels(shown, why)),
    )


def _list_regels(shown: pl.DataFrame, why: pl.DataFrame) -> list[Proefregel]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in why.iter_rows(named=True):
        found.setdefault(row["regel"], []).append({naam: row[naam] for naam in row if naam != "regel"})
    columns = shown.sort("regel").select("regel", "geaccepteerd", "gronden", "waarschuwingen")
    return [
        Proefregel(regel, accepted, tuple(grounds), tuple(warnings), tuple(found.get(regel, ())))
        for regel, accepted, grounds, warnings in columns.iter_rows()
    ]
