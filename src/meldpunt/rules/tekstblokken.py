"""A plain text as blocks: paragraphs, lists and headings; screens and paper print the same ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Blok:
    """A paragraph (its lines), a list (its points) or a heading (one line)."""

    soort: Literal["alinea", "lijst", "kop"]
    regels: tuple[str, ...]


def read_blokken(tekst: str) -> list[Blok]:
    """Split a text: a blank line ends a block, `- ` begins a point, `## ` a heading."""
    blocks: list[Blok] = []
    lines: list[str] = []
    kind: Literal["alinea", "lijst"] = "alinea"

    def close() -> None:
        if lines:
            blocks.append(Blok(kind, tuple(lines)))
            lines.clear()

    for line in map(str.strip, tekst.splitlines()):
        if not line:
            close()
        elif line.startswith("## "):
            close()
            blocks.append(Blok("kop", (line.removeprefix("## ").strip(),)))
        else:
            wanted: Literal["alinea", "lijst"] = "lijst" if line.startswith("- ") else "alinea"
            if wanted != kind:
                close()
            kind = wanted
            lines.append(line.removeprefix("- ").strip())
    close()
    return blocks
