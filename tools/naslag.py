"""Write the generated pages of docs/reference, or say which of them are out of date."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
NOTICE = "<!-- Gemaakt door `make docs`; niet met de hand wijzigen. -->"


def main() -> int:
    """Write or compare every page and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="alleen vergelijken")
    check = parser.parse_args().check
    os.environ["DJANGO_SETTINGS_MODULE"] = "meldpunt.settings.test"
    import django

    django.setup()
    from aanvallen import describe_aanvallen

    from meldpunt.api.documentatie.beschrijving import write_beschrijving
    from meldpunt.naslag import PAGES

    pages = {**PAGES, "tabellen.md": describe_tables, "aanvallen.md": describe_aanvallen}
    stale = [naam for naam, make in pages.items() if not write_page(REFERENCE / naam, make(), check=check)]
    # The description of the interface as a client generator reads it: no notice fits in it.
    if not write_text(REFERENCE / "openapi.json", write_beschrijving(), check=check):
        stale.append("openapi.json")
    if stale:
        print(
            f"Niet bijgewerkt: {', '.join(stale)}. Doe 'make docs' en neem de wijziging op.", file=sys.stderr
        )
    return 1 if stale else 0


def write_page(bestand: Path, text: str, *, check: bool) -> bool:
    """Write the page, or with `check` only say whether it is as it should be."""
    return write_text(bestand, f"{NOTICE}\n\n{text}", check=check)


def write_text(bestand: Path, text: str, *, check: bool) -> bool:
    """Write a file as it is, or with `check` only say whether it is so already."""
    if check:
        return bestand.exists() and bestand.read_text() == text
    bestand.parent.mkdir(parents=True, exist_ok=True)
    bestand.write_text(text)
    return True


def describe_tables() -> str:
    """Return a page with every table, its columns and what the database guards."""
    from django.apps import apps

    lines = ["# Tabellen", "", "Op naam. Elke grens hieronder bewaakt de database zelf."]
    for model in sorted(apps.get_app_config("meldpunt").get_models(), key=lambda m: m.__name__):
        purpose = (model.__doc__ or "").strip().split("\n")[0]
        lines += ["", f"## {model.__name__}", "", purpose, "", "| kolom | soort | leeg |", "|---|---|---|"]
        for field in model._meta.concrete_fields:
            empty = "ja" if field.null else ""
            lines.append(f"| `{field.column}` | {field.get_internal_type()} | {empty} |")
        lines += ["", *(f"- `{constraint.name}`" for constraint in model._meta.constraints)]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
