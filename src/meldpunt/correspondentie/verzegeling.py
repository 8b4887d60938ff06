"""A seal over the code in a letter: it can be printed again here, and the database alone gives nothing away."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

# As long as the digest that covers it.
LANGST, CONTROLE = 28, 4


def seal(code: str, *, verzending: UUID) -> str:
    """Cover a code with a stream that only this installation can make, a different one for each message."""
    plain = code.encode("ascii")
    if len(plain) > LANGST:
        raise ValueError(f"a code of {len(plain)} signs does not fit under the seal")
    covered = bytes(a ^ b for a, b in zip(plain, _stream(verzending), strict=False))
    return (covered + _check(plain, verzending)).hex()


def find_code(verzegeld: str, *, verzending: UUID) -> str | None:
    """Return the code under a seal, or none: when there was none, or the key of the installation changed."""
    sealed = bytes.fromhex(verzegeld)
    covered, check = sealed[:-CONTROLE], sealed[-CONTROLE:]
    plain = bytes(a ^ b for a, b in zip(covered, _stream(verzending), strict=False))
    if not sealed or not hmac.compare_digest(check, _check(plain, verzending)):
        return None
    return plain.decode("ascii")


def _key() -> bytes:
    return hashlib.sha256(f"verzegeling:{settings.SECRET_KEY}".encode()).digest()


def _stream(verzending: UUID) -> bytes:
    return hmac.new(_key(), b"stroom" + verzending.bytes, hashlib.sha256).digest()


def _check(plain: bytes, verzending: UUID) -> bytes:
    return hmac.new(_key(), b"controle" + verzending.bytes + plain, hashlib.sha256).digest()[:CONTROLE]
