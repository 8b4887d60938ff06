"""The paper: tagged, in its language, its address in the window, and text that is never read as markup."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import replace

import typst

from meldpunt.correspondentie.pdf import DRUK, Drukwerk, Voorblad, make_page, render_pdf

BRIEF = Drukwerk(
    nummer=1,
    kenmerk="ABCDE-12345",
    kanaal="brief",
    taal="nl",
    afzender=("Gemeente Haarlem", "Postbus 511", "2003 PB Haarlem", "14 023", "hulp@haarlem.example"),
    naam="J. Jansen",
    adresregels=("Dorpsstraat 12", "2011 AA  HAARLEM"),
    datum="26 oktober 2026",
    onderwerp="Wij helpen u",
    tekst="Beste heer of mevrouw Jansen,\n\n- PWN\n\n## Kop\n\ndag",
)


def read_objects(pdf: bytes) -> str:
    """Return the objects of a PDF as text, also those in compressed streams."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, flags=re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")


def render(*brieven: Drukwerk, voorblad: Voorblad | None = None) -> str:
    return read_objects(
        render_pdf(brieven or [BRIEF], titel="Brieven", gemeente="Haarlem", voorblad=voorblad)
    )


def test_it_is_tagged_and_says_its_language_and_standard() -> None:
    objects = render(BRIEF, replace(BRIEF, nummer=2, taal="ar", onderwerp="نود مساعدتك", tekst="السيد"))
    assert re.search(r"/MarkInfo\s*<<\s*/Marked true", objects)
    assert "/StructTreeRoot" in objects
    assert re.search(r"/Lang\s*\(nl", objects)
    assert re.search(r"/Lang\s*\(ar", objects)
    assert "<pdfuaid:part>1</pdfuaid:part>" in objects
    for tag in ("/H1", "/H2", "/P", "/L", "/LI"):
        assert re.search(rf"/S\s*{tag}\b", objects), tag


def test_it_lists_the_letters_on_a_cover_that_is_a_table() -> None:
    voorblad = Voorblad(
        "Voorblad: 1 brief", "Haarlem", (("1", "ABCDE-12345", "J. Jansen", "Dorpsstraat 12"),)
    )
    objects = render(voorblad=voorblad)
    for tag in ("/Table", "/TH", "/TD"):
        assert re.search(rf"/S\s*{tag}\b", objects), tag


def find_place(expression: str, **anders: object) -> tuple[float, float]:
    """Return where something stands on the paper, in millimetres from the left and the top."""
    piece = {
        "titel": "x",
        "gemeente": "x",
        "voorblad": None,
        "brieven": [make_page(replace(BRIEF, **anders))],  # type: ignore[arg-type]
    }
    compiler = typst.Compiler(
        str(DRUK / "brieven.typ"), root=str(DRUK), sys_inputs={"stuk": json.dumps(piece)}
    )
    found = json.loads(compiler.eval(f"locate({expression}).position()"))
    across, down = (float(found[axis].removesuffix("pt")) / 72 * 25.4 for axis in ("x", "y"))
    return across, down


def test_it_puts_the_address_in_the_window_of_the_envelope_and_the_text_below_it() -> None:
    many = ("Afdeling Inkomen", "p/a mevrouw De Vries", "Dorpsstraat 12", "2011 AA  HAARLEM")
    across, down = find_place('label("brief-1")', adresregels=many)
    # DIN 5008 form B: the zone runs from 20 to 105 mm across and from 45 to 90 mm down.
    assert 20 <= across <= 30
    assert 45 <= down <= 65
    _, subject = find_place("heading.where(level: 1)", adresregels=many)
    assert subject >= 95


def test_it_never_reads_a_text_as_markup() -> None:
    nasty = '#panic("x") *vet* $x$ @bron <label> = kop #let a = 1 "]) \\'
    plain = render(replace(BRIEF, tekst=nasty, naam=nasty, onderwerp=nasty, adresregels=(nasty,)))
    assert "/StructTreeRoot" in plain


def test_it_numbers_the_pages_of_each_letter_from_one() -> None:
    long = replace(BRIEF, nummer=2, tekst="Een alinea.\n\n" * 90)
    objects = render(long, BRIEF)
    assert len(re.findall(r"/Type\s*/Page\b", objects)) == 4


def test_it_prints_a_card_on_a6() -> None:
    card = render(replace(BRIEF, kanaal="kaartje"))
    width, height = re.search(r"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", card).groups()  # type: ignore[union-attr]
    assert (round(float(width) / 72 * 25.4), round(float(height) / 72 * 25.4)) == (148, 105)
