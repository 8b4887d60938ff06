"""Read covenants from folders of dated TOML files; a mistake names its file and its key."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from meldpunt.rules.convenant import Convenant, ConvenantVersie

_VALUES: Final = re.compile(r"^(\d{4}-\d{2}-\d{2})\.toml$")
_CASES: Final = re.compile(r"^\d{4}-\d{2}-\d{2}\.gevallen\.toml$")
# These belong to the file, not to the values a later version or a local covenant takes over.
_OF_THE_FILE: Final = frozenset({"bouwt_op", "weglaten"})
# In these a deviation states single entries; every other section is replaced as a whole.
_PER_ENTRY: Final = frozenset({"velden", "toelating"})

_KINDS: Final = {
    "missing": "ontbreekt",
    "extra_forbidden": "is onbekend",
}


class ConvenantFout(Exception):
    """A covenant file that cannot be used; the text names the file and the key."""


class _Bestand(NamedTuple):
    pad: Path
    vanaf: date
    waarden: dict[str, Any]


def shipped_folder() -> Path:
    """Give the folder with the covenants that come with the product."""
    inside = Path(__file__).resolve().parents[1] / "convenanten"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "convenanten"


def local_folders() -> tuple[Path, ...]:
    """List the folders with covenants of the installation itself, from MELDPUNT_CONVENANTEN."""
    named = os.environ.get("MELDPUNT_CONVENANTEN", "")
    return tuple(Path(part) for part in named.split(os.pathsep) if part)


def load_convenanten(*mappen: Path) -> dict[str, Convenant]:
    """Load every covenant of these folders (default: shipped and local ones), by key.

    Raises ConvenantFout for an unknown, missing or wrong key, for a key that two folders use, and for a
    covenant that builds on one that is not there.
    """
    files = _list_files(mappen or (shipped_folder(), *local_folders()))
    return {sleutel: _build(sleutel, files) for sleutel in sorted(files)}


def _list_files(mappen: tuple[Path, ...]) -> dict[str, list[_Bestand]]:
    found: dict[str, list[_Bestand]] = {}
    for parent in mappen:
        if not parent.is_dir():
            raise ConvenantFout(f"{parent}: deze map met convenanten bestaat niet.")
        for folder in sorted(child for child in parent.iterdir() if child.is_dir()):
            if folder.name.startswith((".", "_")):
                continue
            if folder.name in found:
                raise ConvenantFout(f"{folder}: sleutel '{folder.name}' bestaat al in een andere map.")
            found[folder.name] = _read_folder(folder)
    return found


def _read_folder(folder: Path) -> list[_Bestand]:
    files = []
    for pad in sorted(folder.glob("*.toml")):
        named = _VALUES.match(pad.name)
        if named:
            files.append(_Bestand(pad, _day(named.group(1), pad), _read_toml(pad)))
        elif not _CASES.match(pad.name):
            raise ConvenantFout(f"{pad}: noem het bestand naar zijn eerste dag, zoals 2024-03-01.toml.")
    if not files:
        raise ConvenantFout(f"{folder}: er is geen bestand met waarden, zoals 2024-03-01.toml.")
    return files


def _day(text: str, pad: Path) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConvenantFout(f"{pad}: de naam van het bestand is geen bestaande dag.") from None


def _read_toml(pad: Path) -> dict[str, Any]:
    try:
        with pad.open("rb") as stream:
            return tomllib.load(stream)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConvenantFout(f"{pad}: geen geldige TOML: {error}") from None


def _build(sleutel: str, files: Mapping[str, list[_Bestand]]) -> Convenant:
    versies = tuple(_version(sleutel, day, files) for day in _days(sleutel, files, ()))
    return Convenant(sleutel=sleutel, versies=versies)


def _find_onder(bestand: _Bestand, files: Mapping[str, list[_Bestand]]) -> tuple[str, date | None] | None:
    """Split `bouwt_op`: a covenant key follows its versions, `key/date` stays with one of them."""
    named = bestand.waarden.get("bouwt_op")
    if named is None:
        return None
    sleutel, _, day = str(named).partition("/")
    if sleutel not in files:
        raise ConvenantFout(f"{bestand.pad}: sleutel 'bouwt_op' noemt het onbekende convenant '{sleutel}'.")
    pinned = _day(day, bestand.pad) if day else None
    if pinned is not None and pinned not in {other.vanaf for other in files[sleutel]}:
        raise ConvenantFout(f"{bestand.pad}: sleutel 'bouwt_op' noemt de onbekende versie '{named}'.")
    return sleutel, pinned


def _days(sleutel: str, files: Mapping[str, list[_Bestand]], seen: tuple[str, ...]) -> list[date]:
    """List the days on which a value may change: the covenant's own, and those of what it builds on."""
    if sleutel in seen:
        raise ConvenantFout(f"{files[sleutel][0].pad}: sleutel 'bouwt_op' verwijst in een kring.")
    own = files[sleutel]
    days = {bestand.vanaf for bestand in own}
    for index, bestand in enumerate(own):
        onder = _find_onder(bestand, files)
        if onder is None or onder[1] is not None:
            continue
        until = own[index + 1].vanaf if index + 1 < len(own) else date.max
        days |= {day for day in _days(onder[0], files, (*seen, sleutel)) if bestand.vanaf < day < until}
    return sorted(days)


def _on(bestanden: list[_Bestand], day: date) -> _Bestand:
    return next((one for one in reversed(bestanden) if one.vanaf <= day), bestanden[0])


def _resolve(
    sleutel: str, day: date, files: Mapping[str, list[_Bestand]], seen: frozenset[Path] = frozenset()
) -> tuple[dict[str, Any], str]:
    bestand = _on(files[sleutel], day)
    if bestand.pad in seen:
        raise ConvenantFout(f"{bestand.pad}: sleutel 'bouwt_op' verwijst in een kring.")
    mark = f"{sleutel}/{bestand.vanaf}"
    onder = _find_onder(bestand, files)
    if onder is None:
        return {key: value for key, value in bestand.waarden.items() if key not in _OF_THE_FILE}, mark
    below, below_mark = _resolve(onder[0], onder[1] or day, files, seen | {bestand.pad})
    if onder[0] != sleutel:
        below = _attribute(below, onder[0])
    # A pinned base is fixed by the file itself; only a followed one has to be told apart in the mark.
    return _merge(below, bestand), mark if onder[1] else f"{mark}+{below_mark}"


def _attribute(value: Any, sleutel: str, key: str = "") -> Any:
    """Let an article that is taken over say which covenant it stands in; law and readings say so already."""
    if isinstance(value, dict):
        inside = "artikel" if key == "algemeen" else ""
        return {name: _attribute(part, sleutel, inside or name) for name, part in value.items()}
    if isinstance(value, list):
        return [_attribute(part, sleutel) for part in value]
    own = isinstance(value, str) and not value.startswith(("wet: ", "onze lezing"))
    return f"{sleutel}: {value}" if key == "artikel" and own else value


def _merge(below: dict[str, Any], bestand: _Bestand) -> dict[str, Any]:
    merged = dict(below)
    for key, value in bestand.waarden.items():
        if key in _PER_ENTRY and isinstance(value, dict) and isinstance(below.get(key), dict):
            merged[key] = {**below[key], **value}
        elif key not in _OF_THE_FILE:
            merged[key] = value
    for path in bestand.waarden.get("weglaten", []):
        _leave_out(merged, str(path), bestand.pad)
    return merged


def _leave_out(merged: dict[str, Any], path: str, pad: Path) -> None:
    section, _, entry = path.partition(".")
    inside = merged.get(section)
    if entry and isinstance(inside, dict) and entry in inside:
        merged[section] = {key: value for key, value in inside.items() if key != entry}
    elif not entry and section in merged:
        del merged[section]
    else:
        raise ConvenantFout(f"{pad}: sleutel 'weglaten' noemt '{path}', maar dat is er niet.")


def _version(sleutel: str, day: date, files: Mapping[str, list[_Bestand]]) -> ConvenantVersie:
    waarden, mark = _resolve(sleutel, day, files)
    pad = _on(files[sleutel], day).pad
    if stated := {"convenant", "vanaf", "kenmerk"} & set(waarden):
        raise ConvenantFout(
            f"{pad}: sleutel '{min(stated)}' is onbekend; map en naam van het bestand zeggen dat."
        )
    try:
        return ConvenantVersie.model_validate(
            {**waarden, "convenant": sleutel, "vanaf": day, "kenmerk": mark}
        )
    except ValidationError as error:
        raise ConvenantFout(f"{pad}: {_sentence(error)}") from None


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"]) or "bestand"
    told = _KINDS.get(first["type"], f"klopt niet: {first['msg']}")
    return f"sleutel '{key}' {told}."
