"""Deliveries of any size are what they say: read by the real reader, judged by the real rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from meldpunt.aanlevering.parsers import read_regels
from meldpunt.demo.gemeenten import PLAATSEN
from meldpunt.demo.organisaties import ORGANISATIES
from meldpunt.demo.volume import write_volume
from meldpunt.partijen.convenantbestanden import load_convenanten
from meldpunt.rules.deelname import Deelname, DeelnemendeGemeente, Levering, Postcodebereik
from meldpunt.rules.toelating import judge_regels
from meldpunt.rules.velden import ALLE_VELDEN

DAG = date(2026, 11, 21)
CONVENANTEN = sorted(load_convenanten())


def judge(path: Path, *, convenant: str) -> pl.DataFrame:
    inbreng = write_volume(path, rijen=3000, dag=DAG, convenant=convenant)
    organisatie = next(o for o in ORGANISATIES if o.sleutel == inbreng.organisatie)
    gemeenten = tuple(
        DeelnemendeGemeente(code, tuple(Postcodebereik.parse(p) for p in PLAATSEN[code].postcodes))
        for code in inbreng.gemeenten
    )
    return judge_regels(
        read_regels(path, naam=path.name, velden=ALLE_VELDEN).regels,
        convenant=load_convenanten()[convenant],
        levering=Levering(organisatie.sleutel, organisatie.type, DAG),
        deelname=Deelname(gemeenten, frozenset(inbreng.gemeenten)),
    )


@pytest.mark.parametrize("convenant", CONVENANTEN)
def test_it_writes_rows_of_which_one_in_twelve_is_refused(tmp_path: Path, convenant: str) -> None:
    regels = judge(tmp_path / "volume.csv", convenant=convenant)
    assert regels.height == 3000
    assert regels["geaccepteerd"].sum() == 3000 * 11 // 12
    # Some rows share their address with another.
    assert regels.select("postcode", "huisnummer", "suffix").n_unique() < 2800


def test_it_writes_the_same_rows_for_the_same_seed(tmp_path: Path) -> None:
    one, same, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    write_volume(one, rijen=500, dag=DAG)
    write_volume(same, rijen=500, dag=DAG)
    write_volume(other, rijen=500, dag=DAG, seed=2)
    assert one.read_bytes() == same.read_bytes() != other.read_bytes()


def test_it_says_how_to_deliver_what_it_wrote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "v.csv"
    call_command("volume", "--rijen", "10", "--naar", str(path))
    assert f"meldpunt aanleveren {path} --partner essent --convenant landelijk" in capsys.readouterr().out


def test_it_refuses_a_covenant_without_partners(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="convenant_onbekend"):
        call_command("volume", "--rijen", "10", "--convenant", "elders", "--naar", str(tmp_path / "v.csv"))
