"""The way out for one connection: to its own address and nothing else, with its certificates."""

from __future__ import annotations

import secrets
import ssl
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from ipaddress import ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from meldpunt.adapters import uitgaand
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens

POORTEN: Final = frozenset({443, 8443})
# In the demo and in tests the other side may stand on this machine.
DEZE_MACHINE: Final = frozenset({"127.0.0.1", "localhost"})
LUS: Final = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
CODES: Final[Mapping[int, str]] = {
    HTTPStatus.UNAUTHORIZED: "toegang",
    HTTPStatus.FORBIDDEN: "toegang",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "toegang",
    HTTPStatus.REQUEST_TIMEOUT: "te_traag",
    HTTPStatus.TOO_MANY_REQUESTS: "limiet",
}
GROOTSTE: Final = 8 * uitgaand.MB


def open_uitgang(adres: str, *, koppeling: Koppelinggegevens) -> uitgaand.Uitgang:
    """Return where a request of this connection may go: the name that beheer wrote, outside or in a named network."""
    place = urlsplit(adres)
    host = (place.hostname or "").lower()
    here = settings.DEMO and host in DEZE_MACHINE
    usual = place.port or (80 if place.scheme == "http" else 443)
    return uitgaand.Uitgang(
        hosts=frozenset({host} if host else ()),
        poorten=frozenset({usual}) if here else POORTEN | set(settings.MELDPUNT_KOPPELING_POORTEN),
        eigen_netten=(*(LUS if here else ()), *map(ip_network, settings.MELDPUNT_KOPPELING_NETTEN)),
        zonder_tls=frozenset({host} if here else ()),
        verbinden=koppeling.verbinden_seconden,
        seconden=koppeling.verbinden_seconden + koppeling.lezen_seconden,
        grootste=GROOTSTE,
    )


def check_adres(adres: str, *, koppeling: Koppelinggegevens) -> None:
    """Raise Uitgaandfout unless a request may go to this address."""
    uitgaand.check_adres(adres, uitgang=open_uitgang(adres, koppeling=koppeling))


def make_context(koppeling: Koppelinggegevens) -> ssl.SSLContext:
    """Return how TLS is done here. Raises Koppelingfout for a certificate or key that cannot be read."""
    try:
        return _context(koppeling.ca, koppeling.certificaat, koppeling.geheimen.certificaatsleutel)
    except (ssl.SSLError, ValueError, TypeError) as problem:
        raise Koppelingfout("certificaat") from problem


@lru_cache(maxsize=64)
def _context(ca: str, certificaat: str, sleutel: str) -> ssl.SSLContext:
    # With an authority of its own only that one counts: a gateway has no business with the others.
    context = ssl.create_default_context(cadata=ca or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificaat:
        _load_chain(context, certificaat, sleutel)
    return context


def _load_chain(context: ssl.SSLContext, certificaat: str, sleutel: str) -> None:
    """Give our certificate and key along; Python reads them from files only, so the key goes there sealed."""
    password = secrets.token_hex(16).encode()
    key = load_pem_private_key(sleutel.encode(), None)
    sealed = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password))
    with tempfile.TemporaryDirectory(prefix="meldpunt-tls-") as folder:
        chain, keyfile = Path(folder) / "keten.pem", Path(folder) / "sleutel.pem"
        chain.write_text(certificaat, encoding="ascii")
        keyfile.write_bytes(sealed)
        context.load_cert_chain(chain, keyfile, password=lambda: password)


def send(verzoek: uitgaand.Verzoek, *, koppeling: Koppelinggegevens) -> uitgaand.Antwoord:
    """Send one request once. Raises Koppelingfout with the kind of trouble for what did not get through."""
    try:
        return uitgaand.send(
            verzoek,
            uitgang=open_uitgang(verzoek.adres, koppeling=koppeling),
            context=make_context(koppeling),
        )
    except uitgaand.Uitgaandfout as problem:
        raise Koppelingfout(problem.aard) from problem


def code_of(status: int) -> str:
    """Return which trouble a status is; '' for an answer to work with, also one that says no."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "serverfout"
    return CODES.get(status, "")
