"""Show what the rules would do with a scenario; nothing is stored and no database is needed."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from meldpunt.aanlevering.parsers import BestandFout, read_regels
from meldpunt.inzicht.scenario import Aanlevering, Scenario, ScenarioFout, read_scenario
from meldpunt.partijen.convenantbestanden import ConvenantFout, load_convenanten
from meldpunt.rules.adres import format_adres, read_huisnummer, read_postcode, read_suffix
from meldpunt.rules.bedrag import format_bedrag
from meldpunt.rules.convenant import Convenant
from meldpunt.rules.matching import find_zaken
from meldpunt.rules.rangorde import rank_zaken
from meldpunt.rules.toelating import judge_regels
from meldpunt.rules.uitleg import explain_regels
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.rules.waarom import explain_zaken

_BEKEND_VELDEN = ("postcode", "huisnummer", "huisletter", "huisnummertoevoeging", "reden")


class Oordeel(NamedTuple):
    """A judged delivery: its place in the scenario, its rows and the explanation of its refusals."""

    aanlevering: Aanlevering
    regels: pl.DataFrame
    uitleg: pl.DataFrame
    versie: str


def main(argv: Sequence[str]) -> int:
    """Print the answer to one scenario; exit code 2 and one sentence when it cannot be run."""
    if len(argv) != 1:
        return _refuse("Geef één scenario op: meldpunt proefdraai GEVAL.toml.")
    try:
        antwoord = run_scenario(Path(argv[0]))
    except (ScenarioFout, ConvenantFout) as error:
        return _refuse(str(error))
    except BestandFout as error:
        return _refuse(error.zin)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8, whatever the terminal or the pipe of this machine is set to.
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(json.dumps(antwoord, ensure_ascii=False, indent=1) + "\n")
    return 0


def _refuse(zin: str) -> int:
    sys.stderr.write(" ".join(zin.split()) + "\n")
    return 2


def run_scenario(pad: Path) -> dict[str, Any]:
    """Decide everything in a scenario. Raises ScenarioFout, ConvenantFout or BestandFout."""
    scenario = read_scenario(pad)
    convenant = load_convenanten().get(scenario.convenant)
    if convenant is None:
        raise ScenarioFout(f"Het convenant '{scenario.convenant}' bestaat niet.")
    bekend = _read_bekend(scenario, pad.parent)
    oordelen = [_judge(one, scenario, convenant, pad.parent) for one in scenario.aanleveringen]
    return {
        "convenant": convenant.sleutel,
        "aanleveringen": [_show_aanlevering(oordeel) for oordeel in oordelen],
        "zaken": _show_zaken(oordelen, scenario, convenant, bekend),
    }


def _file(naam: str, folder: Path) -> Path:
    pad = folder / naam
    # Opened, and not only looked for: a file without the right to read it, or a name too long for any file.
    try:
        pad.open("rb").close()
    except (OSError, ValueError):
        raise ScenarioFout(f"Het bestand '{naam}' van het scenario is er niet of is niet te lezen.") from None
    return pad


def _judge(aanlevering: Aanlevering, scenario: Scenario, convenant: Convenant, folder: Path) -> Oordeel:
    pad = _file(aanlevering.bestand, folder)
    regels = read_regels(pad, naam=pad.name, velden=ALLE_VELDEN).regels
    levering, deelname = scenario.levering_of(aanlevering), scenario.deelname_of(aanlevering)
    oordeel = judge_regels(regels, convenant=convenant, levering=levering, deelname=deelname)
    uitleg = explain_regels(oordeel, regels, convenant=convenant, levering=levering, deelname=deelname)
    return Oordeel(aanlevering, oordeel, uitleg, convenant.version_on(levering.datum).kenmerk)


def _read_bekend(scenario: Scenario, folder: Path) -> pl.DataFrame | None:
    """Read the addresses that the social service knows; a line without a readable address is ignored."""
    if scenario.bekend is None:
        return None
    pad = _file(scenario.bekend.bestand, folder)
    cellen = read_regels(pad, naam=pad.name, velden=_BEKEND_VELDEN).regels
    return cellen.select(
        read_postcode(pl.col("postcode")).alias("postcode"),
        read_huisnummer(pl.col("huisnummer")).alias("huisnummer"),
        read_suffix(pl.col("huisnummer"), pl.col("huisletter"), pl.col("huisnummertoevoeging")).alias(
            "suffix"
        ),
        pl.col("reden").str.to_lowercase(),
    ).drop_nulls(("postcode", "huisnummer"))


def _show_aanlevering(oordeel: Oordeel) -> dict[str, Any]:
    per_regel: dict[int, list[dict[str, Any]]] = {}
    for rij in oordeel.uitleg.iter_rows(named=True):
        per_regel.setdefault(rij.pop("regel"), []).append(rij)
    regels = oordeel.regels.select("regel", "geaccepteerd", "gronden", "waarschuwingen").iter_rows()
    return {
        "partner": oordeel.aanlevering.partner,
        "datum": oordeel.aanlevering.datum.isoformat(),
        "bestand": oordeel.aanlevering.bestand,
        "versie": oordeel.versie,
        "regels": [
            {
                "regel": regel,
                "besluit": "geaccepteerd" if geaccepteerd else "geweigerd",
                "gronden": gronden,
                "waarschuwingen": waarschuwingen,
                **({} if geaccepteerd else {"uitleg": per_regel[regel]}),
            }
            for regel, geaccepteerd, gronden, waarschuwingen in regels
        ],
    }


def _signalen(oordelen: Sequence[Oordeel]) -> pl.DataFrame:
    """Number the accepted signalen in the order of partner, day and line, whatever the order of delivery."""
    frames = [
        oordeel.regels.lazy()
        .filter("geaccepteerd")
        .with_columns(
            pl.lit(oordeel.aanlevering.partner).alias("partner"),
            pl.lit(oordeel.aanlevering.datum, dtype=pl.Date).alias("aanleverdatum"),
        )
        for oordeel in oordelen
    ]
    return (
        pl.concat(frames)
        .sort("partner", "aanleverdatum", "regel", maintain_order=True)
        .with_row_index("signaal")
        .collect()
    )


def _show_zaken(
    oordelen: Sequence[Oordeel], scenario: Scenario, convenant: Convenant, bekend: pl.DataFrame | None
) -> list[dict[str, Any]]:
    if not oordelen:
        return []
    versie = convenant.version_on(scenario.peildatum)
    signalen = _signalen(oordelen)
    zaken = find_zaken(signalen, versie=versie, peildatum=scenario.peildatum)
    ranked = rank_zaken(zaken, versie=versie, werkprotocollen=scenario.werkprotocollen, bekend=bekend)
    waarom = explain_zaken(ranked, versie=versie)
    shown = ranked.with_columns(
        format_adres().alias("adres"), format_bedrag(pl.col("bedrag_cent")).alias("bedrag"), waarom
    )
    keys = signalen.select("partner", pl.col("aanleverdatum").cast(pl.String), "regel").rows()
    return [_show_zaak(zaak, keys) | {"versie": versie.kenmerk} for zaak in shown.iter_rows(named=True)]


def _show_zaak(zaak: dict[str, Any], keys: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    shown = (
        "aantal",
        "bedrag",
        "venster_maanden",
        "bekend",
        "rang",
        "selectie",
        "reden",
        "postvak",
        "acties",
    )
    return {
        "gemeente": zaak["gemeente"],
        "adres": zaak["adres"],
        "signalen": [list(keys[key]) for key in sorted(zaak["signalen"])],
        **{naam: zaak[naam] for naam in (*shown, "waarom")},
    }
