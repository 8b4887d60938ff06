"""The public keys of a program: read from what somebody pastes, and nothing in them that is secret or weak."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from meldpunt.toegang.weigering import Weigering

# What a signature of a program may be made with; nothing that both sides would have to keep secret.
ALGORITMEN: Final = ("RS256", "PS256", "ES256")
KORTSTE: Final = 2048
MEESTE: Final = 5
GROOTST: Final = 20_000
GEHEIM: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
PRIVE: Final = (
    "Dit is een geheime sleutel. Vul alleen de publieke sleutel in, en maak een nieuwe: deze is niet meer geheim. "
    "[sleutel_geheim]"
)


def read_sleutels(tekst: str) -> dict[str, Any]:
    """Return the JWK set in a text: a set, one JWK, or PEM of public keys or certificates. Raises Weigering."""
    text = tekst.strip()
    if not text or len(text) > GROOTST:
        raise Weigering(
            "Vul een publieke sleutel in (JWKS of PEM) van hooguit 20.000 tekens. [sleutel_ontbreekt]"
        )
    found = _read_pem(text) if "-----BEGIN" in text else _read_json(text)
    if not 0 < len(found) <= MEESTE:
        raise Weigering(f"Geef 1 tot {MEESTE} publieke sleutels. [sleutel_aantal]")
    keys = [_check(one) for one in found]
    if len({key["kid"] for key in keys}) < len(keys):
        raise Weigering("Elke sleutel heeft een eigen naam (kid) nodig. [sleutel_dubbel]")
    return {"keys": keys}


def find_sleutel(sleutels: dict[str, Any], *, kid: str | None) -> jwt.PyJWK | None:
    """Return the key of this name; without a name only when there is no choice."""
    keys = list(sleutels.get("keys", ()))
    if kid is None:
        return jwt.PyJWK(keys[0]) if len(keys) == 1 else None
    return next((jwt.PyJWK(key) for key in keys if key["kid"] == kid), None)


def _read_json(text: str) -> list[dict[str, Any]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Weigering(
            "Dit is geen JWKS en geen PEM. Plak de hele sleutel. [sleutel_onleesbaar]"
        ) from problem
    keys = told.get("keys", [told]) if isinstance(told, dict) else told
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise Weigering("Dit is geen JWKS en geen PEM. Plak de hele sleutel. [sleutel_onleesbaar]")
    return keys


def _read_pem(text: str) -> list[dict[str, Any]]:
    if "PRIVATE KEY" in text:
        raise Weigering(PRIVE)
    keys = []
    for part in text.split("-----BEGIN")[1:]:
        pem = f"-----BEGIN{part}".encode()
        try:
            key = (
                load_pem_x509_certificate(pem).public_key()
                if b"CERTIFICATE" in pem
                else load_pem_public_key(pem)
            )
        except ValueError as problem:
            raise Weigering(
                "Deze PEM is niet te lezen. Plak de hele publieke sleutel. [sleutel_onleesbaar]"
            ) from problem
        if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
            keys.append(ECAlgorithm.to_jwk(key, as_dict=True))
        elif isinstance(key, RSAPublicKey):
            keys.append(RSAAlgorithm.to_jwk(key, as_dict=True))
        else:
            raise Weigering("Gebruik een RSA-sleutel of een EC-sleutel op P-256. [sleutel_soort]")
    return keys


def _check(given: dict[str, Any]) -> dict[str, Any]:
    """Return the key with nothing in it but what it is. Raises Weigering."""
    if GEHEIM & given.keys():
        raise Weigering(PRIVE)
    try:
        key = jwt.PyJWK(
            given, algorithm=given.get("alg") or {"EC": "ES256"}.get(given.get("kty", ""), "RS256")
        ).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise Weigering("Deze sleutel is niet te lezen. Plak de hele JWK. [sleutel_onleesbaar]") from problem
    if isinstance(key, RSAPublicKey) and key.key_size >= KORTSTE:
        clean: dict[str, Any] = RSAAlgorithm.to_jwk(key, as_dict=True)
    elif isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        clean = ECAlgorithm.to_jwk(key, as_dict=True)
    else:
        raise Weigering(
            f"Gebruik een RSA-sleutel van minstens {KORTSTE} bits of een EC-sleutel op P-256. [sleutel_soort]"
        )
    clean = {naam: clean[naam] for naam in ("kty", "n", "e", "crv", "x", "y") if naam in clean}
    return {**clean, "kid": str(given.get("kid") or _thumbprint(clean))[:120], "use": "sig"}


def _thumbprint(key: dict[str, Any]) -> str:
    """Return the name that follows from the key itself (RFC 7638)."""
    digest = hashlib.sha256(json.dumps(key, sort_keys=True, separators=(",", ":")).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
