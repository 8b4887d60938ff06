"""Anchors: the head of the chain, signed and kept outside the database as well."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from meldpunt.audit.keten import Breuk, find_head
from meldpunt.audit.models import Loganker

BESTAND: Final = "ankers.jsonl"
ELK: Final = timedelta(hours=1)
_VELDEN: Final = ("volgnummer", "hash", "gezet_op", "sleutel", "handtekening")


@dataclass(frozen=True, slots=True)
class Anker:
    """The head of the chain at a moment and the signature under it."""

    volgnummer: int
    hash: bytes
    gezet_op: datetime
    sleutel: str
    handtekening: bytes

    @property
    def tekst(self) -> bytes:
        """Return what was signed."""
        return f"meldpunt-anker-1\n{self.volgnummer}\n{self.hash.hex()}\n{self.gezet_op.isoformat()}".encode()


def ankerbestand() -> Path:
    """Return the file beside the database: put its folder on another machine or on storage that only grows."""
    return Path(settings.MELDPUNT_ANKERS) / BESTAND


def set_anker(*, now: datetime) -> int:
    """Sign the head of the chain when it moved since the last anchor; return how many anchors that made (0 or 1)."""
    keys = _list_keys()
    head = find_head()
    if not keys or head is None or Loganker.objects.filter(volgnummer=head[0]).exists():
        return 0
    unsigned = Anker(head[0], head[1], now, key_id(keys[0].public_key()), b"")
    anker = Anker(*head, now, unsigned.sleutel, keys[0].sign(unsigned.tekst))
    with transaction.atomic():
        Loganker.objects.create(**{naam: getattr(anker, naam) for naam in _VELDEN})
        # Inside the transaction: the file may hold an anchor more than the table, never one less.
        _append(anker)
    return 1


def set_due_anker(*, now: datetime) -> int:
    """Sign the head of the chain when the last anchor is an hour old; return how many anchors that made (0 or 1)."""
    last = Loganker.objects.order_by("-volgnummer").first()
    return set_anker(now=now) if last is None or now - last.gezet_op >= ELK else 0


def has_ankersleutel() -> bool:
    """Say whether anchors can be set at all."""
    return bool(settings.MELDPUNT_ANKERSLEUTEL)


def key_id(key: Ed25519PublicKey) -> str:
    """Return the short name of a key, that an anchor carries."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def list_public_keys() -> dict[str, str]:
    """Return the public keys by name, in hexadecimal: with these anybody can check the file of anchors."""
    return {key_id(public := key.public_key()): public.public_bytes_raw().hex() for key in _list_keys()}


def read_ankers() -> tuple[dict[int, bytes], list[Breuk]]:
    """Return the hashes that hold by number, and what is wrong with the anchors themselves."""
    keys = {key_id(key.public_key()): key.public_key() for key in _list_keys()}
    # The table first: a new anchor reaches the file before its row can be seen.
    rows = [_of_row(row) for row in Loganker.objects.order_by("volgnummer").iterator()]
    lines, broken = _read_file()
    held: dict[int, bytes] = {}
    for anker in (*rows, *lines):
        if not _is_signed(anker, keys):
            broken.append(_breuk(anker, "Het anker is niet met een sleutel van dit meldpunt getekend."))
        elif held.setdefault(anker.volgnummer, anker.hash) != anker.hash:
            broken.append(_breuk(anker, "Er zijn twee ankers die elkaar tegenspreken."))
    filed, stored = {one.tekst for one in lines}, {one.tekst for one in rows}
    broken += [
        _breuk(one, "Het anker staat niet in het ankerbestand.") for one in rows if one.tekst not in filed
    ]
    broken += [
        _breuk(one, "Het anker staat alleen in het ankerbestand.") for one in lines if one.tekst not in stored
    ]
    return held, broken


def _breuk(anker: Anker, text: str) -> Breuk:
    return Breuk(anker.volgnummer, anker.gezet_op, "anker", text)


def _is_signed(anker: Anker, keys: dict[str, Ed25519PublicKey]) -> bool:
    if anker.sleutel not in keys:
        return False
    try:
        keys[anker.sleutel].verify(anker.handtekening, anker.tekst)
    except InvalidSignature:
        return False
    return True


def _list_keys() -> list[Ed25519PrivateKey]:
    """Return the keys, the one that signs now first; older ones stay behind it, with commas, for what they signed."""
    secrets = [one.strip() for one in settings.MELDPUNT_ANKERSLEUTEL.split(",") if one.strip()]
    return [
        Ed25519PrivateKey.from_private_bytes(sha256(b"meldpunt anker\n" + secret.encode()).digest())
        for secret in secrets
    ]


def _of_row(row: Loganker) -> Anker:
    return Anker(row.volgnummer, bytes(row.hash), row.gezet_op, row.sleutel, bytes(row.handtekening))


def _append(anker: Anker) -> None:
    path = ankerbestand()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps(dict(_words(anker)), sort_keys=True) + "\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def _words(anker: Anker) -> Iterator[tuple[str, str | int]]:
    for naam in _VELDEN:
        value = getattr(anker, naam)
        text = value.hex() if isinstance(value, bytes) else value
        yield naam, text.isoformat() if isinstance(text, datetime) else text


def _read_file() -> tuple[list[Anker], list[Breuk]]:
    path = ankerbestand()
    if not path.exists():
        return [], []
    read: list[Anker] = []
    broken: list[Breuk] = []
    with path.open(encoding="utf-8", errors="replace") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                read.append(_of_words(json.loads(line)))
            except (ValueError, KeyError, TypeError):
                broken.append(Breuk(0, None, "anker", f"Regel {number} van het ankerbestand is onleesbaar."))
    return read, broken


def _of_words(words: dict[str, Any]) -> Anker:
    return Anker(
        int(words["volgnummer"]),
        bytes.fromhex(words["hash"]),
        datetime.fromisoformat(words["gezet_op"]),
        str(words["sleutel"]),
        bytes.fromhex(words["handtekening"]),
    )
