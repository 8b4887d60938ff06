"""The key ring: keys for each purpose with ids and rotation; whatever is sealed names the key it needs.

Every key is random, and stands in the database wrapped by a key derived from the secret of the installation
(MELDPUNT_SLEUTEL), which is never there. So destroying the row's key destroys all that was sealed with it, in every
copy and backup too, and the row without key is the proof. A new key is committed by itself, beside the transaction
that asked for it: rolled back, that transaction must not take away a key that others already seal with.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Sleutel

LENGTE, NONCE, INDEX = 32, 12, 16
# After so many seconds another process sees a key that was made or destroyed here.
VERS: Final = 30.0
UITLOOP: Final = timedelta(hours=1)


class Onleesbaar(ValueError):
    """What cannot be opened: changed, sealed for another purpose, or its key is gone; the text is Dutch."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A key that can be used: its bytes for hashing, and the cipher made of them."""

    id: int
    key: bytes
    cipher: AESGCM


@dataclass(frozen=True, slots=True)
class _Ring:
    """The usable keys of one purpose, the newest first, and when they were read."""

    sleutels: tuple[_Open, ...]
    gelezen: float


_rings: dict[tuple[str, str], _Ring] = {}


def encrypt(doel: str, plain: bytes, *, bij: bytes = b"") -> bytes:
    """Seal bytes for a purpose; `bij` binds them to a place, such as the key of their row."""
    sleutel = _newest(doel)
    nonce = os.urandom(NONCE)
    return b"k%d." % sleutel.id + nonce + sleutel.cipher.encrypt(nonce, plain, _bound(doel, bij))


def decrypt(doel: str, sealed: bytes, *, bij: bytes = b"") -> bytes:
    """Open sealed bytes. Raises Onleesbaar."""
    head, _, rest = sealed.partition(b".")
    cipher = _find(doel, _read_id(head)).cipher
    try:
        return cipher.decrypt(rest[:NONCE], rest[NONCE:], _bound(doel, bij))
    except (InvalidTag, ValueError) as error:
        raise Onleesbaar("Dit gegeven is beschadigd of veranderd. [onleesbaar]") from error


def encrypt_texts(doel: str, texts: Iterable[str]) -> list[str]:
    """Seal many texts in a form that a column of text can hold."""
    sleutel, bound = _newest(doel), _bound(doel, b"")
    seal = sleutel.cipher.encrypt
    sealed = []
    for text in texts:
        nonce = os.urandom(NONCE)
        covered = nonce + seal(nonce, text.encode(), bound)
        sealed.append(f"k{sleutel.id}.{base64.urlsafe_b64encode(covered).decode()}")
    return sealed


def decrypt_text(doel: str, sealed: str) -> str:
    """Open a sealed text; nothing stays nothing. Raises Onleesbaar."""
    if not sealed:
        return ""
    head, _, rest = sealed.partition(".")
    try:
        covered = base64.urlsafe_b64decode(rest)
    except ValueError as error:
        raise Onleesbaar("Dit gegeven is beschadigd of veranderd. [onleesbaar]") from error
    return decrypt(doel, head.encode() + b"." + covered).decode()


def blind_index(doel: str, tekst: str) -> str:
    """Return the keyed hash under the newest key, to find equal values by without opening them."""
    return blind_indexes(doel, [tekst])[0]


def blind_indexes(doel: str, texts: Iterable[str]) -> list[str]:
    """Return the keyed hashes of many texts under the newest key."""
    sleutel = _newest(doel)
    return [_hash(sleutel, text) for text in texts]


def blind_candidates(doel: str, tekst: str) -> list[str]:
    """Return the keyed hash under every usable key, the newest first: what a row may have been stored under."""
    _newest(doel)
    return [_hash(sleutel, tekst) for sleutel in _read(doel).sleutels]


def list_derived(doel: str) -> list[tuple[int, bytes]]:
    """Return id and 48 bytes that follow from each usable key, the newest first: a seed for a pair of keys."""
    _newest(doel)
    return [(key.id, hmac.digest(key.key, b"meldpunt zaad", "sha384")) for key in _read(doel).sleutels]


def newest_prefix(doel: str) -> str:
    """Return how a sealed text or index of the newest key begins: what does not is due to be sealed anew."""
    return f"k{_newest(doel).id}."


def create_key(doel: str, *, now: datetime) -> int:
    """Make a new key for a purpose and return its id; from now on it seals, and the older ones still open."""
    made = _insert(doel, now=now, only_first=False)
    _rings.pop(_place(doel), None)
    return made


def destroy_keys(doel: str, *, door: Actor, now: datetime) -> list[int]:
    """Destroy the keys of a purpose, inside the transaction that is open; all that they sealed is gone for good."""
    alive = Sleutel.objects.select_for_update().filter(doel=doel, vernietigd_op=None)
    return _destroy([sleutel.pk for sleutel in alive.order_by("-id")], doel, door=door, now=now)


def destroy_former_keys(doel: str, *, door: Actor, now: datetime) -> list[int]:
    """Destroy the keys before the newest, when everything is sealed anew; not sooner than an hour after it was made.

    Another process may have sealed with the one before, and not have committed yet.
    """
    alive = Sleutel.objects.select_for_update().filter(doel=doel, vernietigd_op=None).order_by("-id")
    found = list(alive)
    if not found or found[0].gemaakt_op > now - UITLOOP:
        return []
    return _destroy([sleutel.pk for sleutel in found[1:]], doel, door=door, now=now)


def _destroy(going: list[int], doel: str, *, door: Actor, now: datetime) -> list[int]:
    Sleutel.objects.filter(pk__in=going).update(verpakt=None, vernietigd_op=now)
    for sleutel in going:
        record(
            "sleutel_vernietigd", objectsoort="sleutel", object=str(sleutel), door=door, now=now, doel=doel
        )
    _rings.pop(_place(doel), None)
    return going


def forget_keys() -> None:
    """Forget every opened key: the next use reads the ring again."""
    _rings.clear()


@dataclass(frozen=True, slots=True)
class Sleutelstand:
    """A key as it may be shown: never what it is."""

    id: int
    doel: str
    gemaakt_op: datetime
    vernietigd_op: datetime | None


def list_keys() -> list[Sleutelstand]:
    """Return every key there is or was, by purpose and age."""
    columns = ("id", "doel", "gemaakt_op", "vernietigd_op")
    return [Sleutelstand(*row) for row in Sleutel.objects.order_by("doel", "id").values_list(*columns)]


def rewrap_keys() -> int:
    """Wrap every key with the present secret of the installation, and return how many were under a former one."""
    count = 0
    for sleutel in Sleutel.objects.select_for_update().filter(vernietigd_op=None):
        wrapped = bytes(sleutel.verpakt or b"")
        if wrapped[:NONCE] != _mark(settings.MELDPUNT_SLEUTEL):
            key = _unwrap(wrapped, doel=sleutel.doel)
            Sleutel.objects.filter(pk=sleutel.pk).update(verpakt=_wrap(key, doel=sleutel.doel))
            count += 1
    return count


def _newest(doel: str) -> _Open:
    ring = _read(doel)
    if not ring.sleutels:
        # The very first key of a purpose; nobody passes a moment through to what only seals a value.
        _insert(doel, now=timezone.now(), only_first=True)
        _rings.pop(_place(doel), None)
        ring = _read(doel)
    return ring.sleutels[0]


def _find(doel: str, id_: int) -> _Open:
    for fresh in (False, True):
        if fresh:
            _rings.pop(_place(doel), None)
        for sleutel in _read(doel).sleutels:
            if sleutel.id == id_:
                return sleutel
    raise Onleesbaar("De sleutel van dit gegeven is vernietigd. [sleutel_vernietigd]")


def _read(doel: str) -> _Ring:
    place = _place(doel)
    ring = _rings.get(place)
    if ring is None or time.monotonic() - ring.gelezen > VERS:
        rows = (
            Sleutel.objects.filter(doel=doel, vernietigd_op=None).order_by("-id").values_list("id", "verpakt")
        )
        opened = [(id_, _unwrap(bytes(verpakt or b""), doel=doel)) for id_, verpakt in rows]
        sleutels = tuple(_Open(id_, key, AESGCM(key)) for id_, key in opened)
        ring = _rings[place] = _Ring(sleutels, time.monotonic())
    return ring


def _insert(doel: str, *, now: datetime, only_first: bool) -> int:
    """Write a key over a connection of its own, so that it is there whatever becomes of the transaction here."""
    key = AESGCM.generate_key(bit_length=8 * LENGTE)
    apart = connection.copy()
    try:
        with apart.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 3))", [doel])
            cursor.execute(
                "SELECT max(id) FROM meldpunt_sleutel WHERE doel = %s AND vernietigd_op IS NULL", [doel]
            )
            present = cursor.fetchone()[0]
            if present is None or not only_first:
                cursor.execute(
                    "INSERT INTO meldpunt_sleutel (doel, verpakt, vingerafdruk, gemaakt_op)"
                    " VALUES (%s, %s, %s, %s) RETURNING id",
                    [doel, _wrap(key, doel=doel), hashlib.sha256(key).hexdigest()[:32], now],
                )
                present = cursor.fetchone()[0]
    finally:
        apart.close()
    return int(present)


def _wrap(key: bytes, *, doel: str) -> bytes:
    nonce = os.urandom(NONCE)
    secret = settings.MELDPUNT_SLEUTEL
    return _mark(secret) + nonce + AESGCM(_derive(secret)).encrypt(nonce, key, doel.encode())


def _unwrap(wrapped: bytes, *, doel: str) -> bytes:
    mark, nonce, covered = wrapped[:NONCE], wrapped[NONCE : 2 * NONCE], wrapped[2 * NONCE :]
    for secret in (settings.MELDPUNT_SLEUTEL, *settings.MELDPUNT_SLEUTEL_VORIGE):
        if hmac.compare_digest(mark, _mark(secret)):
            try:
                return AESGCM(_derive(secret)).decrypt(nonce, covered, doel.encode())
            except InvalidTag as error:
                raise Onleesbaar("Een sleutel in de database is veranderd. [sleutel_veranderd]") from error
    raise Onleesbaar(
        "De sleutels in de database horen bij een andere MELDPUNT_SLEUTEL. Stel de goede in, of noem de vorige in "
        "MELDPUNT_SLEUTEL_VORIGE. [sleutel_hoort_niet]"
    )


def _derive(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"meldpunt sleutelbos", hashlib.sha256).digest()


def _mark(secret: str) -> bytes:
    """Return by which a wrapped key tells under which secret it is."""
    return hmac.new(secret.encode(), b"meldpunt sleutelmerk", hashlib.sha256).digest()[:NONCE]


def _hash(sleutel: _Open, tekst: str) -> str:
    digest = hmac.digest(sleutel.key, tekst.encode(), "sha256")[:INDEX]
    return f"k{sleutel.id}.{base64.urlsafe_b64encode(digest).decode()}"


def _bound(doel: str, bij: bytes) -> bytes:
    return doel.encode() + b"\0" + bij


def _read_id(head: bytes) -> int:
    if not head.startswith(b"k") or not head[1:].isdigit():
        raise Onleesbaar("Dit gegeven is beschadigd of veranderd. [onleesbaar]")
    return int(head[1:])


def _place(doel: str) -> tuple[str, str]:
    """Return where a ring is kept: tests and tools change the database under one process."""
    return str(connection.settings_dict["NAME"]), doel
