"""Sign a message and judge the signature of another (JAdES baseline B, as the Dutch API rules profile it).

What is signed is the digest of the body, as a header (ETSI TS 119 182-1, `sigD` with HttpHeaders): the signature stays
small, stands in a header of its own, and holds for exactly the bytes that were sent. The certificates travel along.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates

from meldpunt.adapters.jades.keten import Ketenfout, check_keten

ALGORITME: Final = "PS256"
HTTP_HEADERS: Final = "http://uri.etsi.org/19182/HttpHeaders"
BEKEND: Final = frozenset({"sigT", "sigD", "b64"})
LANGSTE: Final = 40_000
# How far the moment of signing may be from ours.
SPELING: Final = timedelta(minutes=10)
_PSS: Final = PSS(mgf=MGF1(SHA256()), salt_length=32)


class Handtekeningfout(ValueError):
    """A message whose signature does not hold; the text is Dutch and ends with a code."""


@dataclass(frozen=True, slots=True)
class Ondertekenaar:
    """A private key and the certificates that say whose it is, that of the key first."""

    sleutel: RSAPrivateKey
    keten: tuple[Certificate, ...]


def read_ondertekenaar(sleutel: bytes, keten: bytes) -> Ondertekenaar:
    """Read key and certificates (PEM). Raises ValueError when they do not belong together."""
    key = load_pem_private_key(sleutel, password=None)
    certificates = tuple(load_pem_x509_certificates(keten))
    if not isinstance(key, RSAPrivateKey) or key.key_size < 2048:
        raise ValueError("PS256 needs an RSA key of 2048 bits or more")
    if certificates[0].public_key() != key.public_key():
        raise ValueError("the first certificate is not that of the key")
    return Ondertekenaar(key, certificates)


def write_digest(inhoud: bytes) -> str:
    """Return the Digest header of a body (RFC 3230)."""
    return "SHA-256=" + base64.b64encode(hashlib.sha256(inhoud).digest()).decode()


def sign(inhoud: bytes, *, door: Ondertekenaar, now: datetime) -> str:
    """Return the signature of a body as a JWS without its payload: `header..signature`."""
    own = door.keten[0]
    thumbprint = _encode(hashlib.sha256(own.public_bytes(Encoding.DER)).digest())
    header = {
        "alg": ALGORITME,
        "typ": "JOSE",
        "kid": thumbprint,
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in door.keten],
        "x5t#S256": thumbprint,
        "sigT": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "sigD": {"mId": HTTP_HEADERS, "pars": ["digest"]},
        "b64": False,
        "crit": ["sigT", "sigD", "b64"],
    }
    head = _encode(json.dumps(header, separators=(",", ":")).encode())
    signature = door.sleutel.sign(_to_sign(head, header, inhoud), _PSS, SHA256())
    return f"{head}..{_encode(signature)}"


def check_signature(
    inhoud: bytes, *, digest: str, handtekening: str, vertrouwd: tuple[Certificate, ...], now: datetime
) -> Certificate:
    """Return whose signature this is. Raises Handtekeningfout."""
    if not hmac.compare_digest(digest.encode(), write_digest(inhoud).encode()):
        raise Handtekeningfout("De kop Digest hoort niet bij deze inhoud (SHA-256). [digest_klopt_niet]")
    head, header, signature = _take_apart(handtekening)
    keten = _read_keten(header)
    try:
        check_keten(keten, vertrouwd=vertrouwd, now=now)
    except Ketenfout as fout:
        raise Handtekeningfout(str(fout)) from fout
    _check_moment(header, now)
    key = keten[0].public_key()
    if not isinstance(key, RSAPublicKey):
        raise _refuse()
    try:
        key.verify(signature, _to_sign(head, header, inhoud), _PSS, SHA256())
    except InvalidSignature:
        raise _refuse() from None
    return keten[0]


def _to_sign(head: str, header: Mapping[str, Any], inhoud: bytes) -> bytes:
    """Return the bytes under the signature: of the digest header, or of the body itself where nothing else is said."""
    if "sigD" in header:
        if header["sigD"] != {"mId": HTTP_HEADERS, "pars": ["digest"]} or header.get("b64") is not False:
            raise _refuse()
        return f"{head}.digest: {write_digest(inhoud)}".encode()
    if header.get("b64") is False:
        return head.encode() + b"." + inhoud
    return f"{head}.{_encode(inhoud)}".encode()


def _take_apart(handtekening: str) -> tuple[str, dict[str, Any], bytes]:
    head, _, rest = handtekening.partition(".")
    if not handtekening or len(handtekening) > LANGSTE or not rest.startswith("."):
        raise Handtekeningfout(
            "De kop nlgov-adr-payload-sig ontbreekt of is geen JWS zonder inhoud. [handtekening_ontbreekt]"
        )
    try:
        header = json.loads(_decode(head))
        signature = _decode(rest[1:])
    except (ValueError, RecursionError):
        raise _refuse() from None
    if not isinstance(header, dict) or header.get("alg") != ALGORITME:
        raise _refuse()
    critical = header.get("crit", [])
    if not isinstance(critical, list) or not set(map(str, critical)) <= BEKEND:
        raise _refuse()
    if "b64" in header and "b64" not in critical:
        raise _refuse()
    return head, header, signature


def _read_keten(header: Mapping[str, Any]) -> tuple[Certificate, ...]:
    told = header.get("x5c")
    if not isinstance(told, list) or not 0 < len(told) <= 6:
        raise _refuse()
    try:
        keten = tuple(load_der_x509_certificate(base64.b64decode(one, validate=True)) for one in told)
    except (ValueError, TypeError):
        raise _refuse() from None
    marked = header.get("x5t#S256")
    own = _encode(hashlib.sha256(keten[0].public_bytes(Encoding.DER)).digest())
    if marked is not None and marked != own:
        raise _refuse()
    return keten


def _check_moment(header: Mapping[str, Any], now: datetime) -> None:
    if "sigT" not in header:
        return
    try:
        moment = datetime.fromisoformat(str(header["sigT"]))
    except ValueError:
        raise _refuse() from None
    if moment.tzinfo is None or abs(moment - now) > SPELING:
        raise Handtekeningfout("De handtekening is te oud of van later. Teken opnieuw. [handtekening_oud]")


def _refuse() -> Handtekeningfout:
    return Handtekeningfout(
        "De handtekening klopt niet. Teken de kop digest met PS256 (JAdES-B). [handtekening_ongeldig]"
    )


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
