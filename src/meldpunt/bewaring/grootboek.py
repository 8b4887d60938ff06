"""The ledger of destruction: lines that hang together by their hashes, and a copy beside the database.

The copy is what a restored back-up is brought up to date with: the database itself may be the one that was lost.
It holds keys of facts and counts, and nobody can be led back from it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Max

from meldpunt.bewaring.models import Vernietiging

BEGIN: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Breuk:
    """Where the ledger of a municipality does not hang together, and how."""

    gemeente: str
    nummer: int
    zin: str


def write_line(line: Vernietiging) -> Vernietiging:
    """Append a line to the ledger of its municipality; the caller holds the lock of the municipality."""
    last = Vernietiging.objects.filter(gemeente=line.gemeente_id).order_by("-nummer").first()
    line.nummer = last.nummer + 1 if last else 1
    line.vorige = last.zegel if last else BEGIN
    line.zegel = seal_of(line)
    line.save(force_insert=True)
    return line


def seal_of(line: Vernietiging) -> str:
    """Return the hash of a line with that of the one before it."""
    return hashlib.sha256(json.dumps(_plain(line), sort_keys=True).encode()).hexdigest()


def _plain(line: Vernietiging) -> dict[str, Any]:
    return {
        "gemeente": line.gemeente_id,
        "nummer": line.nummer,
        "vernietigd_op": line.vernietigd_op.astimezone(UTC).isoformat(),
        "vernietigd_door": str(line.vernietigd_door or ""),
        "grond": line.grond,
        "convenant": line.convenant,
        "stadium": line.stadium,
        "artikel": line.artikel,
        "signalen": [str(one) for one in line.signalen],
        "aantallen": line.aantallen,
        "vorige": line.vorige,
    }


def list_breuken() -> list[Breuk]:
    """Walk the ledger of every municipality and return where a line was changed, is missing or moved."""
    found: list[Breuk] = []
    expected: dict[str, tuple[int, str]] = defaultdict(lambda: (1, BEGIN))
    for line in Vernietiging.objects.order_by("gemeente", "nummer").iterator():
        nummer, vorige = expected[line.gemeente_id]
        if line.nummer != nummer or line.vorige != vorige:
            found.append(Breuk(line.gemeente_id, line.nummer, "de regel ervoor ontbreekt of is een andere"))
        if seal_of(line) != line.zegel:
            found.append(Breuk(line.gemeente_id, line.nummer, "de regel is veranderd"))
        expected[line.gemeente_id] = (line.nummer + 1, line.zegel)
    return found


def grootboek_map() -> Path:
    """Return where the copy of the ledger stands, outside the database and its back-ups: a file a month."""
    return Path(settings.MELDPUNT_DATA) / "vernietiging"


def export_grootboek() -> int:
    """Append to the copy what it does not hold yet, and return how many lines that were."""
    newest = Vernietiging.objects.values_list("gemeente").annotate(Max("nummer")).order_by("gemeente")
    return sum(_export_gemeente(gemeente, until=nummer) for gemeente, nummer in newest)


def _export_gemeente(gemeente: str, *, until: int) -> int:
    folder = grootboek_map() / gemeente
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / ".slot", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        last = _last_nummer(folder)
        if last >= until:
            return 0
        fresh = list(Vernietiging.objects.filter(gemeente=gemeente, nummer__gt=last).order_by("nummer"))
        for line in fresh:
            _append(folder / f"{line.vernietigd_op:%Y-%m}.jsonl", {**_plain(line), "zegel": line.zegel})
    return len(fresh)


def _last_nummer(folder: Path) -> int:
    files = sorted(folder.glob("*.jsonl"))
    lines = list(_read(files[-1])) if files else []
    return int(lines[-1]["nummer"]) if lines else 0


def _append(path: Path, line: dict[str, Any]) -> None:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        # A last line that a power failure cut off is written anew.
        file.truncate(file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(json.dumps(line, sort_keys=True).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_grootboek() -> list[dict[str, Any]]:
    """Return the lines of the copy of every municipality; none when it is not there."""
    return [line for path in sorted(grootboek_map().glob("*/*.jsonl")) for line in _read(path)]


def _read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open() as file:
        yield from (json.loads(text) for text in file if text.endswith("\n"))
