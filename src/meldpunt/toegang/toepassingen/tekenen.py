"""The key that passes are signed with: it follows from the newest key of the ring, and turns when that does."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)

from meldpunt.toegang.sleutelbos import list_derived

ALGORITME: Final = "ES256"
DOEL: Final = "toegangsbewijs"
# The order of P-256: a private key is a number from 1 up to it.
ORDE: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class Tekensleutel:
    """A pair of keys and its name."""

    kid: str
    geheim: EllipticCurvePrivateKey

    @property
    def publiek(self) -> EllipticCurvePublicKey:
        """Return the half that everybody may have."""
        return self.geheim.public_key()

    @property
    def jwk(self) -> dict[str, Any]:
        """Return that half as a JWK."""
        numbers = self.publiek.public_numbers()
        return {
            "kty": "EC",
            "crv": "P-256",
            "x": _write(numbers.x),
            "y": _write(numbers.y),
            "kid": self.kid,
            "use": "sig",
            "alg": ALGORITME,
        }


def get_tekensleutel() -> Tekensleutel:
    """Return the pair that signs now."""
    return list_tekensleutels()[0]


def find_tekensleutel(kid: str) -> Tekensleutel | None:
    """Return the pair of this name, when it still counts."""
    return next((key for key in list_tekensleutels() if key.kid == kid), None)


def list_tekensleutels() -> list[Tekensleutel]:
    """Return every pair that counts, the one that signs first."""
    return [
        Tekensleutel(f"k{number}", derive_private_key(int.from_bytes(seed) % (ORDE - 1) + 1, SECP256R1()))
        for number, seed in list_derived(DOEL)
    ]


def _write(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32)).rstrip(b"=").decode()
