"""The pages of docs/reference say what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from meldpunt.naslag import PAGES
from meldpunt.partijen.convenantbestanden import load_convenanten, shipped_folder
from meldpunt.rules.statussen import OVERGANGEN, list_statussen

ROOT = Path(__file__).resolve().parents[2]


def test_it_keeps_the_generated_pages_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore::RuntimeWarning", "tools/naslag.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_it_writes_the_same_page_twice() -> None:
    assert {naam: make() for naam, make in PAGES.items()} == {naam: make() for naam, make in PAGES.items()}


def test_it_names_every_ground_of_every_covenant_with_its_article() -> None:
    page = PAGES["gronden.md"]()
    for convenant in load_convenanten(shipped_folder()).values():
        section = page.split(f"(`{convenant.sleutel}`)")[1].split("\n## ")[0]
        for versie in convenant.versies:
            for verklaring in versie.toelating.verklaringen:
                assert f"| `{verklaring.grond}` | {verklaring.artikel} |" in section


def test_it_ends_every_sentence_about_a_ground_with_its_code() -> None:
    rows = re.findall(r"^\| `(\w+)` \| .* \| (Regel 14: .*) \|$", PAGES["gronden.md"](), flags=re.MULTILINE)
    assert len(rows) > 60
    assert [code for code, zin in rows if not zin.endswith(f"[{code}]") or "{" in zin] == []


def test_it_draws_every_transition() -> None:
    page = PAGES["statussen.md"]()
    assert [step for step in OVERGANGEN if f"    {step.van} --> {step.naar} : " not in page] == []
    assert all(f"`{status}`" in page for soort in ("aanlevering", "zaak") for status in list_statussen(soort))


def test_it_keeps_every_table_of_a_page_whole() -> None:
    for naam, make in PAGES.items():
        for block in re.findall(r"(?:^\|.*\n)+", make(), flags=re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(widths) == 1, (naam, block[:200])
