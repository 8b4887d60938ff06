"""Broken files and texts for every parser: seconds in every run, minutes with `make fuzz` (MELDPUNT_FUZZ examples)."""

from __future__ import annotations

import io
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rules.frames import judge
from tests.slices.aanlevering.parsers.bestanden import ods_cell, ods_row, write_ods, write_xlsx
from tests.slices.aanlevering.parsers.oudexcel import write_xls

from meldpunt.aanlevering.parsers import STANDAARD, BestandFout, read_begin, read_regels
from meldpunt.correspondentie.antwoordcodes import read_code, write_code
from meldpunt.matching.bekend import read_bekend
from meldpunt.rules.adres import find_adres, read_huisnummer, read_postcode
from meldpunt.rules.bedrag import read_bedrag
from meldpunt.rules.datum import read_datum
from meldpunt.rules.namen import initials_key, key_of_words, surname_words
from meldpunt.rules.sjablonen import Sjabloonfout, check_sjabloon
from meldpunt.rules.tekstblokken import read_blokken
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.gemeente.postvakfilter import read_filter

AANTAL = int(os.environ.get("MELDPUNT_FUZZ") or 25)
RUSTIG = settings(max_examples=AANTAL, deadline=None, suppress_health_check=list(HealthCheck))
# A workbook is opened in a process of its own, which takes a third of a second.
ZWAAR = settings(RUSTIG, max_examples=max(4, AANTAL // 6))
KOP = "klantnummer;achternaam;postcode;huisnummer;type_vordering;bedrag;achterstand_sinds;geboortedatum"
RIJ = "K1;Jansen;2011AA;12;water;120,50;15-08-2026;01-05-1980"
VREEMD = [
    *("\0", "\ufeff", "\u202e", "\x85", "\u2028", "İ", "ß", "ﬁ", "٣", "１", "𝄞", "\ud7ff", "e\u0301" * 20),
    *('"', "'", ";", "-", "€"),
]
CIJFER = st.sampled_from("0123456789.,-/ ")
TEKST = st.lists(st.one_of(st.sampled_from(VREEMD), st.text(max_size=6), CIJFER), max_size=24)
BRIEF = st.lists(st.sampled_from(["{", "}", "naam", "\n", "- ", "## "])).map("".join)
Change = tuple[int, int, bytes]
VERANDERING = st.lists(
    st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), st.one_of(st.binary(max_size=8), st.sampled_from(
        [b"\xff" * 4, b"\0" * 4, b"PK\x01\x02", b"&x;", b"<!DOCTYPE", b'"', b"\r", b";" * 50, b"-1", b"9" * 30]
    ))), min_size=1, max_size=6,
)  # fmt: skip


@cache
def corpus() -> dict[str, bytes]:
    """Make a sound file of every kind, to break."""
    cells = [row.split(";") for row in (KOP, RIJ, RIJ.replace("K1", "K2"))]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        old = {(r, c): cell for r, row in enumerate(cells) for c, cell in enumerate(row)}
        made = {
            "xlsx": write_xlsx(folder, cells),
            "ods": write_ods(folder, [ods_row(*map(ods_cell, row)) for row in cells]),
            "xls": write_xls(folder, old),
        }
        found = {kind: file.read_bytes() for kind, file in made.items()}
    return {**found, "csv": "\n".join(map(";".join, cells)).encode()}


def mutate(content: bytes, changes: Sequence[Change]) -> bytes:
    """Put other bytes in other places."""
    for place, length, put in changes:
        where = place % (len(content) + 1)
        content = content[:where] + put + content[where + length :]
    return content


def mutate_part(content: bytes, changes: Sequence[Change]) -> bytes:
    """Break what is inside a workbook, and pack it soundly: so that the reader of cells gets to see it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as broken,
    ):
        for part in whole.namelist():
            inside = whole.read(part)
            broken.writestr(
                part, mutate(inside, changes) if "sheet1" in part or "content" in part else inside
            )
    return out.getvalue()


def survives(read: Callable[[Path], object], content: bytes) -> None:
    """Read a file: it comes out, or it is refused with a sentence and a code."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "levering.csv"
        file.write_bytes(content)
        try:
            read(file)
        except (BestandFout, Weigering) as refusal:
            said = str(refusal)
        else:
            return
    assert re.search(r"\[[a-z_]+\]$", said)


def read_all(file: Path) -> object:
    read_begin(file, naam=file.name, velden=ALLE_VELDEN, aantal=3, grenzen=STANDAARD)
    return read_regels(file, naam=file.name, velden=ALLE_VELDEN, zoek_kop=True)


@RUSTIG
@given(changes=VERANDERING)
def test_a_broken_csv_is_read_or_refused(changes: list[Change]) -> None:
    survives(read_all, mutate(corpus()["csv"], changes))


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@ZWAAR
@given(changes=VERANDERING)
def test_a_broken_workbook_is_read_or_refused(kind: str, changes: list[Change]) -> None:
    survives(read_all, mutate(corpus()[kind], changes))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@ZWAAR
@given(changes=VERANDERING)
def test_a_workbook_that_is_broken_inside_is_read_or_refused(kind: str, changes: list[Change]) -> None:
    survives(read_all, mutate_part(corpus()[kind], changes))


@RUSTIG
@given(changes=VERANDERING)
def test_a_broken_list_of_known_addresses_is_read_or_refused(changes: list[Change]) -> None:
    content = b"postcode;huisnummer;toevoeging;reden\n2011AA;12;;uitkering\n2011AB;13;A;schuldhulpverlening\n"
    survives(lambda file: read_bekend(file, naam=file.name), mutate(content, changes))


LEZERS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "a date": read_datum,
    "an amount": read_bedrag,
    "a postcode": read_postcode,
    "a house number": read_huisnummer,
    "initials": initials_key,
    "a surname": lambda cel: key_of_words(surname_words(pl.lit("van der"), cel)),
}


@pytest.mark.parametrize("naam", LEZERS)
@RUSTIG
@given(cells=st.lists(TEKST.map("".join), min_size=1, max_size=40))
def test_a_strange_cell_is_read_or_left_empty(naam: str, cells: list[str]) -> None:
    frame = pl.DataFrame({"cel": pl.Series(cells, dtype=pl.String)})
    read = frame.select(LEZERS[naam](pl.col("cel")).alias("cel"))["cel"]
    assert len(read) == len(cells)
    # One by one it is the same as together.
    alone = frame.head(1).select(LEZERS[naam](pl.col("cel")).alias("cel"))["cel"]
    assert alone.to_list() == read.head(1).to_list()


@RUSTIG
@given(veld=st.sampled_from(ALLE_VELDEN), cel=TEKST.map("".join))
def test_a_strange_cell_is_judged_with_grounds(veld: str, cel: str) -> None:
    row = judge("landelijk", {veld: cel.replace("\0", "") or None}).row(0, named=True)
    assert row["geaccepteerd"] is (row["gronden"] == [])


@RUSTIG
@given(tekst=TEKST.map("".join))
def test_a_typed_code_is_read_the_same_twice(tekst: str) -> None:
    assert read_code(write_code(tekst)) == read_code(read_code(tekst))


@RUSTIG
@given(parts=st.tuples(*[TEKST.map("".join)] * 3))
def test_a_typed_address_is_an_address_or_none(parts: tuple[str, str, str]) -> None:
    found = find_adres(*parts)
    assert found is None or (len(found[0]) == 6 and found[1] > 0)


@RUSTIG
@given(tekst=st.one_of(TEKST.map("".join), BRIEF))
def test_a_text_of_a_letter_is_a_template_or_refused(tekst: str) -> None:
    read_blokken(tekst)
    try:
        check_sjabloon(kanaal="brief", onderwerp="x", tekst=tekst)
    except Sjabloonfout as refusal:
        said = refusal.zinnen
    else:
        return
    assert said
    assert all(zin.endswith("]") for zin in said)


@RUSTIG
@given(
    asked=st.dictionaries(
        st.sampled_from(["maand", "adres", "vanaf", "status", "gelezen"]), TEKST.map("".join)
    )
)
def test_a_strange_filter_is_read_or_left_out(asked: dict[str, str]) -> None:
    keuze = read_filter(MultiValueDict({key: [value] for key, value in asked.items()}))  # type: ignore[arg-type]
    assert keuze.maand is None or keuze.maand <= date(9999, 12, 1)
    assert keuze.vanaf_cent is None or keuze.vanaf_cent >= 0
