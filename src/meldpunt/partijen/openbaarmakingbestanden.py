"""Read the dated disclosure tables from TOML; a mistake names its file and its key."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from meldpunt.rules.openbaarmaking import Openbaarmaking, Openbaarmakingstabel, parse_tabel


class OpenbaarmakingFout(Exception):
    """A disclosure table that cannot be used; the text names the file and the key."""


def shipped_folder() -> Path:
    """Give the folder with the tables that come with the product."""
    inside = Path(__file__).resolve().parents[1] / "openbaarmaking"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "openbaarmaking"


def load_openbaarmaking(
    folder: Path | None = None, *, convenanten: Collection[str] | None = None
) -> Openbaarmaking:
    """Load the general tables of the folder and, per subfolder, those of a covenant.

    Raises OpenbaarmakingFout for an unknown, missing or wrong key, when there is no general table, and for a
    subfolder without a table or named after none of `convenanten`: its stricter table would never be used.
    """
    where = folder or shipped_folder()
    general = [(pad, _read(pad)) for pad in sorted(where.glob("*.toml"))]
    if not general:
        raise OpenbaarmakingFout(f"{where}: hier staat geen algemene openbaarmakingstabel.")
    tabellen = {"": [_parse(pad, waarden) for pad, waarden in general]}
    for sub in sorted(child for child in where.iterdir() if child.is_dir()):
        if convenanten is not None and sub.name not in convenanten:
            raise OpenbaarmakingFout(
                f"{sub}: er is geen convenant met sleutel '{sub.name}'. Noem de map naar het convenant."
            )
        own = [(pad, _read(pad)) for pad in sorted(sub.glob("*.toml"))]
        if not own:
            raise OpenbaarmakingFout(f"{sub}: hier staat geen tabel, zoals 2022-01-01.toml.")
        tabellen[sub.name] = [
            _parse(pad, waarden, _basis_on(waarden["vanaf"], general)) for pad, waarden in own
        ]
    return Openbaarmaking(tabellen)


def _read(pad: Path) -> dict[str, Any]:
    try:
        waarden = tomllib.loads(pad.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise OpenbaarmakingFout(f"{pad}: dit is geen geldige TOML ({error}).") from error
    if not isinstance(waarden.get("vanaf"), date) or waarden["vanaf"].isoformat() != pad.stem:
        raise OpenbaarmakingFout(f"{pad}: sleutel 'vanaf' moet de datum van de bestandsnaam zijn.")
    return waarden


def _basis_on(day: date, general: list[tuple[Path, dict[str, Any]]]) -> dict[str, Any]:
    """Return the general values in force on the day; a deviation before the first builds on the first."""
    started = [waarden for _, waarden in general if waarden["vanaf"] <= day]
    return started[-1] if started else general[0][1]


def _parse(pad: Path, waarden: dict[str, Any], basis: dict[str, Any] | None = None) -> Openbaarmakingstabel:
    try:
        return parse_tabel(waarden, basis=basis)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        kind = {"missing": "ontbreekt", "extra_forbidden": "is onbekend"}.get(first["type"], first["msg"])
        raise OpenbaarmakingFout(f"{pad}: sleutel '{key}' {kind}." if key else f"{pad}: {kind}.") from error
