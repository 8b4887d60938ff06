"""A file under a seal: written piece by piece as it comes in, and opened again in memory only.

Each file has a key of its own, sealed by the key ring at the head of the file. A piece is sealed with its number and
with whether it is the last one, so that none can be changed, moved, left out or cut off. What a killed process
leaves behind is sealed bytes, never a readable file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from meldpunt.toegang.sleutelbos import Onleesbaar, decrypt, encrypt

DOEL: Final = "ruw"
MERK: Final = b"meldpunt-zegel-1"
STUK, LABEL = 1 << 20, 16


class Verzegelaar:
    """Write a file under a seal; nothing of what is written reaches the disk in another form."""

    def __init__(self, path: Path) -> None:
        key = AESGCM.generate_key(bit_length=256)
        self._cipher, self._number, self._rest = AESGCM(key), 0, bytearray()
        head = encrypt(DOEL, key)
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._file.write(MERK + len(head).to_bytes(2, "big") + head)

    def write(self, block: bytes) -> None:
        """Take in bytes and seal every whole piece; one is held back, for it may be the last."""
        self._rest += block
        while len(self._rest) > STUK:
            self._seal(bytes(self._rest[:STUK]), last=False)
            del self._rest[:STUK]

    def finish(self) -> None:
        """Seal the last piece and close the file, on disk before it returns; a second time does nothing."""
        if self._file.closed:
            return
        self._seal(bytes(self._rest), last=True)
        self._rest.clear()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is: without its last piece it never opens."""
        self._file.close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, MERK))
        self._number += 1


def iter_pieces(path: Path) -> Iterator[bytes]:
    """Yield the plain pieces of a sealed file. Raises Onleesbaar when anything of it was changed."""
    with path.open("rb") as file:
        if file.read(len(MERK)) != MERK:
            raise Onleesbaar("Dit bestand draagt geen zegel van het meldpunt. [bestand_veranderd]")
        cipher = AESGCM(decrypt(DOEL, file.read(int.from_bytes(file.read(2), "big"))))
        number, piece = 0, file.read(STUK + LABEL)
        while piece:
            following = file.read(STUK + LABEL)
            try:
                yield cipher.decrypt(_nonce(number, last=not following), piece, MERK)
            except InvalidTag as error:
                raise Onleesbaar("Dit bestand is veranderd of afgebroken. [bestand_veranderd]") from error
            number, piece = number + 1, following
        if not number:
            raise Onleesbaar("Dit bestand is afgebroken. [bestand_veranderd]")


@contextmanager
def hold_in_memory(pieces: Iterator[bytes]) -> Iterator[Path]:
    """Give a path to the plain content for as long as it is read; a file of this process's memory, on no disk.

    Where the platform has no such files it is one without a name, that is gone with the process.
    """
    with _open_memory() as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        # By the number of this process: the process that opens a workbook reads it by the same path.
        yield Path(f"/proc/{os.getpid()}/fd/{file.fileno()}" if hasattr(os, "memfd_create") else file.name)


def _open_memory() -> AbstractContextManager[IO[bytes]]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("meldpunt", os.MFD_CLOEXEC), "w+b")
    return tempfile.NamedTemporaryFile()


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(8, "big") + (b"\0\0\0\1" if last else b"\0\0\0\0")
