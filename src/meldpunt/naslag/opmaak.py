"""Markdown: tables and Dutch days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date


def format_table(kop: Sequence[str], rijen: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table; a bar in a cell does not split it."""
    lines = ["| " + " | ".join(kop) + " |", "|" + "---|" * len(kop)]
    return lines + ["| " + " | ".join(cel.replace("|", "\\|") for cel in rij) + " |" for rij in rijen]


def format_page(titel: str, inleiding: str, *delen: Sequence[str]) -> str:
    """Return a page: title, what it is, and its parts with a blank line between."""
    blocks = [f"# {titel}", inleiding, *("\n".join(deel) for deel in delen)]
    return "\n\n".join(blocks) + "\n"


def format_day(day: date) -> str:
    """Write a day the Dutch way."""
    return f"{day:%d-%m-%Y}"


def format_ja(waar: bool) -> str:
    """Write yes, or leave the cell of a table empty."""
    return "ja" if waar else ""
