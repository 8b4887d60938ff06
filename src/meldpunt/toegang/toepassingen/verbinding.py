"""What a trusted proxy says of the connection: the client certificate that was shown, and the OIN in it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificate
from cryptography.x509.oid import NameOID
from django.conf import settings

from meldpunt.toegang.weigering import Weigering

# RFC 9440: the certificate that the proxy checked, as a byte sequence between colons.
CERTIFICAATKOP: Final = "Client-Cert"
OINKOP: Final = "OIN"
OIN: Final = re.compile(r"[0-9]{20}")


@dataclass(frozen=True, slots=True)
class Verbinding:
    """What is known of the connection behind the proxy; empty when nothing was shown."""

    certificaat: str = ""
    oin: str = ""


def read_verbinding(koppen: Mapping[str, str], *, afzender: str) -> Verbinding:
    """Read what the proxy tells. Of anybody else nothing is believed: whoever writes a header could be anybody."""
    if not _is_proxy(afzender):
        return Verbinding()
    certificate = _read_certificate(koppen.get(CERTIFICAATKOP, ""))
    if certificate is not None:
        return Verbinding(thumbprint_of(certificate), _oin_of(certificate))
    told = koppen.get(OINKOP, "").strip()
    return Verbinding("", told if OIN.fullmatch(told) else "")


def thumbprint_of(certificate: Certificate) -> str:
    """Return the SHA-256 of a certificate as RFC 8705 writes it."""
    digest = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def read_certificaat(pem: str) -> str:
    """Return the thumbprint of a pasted certificate. Raises Weigering."""
    try:
        return thumbprint_of(load_pem_x509_certificate(pem.strip().encode()))
    except ValueError as problem:
        raise Weigering(
            "Dit certificaat is niet te lezen. Plak het hele certificaat als PEM. [certificaat_onleesbaar]"
        ) from problem


def _is_proxy(afzender: str) -> bool:
    try:
        address = ip_address(afzender)
    except ValueError:
        return False
    return any(address in ip_network(net) for net in settings.MELDPUNT_PROXY_NETTEN)


def _read_certificate(kop: str) -> Certificate | None:
    text = kop.strip()
    if len(text) < 3 or not (text[0] == text[-1] == ":"):
        return None
    try:
        return load_der_x509_certificate(base64.b64decode(text[1:-1], validate=True))
    except (binascii.Error, ValueError):
        return None


def _oin_of(certificate: Certificate) -> str:
    """Return the OIN: PKIoverheid writes it in the serial number of the subject."""
    for one in certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER):
        text = str(one.value)
        if OIN.fullmatch(text):
            return text
    return ""
