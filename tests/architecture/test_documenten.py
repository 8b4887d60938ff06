"""The documents point at what is there, and their examples work."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from meldpunt.inzicht.scenario import read_scenario
from meldpunt.partijen.convenantbestanden import load_convenanten, shipped_folder
from meldpunt.rules.convenant import ConvenantVersie

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "meldpunt"
HOW_TO = ROOT / "docs" / "how-to"
# 200 kB: a page with a picture must open quickly, also from a checkout over a slow line.
LARGEST_PICTURE = 200_000
SLICES = sorted(
    {
        folder
        for file in ("models.py", "actions.py")
        for found in SOURCE.glob(f"*/{file}")
        for folder in [found.parent]
    }
)


def list_documents() -> list[Path]:
    skipped = {"node_modules", ".venv", "vendor", ".meldpunt"}
    return sorted(
        file
        for folder in (ROOT, *(ROOT / name for name in ("docs", "src", "convenanten", "tests", "benchmarks")))
        for file in (folder.glob("*.md") if folder == ROOT else folder.rglob("*.md"))
        if not skipped & set(file.parts)
    )


def without_code(text: str) -> str:
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def anchor_of(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def has_anchor(file: Path, anchor: str) -> bool:
    titles = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return anchor in {anchor_of(title) for title in titles}


def find_broken_links(document: Path) -> list[str]:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        if not file.exists() or (anchor and not has_anchor(file, anchor)):
            broken.append(f"{document.relative_to(ROOT)}: {target}")
    return broken


def blocks_of(document: Path, language: str) -> list[str]:
    """Return the code blocks of a document, with the indent of a list taken off."""
    found = re.findall(
        rf"^( *)```{language}\n(.*?)^\1```", document.read_text(), flags=re.DOTALL | re.MULTILINE
    )
    return [re.sub(rf"^{indent}", "", text, flags=re.MULTILINE) for indent, text in found]


def test_it_breaks_no_link_between_documents() -> None:
    assert [broken for document in list_documents() for broken in find_broken_links(document)] == []


def test_it_keeps_pictures_small_and_shows_every_one_of_them() -> None:
    pictures = {file for folder in (ROOT / "docs").rglob("beelden") for file in folder.glob("*")}
    assert len(pictures) > 10
    assert sorted(file.name for file in pictures if file.stat().st_size > LARGEST_PICTURE) == []
    text = "\n".join(document.read_text(encoding="utf-8") for document in list_documents())
    assert sorted(file.name for file in pictures if f"beelden/{file.name})" not in text) == []


def test_it_lists_every_decision_in_the_order_of_its_number() -> None:
    folder = ROOT / "docs" / "adr"
    pages = sorted(file.name for file in folder.glob("[0-9]*.md"))
    assert re.findall(r"\]\((\d{4}-[^)]+)\)", (folder / "README.md").read_text()) == pages
    assert [int(page[:4]) for page in pages] == list(range(1, len(pages) + 1))


def test_it_gives_every_decision_its_headings() -> None:
    for page in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        headings = re.findall(r"^## (.+)$", page.read_text(), flags=re.MULTILINE)
        assert headings[:3] == ["Situation", "Decision", "Consequences"], page.name


@pytest.mark.parametrize("folder", SLICES, ids=lambda folder: folder.name)
def test_it_says_in_five_lines_what_a_slice_is(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^- \*\*(\w+)\*\*:", text, flags=re.MULTILINE) == [
        "Tables",
        "Queries",
        "Acts",
        "Never",
    ]


@pytest.mark.parametrize("folder", SLICES, ids=lambda folder: folder.name)
def test_it_names_every_table_of_a_slice(folder: Path) -> None:
    from django.apps import apps

    text = (folder / "README.md").read_text(encoding="utf-8")
    own = [
        model.__name__
        for model in apps.get_app_config("meldpunt").get_models()
        if model.__module__ == f"meldpunt.{folder.name}.models"
    ]
    assert [name for name in own if f"`{name}`" not in text] == []


@pytest.mark.parametrize("folder", SLICES, ids=lambda folder: folder.name)
def test_it_names_no_function_that_is_gone(folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    source = "\n".join(module.read_text() for module in SOURCE.rglob("*.py"))
    named = re.findall(r"`([a-z]+(?:_[a-z]+)+)`", text)
    assert [name for name in named if f"def {name}(" not in source] == []


def test_it_shows_a_covenant_that_loads(tmp_path: Path) -> None:
    values, cases = blocks_of(HOW_TO / "add-a-covenant.md", "toml")
    folder = tmp_path / "voorbeeldstad"
    folder.mkdir()
    (folder / "2026-01-01.toml").write_text(values)
    versie = load_convenanten(shipped_folder(), tmp_path)["voorbeeldstad"].versies[-1]
    assert isinstance(versie, ConvenantVersie)
    assert versie.toelating.minimumbedrag is not None
    assert versie.evaluatie is None
    assert set(tomllib.loads(cases)) >= {"dag", "partnertype", "gemeente", "postcodes", "voorbeeld", "geval"}


def test_it_shows_a_scenario_that_can_be_read(tmp_path: Path) -> None:
    (scenario,) = blocks_of(HOW_TO / "dry-run.md", "toml")
    file = tmp_path / "scenario.toml"
    file.write_text(scenario)
    assert read_scenario(file).convenant in load_convenanten(shipped_folder())


def test_it_names_every_setting_that_the_environment_gives() -> None:
    text = (HOW_TO / "settings.md").read_text()
    sources = [*SOURCE.rglob("*.py"), ROOT / "tests" / "conftest.py"]
    read = re.compile(r"environ(?:\.get\(|\[)\s*\"(MELDPUNT_\w+)\"")
    used = {name for file in sources for name in read.findall(file.read_text())}
    assert len(used) > 6
    assert sorted(name for name in used if f"`{name}`" not in text) == []


def test_it_prints_commands_that_exist() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    offered = set(re.findall(r"^  make ([a-z-]+)", done.stdout, flags=re.MULTILINE))
    named = {
        target
        for document in (ROOT / "README.md", ROOT / "CONTRIBUTING.md")
        for target in re.findall(
            r"^make ([a-z-]+)$|`make ([a-z-]+)`", document.read_text(), flags=re.MULTILINE
        )
        for target in target
        if target
    }
    assert named >= {"start", "test"}
    assert named - offered == set()
