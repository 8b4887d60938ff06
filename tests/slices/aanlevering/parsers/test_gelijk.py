"""The quick reader and the standard one are the same reader; whatever comes in, nothing else goes wrong."""

import csv
import dataclasses
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.slices.aanlevering.parsers.bestanden import VELDEN, read, write_file

from meldpunt.aanlevering.parsers import STANDAARD, BestandFout
from meldpunt.aanlevering.parsers.kop import SCHEIDINGSTEKENS, WITRUIMTE, normalise_kolomnaam
from meldpunt.aanlevering.parsers.opdracht import Leesopdracht
from meldpunt.aanlevering.parsers.tekstbestand import read_tekst

_VREEMD = [" ", "\xa0", "\u2003", "\x1c", "\x85", "\u2028", "\ufeff", "𝄞", '"a";', '"a;""b"', "\r\n"]
_TEKENS = st.sampled_from([*";;;,\t\n\n\r\"'ab1é€", *_VREEMD])
_RIJEN = st.lists(_TEKENS, max_size=60).map("".join)
_KOPPEN = st.sampled_from(
    ["klantnummer;bedrag", "bedrag,Bedrag,kleur", "klantnummer\tgronden\twat_te_doen", "a", ""]
)
_TEKSTEN = st.tuples(_KOPPEN, st.sampled_from(["\n", "\r\n", "\r"]), _RIJEN).map("".join)


def _frame(bestand: Path, *, exact: bool, blok: int) -> pl.DataFrame | str:
    opdracht = Leesopdracht(
        bestand=bestand, naam="x", velden=VELDEN, kolomkaart=None, zoek_kop=False, grenzen=STANDAARD
    )
    try:
        return read_tekst(dataclasses.replace(opdracht, exact=exact, blok=blok)).regels
    except BestandFout as fout:
        return fout.zin


def _read_naively(tekst: str) -> pl.DataFrame:
    """Read as the decision contract says, one row after the other."""
    eerste = tekst.replace("\r", "\n").split("\n")[0]
    with tempfile.TemporaryFile("w+", newline="", encoding="utf-8") as bron:
        bron.write(tekst)
        bron.seek(0)
        lezer = csv.reader(bron, delimiter=max(SCHEIDINGSTEKENS, key=eerste.count))
        namen = [normalise_kolomnaam(naam) for naam in next(lezer, [])]
        rijen, begin = [], lezer.line_num + 1
        for cellen in lezer:
            rij: dict[str, object] = {"regel": begin, **dict.fromkeys(VELDEN), "buiten_velden": False}
            begin = lezer.line_num + 1
            gevuld = False
            for nummer, cel in enumerate(cellen):
                waarde = cel.strip(WITRUIMTE)
                naam = namen[nummer] if nummer < len(namen) else ""
                gevuld = gevuld or bool(waarde)
                if naam in VELDEN:
                    rij[naam] = rij[naam] or waarde or None
                elif waarde:
                    rij["buiten_velden"] = True
            if gevuld:
                rijen.append(rij)
    return pl.DataFrame(
        rijen, schema={"regel": pl.Int32, **dict.fromkeys(VELDEN, pl.String), "buiten_velden": pl.Boolean}
    )


@settings(max_examples=400, deadline=None)
@given(tekst=_TEKSTEN, blok=st.integers(7, 200))
def test_it_gives_the_same_frame_quickly_exactly_and_naively(tekst: str, blok: int) -> None:
    with tempfile.TemporaryDirectory() as map_:
        bestand = write_file(Path(map_), tekst.encode())
        exact = _frame(bestand, exact=True, blok=1 << 20)
        for ander in (_frame(bestand, exact=False, blok=1 << 20), _frame(bestand, exact=False, blok=blok)):
            if isinstance(exact, pl.DataFrame) and isinstance(ander, pl.DataFrame):
                assert_frame_equal(exact, ander)
            else:
                assert isinstance(exact, str)
                assert exact == ander
        if isinstance(exact, pl.DataFrame) and "'" not in tekst:
            assert_frame_equal(exact, _read_naively(tekst))


_BEGIN = st.sampled_from(
    [b"", b"a;b\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xfe\xff", b"%PDF"]
)


@settings(max_examples=300, deadline=None)
@given(begin=_BEGIN, rest=st.binary(max_size=300), zoek_kop=st.booleans())
def test_it_reads_any_bytes_or_refuses_them_with_a_code(begin: bytes, rest: bytes, zoek_kop: bool) -> None:
    with tempfile.TemporaryDirectory() as map_:
        bestand = write_file(Path(map_), begin + rest)
        try:
            uitkomst = read(bestand, zoek_kop=zoek_kop).regels.columns[0]
        except BestandFout as fout:
            uitkomst = fout.zin
        assert uitkomst == "regel" or uitkomst.endswith("]")


_GEVALLEN = Path(__file__).parents[5] / "shared" / "cases"


@pytest.mark.skipif(
    not _GEVALLEN.is_dir(), reason="LET OP: ../shared/cases ontbreekt, de gevallen zijn niet gelezen"
)
def test_it_reads_every_delivery_of_the_shared_cases_as_the_contract_says() -> None:
    bestanden = sorted(_GEVALLEN.rglob("*.csv"))
    assert bestanden
    for bestand in bestanden:
        ruw = read(bestand)
        tekst = bestand.read_bytes().decode("cp1252" if ruw.codering == "cp1252" else "utf-8-sig")
        assert_frame_equal(ruw.regels, _read_naively(tekst))
