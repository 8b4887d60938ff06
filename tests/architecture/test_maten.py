"""The house keeps its sizes and its words."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "meldpunt"

MODULE_CAP, FUNCTION_CAP, CLASS_CAP = 400, 50, 200
FORBIDDEN = frozenset(
    {
        "utils",
        "helpers",
        "common",
        "core",
        "base",
        "manager",
        "service",
        "handler",
        "processor",
        "data",
        "info",
    }
)
# One line per exception, with the reason; this list only shrinks.
ALLOWED_NAMES = {
    "GebruikerManager": "Django's word for what makes accounts",
    "base": "the module in which Django looks for a database backend",
    "get_context_data": "Django's word for what a page shows",
}
ALLOWED_SIZES: dict[str, str] = {}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def list_modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def name_of(module: Path) -> str:
    return str(module.relative_to(ROOT))


def walk_definitions(module: Path) -> Iterator[Definition]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, Definition):
            yield node


def words_of(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def git(*args: str) -> list[str]:
    done = subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("SKIPPED: not a git checkout")
    return done.stdout.splitlines()


def test_it_keeps_modules_functions_and_classes_below_their_caps() -> None:
    too_big: list[str] = []
    for module in list_modules():
        if "migrations" in module.parts:
            continue
        if (lines := len(module.read_text().splitlines())) > MODULE_CAP:
            too_big.append(f"{name_of(module)}: {lines} lines")
        for node in walk_definitions(module):
            cap = CLASS_CAP if isinstance(node, ast.ClassDef) else FUNCTION_CAP
            if (size := (node.end_lineno or node.lineno) - node.lineno + 1) > cap:
                too_big.append(f"{name_of(module)}:{node.name}: {size} lines")
    assert [entry for entry in too_big if entry.split(": ")[0] not in ALLOWED_SIZES] == []


def test_it_keeps_nine_modules_in_ten_below_250_lines() -> None:
    sizes = [len(module.read_text().splitlines()) for module in list_modules()]
    assert sum(size <= 250 for size in sizes) >= 0.9 * len(sizes)


def test_it_uses_no_name_that_says_nothing() -> None:
    found = [
        f"{name_of(module)}: {name}"
        for module in list_modules()
        for name in [module.stem, *(node.name for node in walk_definitions(module))]
        if words_of(name) & FORBIDDEN and name not in ALLOWED_NAMES
    ]
    assert found == []


def test_it_uses_the_word_melding_in_no_identifier() -> None:
    found = []
    for module in list_modules():
        names = {node.id for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Name)}
        names |= {node.name for node in walk_definitions(module)} | {module.stem}
        found += [f"{name_of(module)}: {name}" for name in names if words_of(name) & {"melding", "meldingen"}]
    assert found == []


def test_it_gives_every_public_function_a_sentence() -> None:
    found = [
        f"{name_of(module)}:{node.name}"
        for module in list_modules()
        if "migrations" not in module.parts
        for node in ast.parse(module.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert found == []


def test_it_takes_the_day_from_dutch_time() -> None:
    """A moment is UTC: between midnight and two its `.date()` is yesterday, and a table or term of that day."""
    wrong = re.compile(r"\bnow(\(\))?\.date\(\)")
    assert [name_of(module) for module in list_modules() if wrong.search(module.read_text())] == []


def test_it_defines_every_model_in_the_glossary() -> None:
    from django.apps import apps

    glossary = ROOT / "docs" / "glossary.md"
    assert glossary.exists(), "docs/glossary.md is missing"
    text = glossary.read_text()
    names = [model.__name__ for model in apps.get_app_config("meldpunt").get_models()]
    assert [name for name in names if not re.search(rf"\b{name}\b", text)] == []


def test_it_keeps_registry_addresses_out_of_the_lock_files() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert not re.search(r"--(extra-)?index-url|--find-links|\"resolved\":", text), name
        assert name == "package-lock.json" or "://" not in text, name


def test_it_locks_every_version_with_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=\w)", (ROOT / name).read_text())
        assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_it_tests_with_the_versions_that_run() -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), flags=re.MULTILINE))

    assert versions("requirements.lock") <= versions("requirements-dev.lock")


def test_it_holds_no_path_of_somebodys_machine() -> None:
    tracked = [ROOT / name for name in git("ls-files")]
    paths = re.compile(r"/(?:home/\w+|Users/\w+|work|root)/[\w.-]+")
    found = [
        f"{name_of(file)}: {match[0]}"
        for file in tracked
        if file.suffix in {".py", ".md", ".toml", ".json", ".html", ".css", ".js", ".lock", ".yml", ""}
        and file.is_file()
        for match in [paths.search(file.read_text(errors="ignore"))]
        if match
    ]
    assert found == []


def test_it_commits_no_code_of_others() -> None:
    vendored = [
        name for name in git("ls-files") if re.search(r"(^|/)(vendor|node_modules)/|\.min\.(js|css)$", name)
    ]
    assert vendored == []
