"""The attacks of tests/security as a page: what each tries, and what stands in its way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "security"


@dataclass(frozen=True, slots=True)
class Aanval:
    """One attack: the file it stands in, the sentence it makes, and what guards."""

    thema: str
    zin: str
    wacht: str


def list_aanvallen(folder: Path = FOLDER) -> list[Aanval]:
    """List every attack: each row of a table, and each test without one."""
    return [one for file in sorted(folder.glob("test_aanval_*.py")) for one in _list_of(file)]


def _list_of(file: Path) -> Iterator[Aanval]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    thema = (ast.get_docstring(tree) or "").rstrip(".")
    tables = dict(_list_tables(tree))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            sentence = node.name.removeprefix("test_").replace("_", " ")
            wacht = " ".join((ast.get_docstring(node) or "").split())
            table = _table_of(node)
            for row in tables[table] if table else [""]:
                yield Aanval(thema, f"{sentence} {row}".strip(), wacht)


def _list_tables(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Dict):
            yield target.id, [ast.literal_eval(key) for key in value.keys if key is not None]


def _table_of(node: ast.FunctionDef) -> str:
    """Return the name of the table whose rows a test takes one by one; '' when it takes none."""
    for call in node.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("parametrize"):
            return ast.unparse(call.args[1])
    return ""


def describe_aanvallen() -> str:
    """Return the page with every attack."""
    found = list_aanvallen()
    lines = [
        "# Attacks that are refused",
        "",
        f"{len(found)} attacks are tried in every run of the tests, with real requests, files and rows, and refused. "
        "Each line below is a test in `tests/security`, named after what it tries.",
    ]
    for thema in dict.fromkeys(one.thema for one in found):
        lines += ["", f"## {thema}", "", "| attack | what stands in its way |", "|---|---|"]
        lines += [f"| {_cell(one.zin)} | {_cell(one.wacht)} |" for one in found if one.thema == thema]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
