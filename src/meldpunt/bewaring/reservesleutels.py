"""Keys of back-ups: one a month, in files outside the database; who destroys the key destroys every copy of it."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils import timezone

from meldpunt.partijen.register import list_convenanten
from meldpunt.rules.datum import add_months

MERK: Final = b"MELDPUNT RESERVEKOPIE 1\n"
BLOK: Final = 1 << 20
NONCE: Final = 12
MAAND: Final = re.compile(r"^\d{4}-\d{2}$")


class KopieFout(ValueError):
    """A back-up that cannot be read or made; the text is the Dutch sentence with its code."""


def seal_kopie(blocks: Iterable[bytes], *, maand: str) -> Iterator[bytes]:
    """Yield the sealed form of a dump: a head with the month, then blocks that know their place and the last one."""
    cipher = AESGCM(_get_or_make_key(maand))
    head = MERK + maand.encode() + b"\n"
    yield head
    for number, (block, last) in enumerate(_with_last(_rechunk(blocks))):
        nonce = os.urandom(NONCE)
        sealed = nonce + cipher.encrypt(nonce, block, _bound(head, number, last=last))
        yield bytes([last]) + len(sealed).to_bytes(4, "big") + sealed


def open_kopie(path: Path) -> Iterator[bytes]:
    """Yield the dump inside a back-up. Raises KopieFout when it was changed, cut off, or its key is gone."""
    with path.open("rb") as file:
        merk, maand = file.readline(), file.readline()
        if merk != MERK or not MAAND.match(maand.decode("ascii", "replace").strip()):
            raise KopieFout("Dit bestand is geen reservekopie van het meldpunt. [geen_reservekopie]")
        cipher = AESGCM(_read_key(maand.decode().strip()))
        number, last = 0, False
        while not last:
            front = file.read(5)
            if len(front) < 5:
                raise KopieFout("De reservekopie is afgebroken. Neem een andere. [reservekopie_afgebroken]")
            last, sealed = bool(front[0]), file.read(int.from_bytes(front[1:], "big"))
            try:
                bound = _bound(merk + maand, number, last=last)
                yield cipher.decrypt(sealed[:NONCE], sealed[NONCE:], bound)
            except (InvalidTag, ValueError) as error:
                raise KopieFout(
                    "De reservekopie is beschadigd of veranderd. [reservekopie_veranderd]"
                ) from error
            number += 1
        if file.read(1):
            raise KopieFout("De reservekopie is beschadigd of veranderd. [reservekopie_veranderd]")


def destroy_key(maand: str, *, now: datetime) -> str:
    """Destroy the key of a month and leave when that was; every back-up of that month is unreadable from now on.

    Raises KopieFout when there is no such key.
    """
    path = _key_path(maand)
    if not path.exists():
        raise KopieFout(f"Er is geen sleutel van {maand}. [sleutel_onbekend]")
    mark = hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    gone = path.with_suffix(".vernietigd")
    gone.write_text(f"{timezone.localtime(now).isoformat(timespec='seconds')} {mark}\n")
    # Written over before it goes; on a file system that keeps old blocks, the folder belongs on a disk that does not.
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return mark


def list_maanden() -> list[str]:
    """Return the months whose key is still there."""
    return sorted(path.stem for path in _folder().glob("*.sleutel"))


def destroy_due_keys(*, now: datetime) -> int:
    """Destroy the keys of back-ups that are older than the longest term of any covenant; return how many."""
    longest = max(v.bewaring.maanden for c in list_convenanten().values() for v in c.versies)
    oldest = add_months(timezone.localdate(now).replace(day=1), -longest)
    due = [maand for maand in list_maanden() if date.fromisoformat(f"{maand}-01") < oldest]
    for maand in due:
        destroy_key(maand, now=now)
    return len(due)


def _get_or_make_key(maand: str) -> bytes:
    path = _key_path(maand)
    if path.with_suffix(".vernietigd").exists():
        raise KopieFout(f"De sleutel van {maand} is vernietigd en komt niet terug. [sleutel_vernietigd]")
    aside = path.with_suffix(f".{os.getpid()}")
    if not path.exists():
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(AESGCM.generate_key(bit_length=256))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return _read_key(maand)


def _read_key(maand: str) -> bytes:
    path = _key_path(maand)
    if not path.exists():
        raise KopieFout(
            f"De sleutel van {maand} is er niet of is vernietigd: deze kopie is niet meer te lezen. "
            "[sleutel_vernietigd]"
        )
    return path.read_bytes()


def _key_path(maand: str) -> Path:
    if not MAAND.match(maand):
        raise KopieFout(f"‘{maand}’ is geen maand, zoals 2026-11. [maand_ongeldig]")
    return _folder() / f"{maand}.sleutel"


def _folder() -> Path:
    folder = Path(settings.MELDPUNT_RESERVESLEUTELS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _rechunk(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Bring blocks to one size, so that a pipe that gives little bits makes no long file."""
    waiting = bytearray()
    for block in blocks:
        waiting += block
        while len(waiting) >= BLOK:
            yield bytes(waiting[:BLOK])
            del waiting[:BLOK]
    yield bytes(waiting)


def _with_last(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    before = next(blocks)
    for block in blocks:
        yield before, False
        before = block
    yield before, True


def _bound(head: bytes, number: int, *, last: bool) -> bytes:
    return head + number.to_bytes(8, "big") + bytes([last])
