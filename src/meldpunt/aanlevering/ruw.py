"""The raw file of a delivery: sealed and kept apart, gone as soon as its rows are stored."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from meldpunt.aanlevering.parsers.fouten import refuse
from meldpunt.aanlevering.zegelbestand import Verzegelaar, hold_in_memory, iter_pieces
from meldpunt.toegang.sleutelbos import Onleesbaar

BLOCK = 1 << 20
# How the name of a file ends that is still coming in; it becomes a raw file or is closed and gone.
INKOMEND = ".inkomend"


def folder() -> Path:
    """Return the folder of raw files, made for the owner alone when it is not there yet."""
    path = Path(settings.MELDPUNT_DATA) / "ruw"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(aanlevering: UUID) -> Path:
    """Return where the raw file of a delivery is, or was."""
    return folder() / str(aanlevering)


def save(blocks: Iterable[bytes], aanlevering: UUID) -> tuple[str, int]:
    """Seal the file and return the SHA-256 of its content and its size; on disk before it returns."""
    digest, size = hashlib.sha256(), 0
    seal = Verzegelaar(path_of(aanlevering))
    try:
        for block in blocks:
            digest.update(block)
            size += len(block)
            seal.write(block)
        seal.finish()
    except BaseException:
        seal.abandon()
        destroy(aanlevering)
        raise
    return digest.hexdigest(), size


@contextmanager
def open_plain(aanlevering: UUID, *, naam: str, digest: str) -> Iterator[Path]:
    """Give a path to the content in memory, for as long as it is read. Raises BestandFout when it was changed."""
    path = path_of(aanlevering)
    if not path.exists():
        refuse("bestand_kwijt", naam)
    with hold_in_memory(_iter_checked(path, naam, digest)) as plain:
        yield plain


def _iter_checked(path: Path, naam: str, digest: str) -> Iterator[bytes]:
    """Yield the content; at its end it must be what was received, and not another delivery's file."""
    found = hashlib.sha256()
    try:
        for piece in iter_pieces(path):
            found.update(piece)
            yield piece
    except Onleesbaar:
        refuse("bestand_veranderd", naam)
    if found.hexdigest() != digest:
        refuse("bestand_veranderd", naam)


def read_blocks(path: Path) -> Iterable[bytes]:
    """Yield a file in blocks of a megabyte."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def give_back(fresh: UUID, aanlevering: UUID) -> None:
    """Let a fresh copy take the place of a raw file that is gone; where it is still there, destroy the copy."""
    if path_of(aanlevering).exists():
        destroy(fresh)
    else:
        path_of(fresh).replace(path_of(aanlevering))


def destroy(aanlevering: UUID) -> None:
    """Remove the raw file; that it is already gone is fine."""
    path_of(aanlevering).unlink(missing_ok=True)


def destroy_broken_off(*, before: float) -> None:
    """Remove uploads whose process died before this moment, in seconds since 1970."""
    for path in folder().glob(f"*{INKOMEND}"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def list_stored() -> list[tuple[UUID, float]]:
    """Return the deliveries that still have a raw file, with the time of writing in seconds since 1970."""
    return [(UUID(p.name), p.stat().st_mtime) for p in folder().iterdir() if len(p.name) == 36]
