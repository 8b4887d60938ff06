"""Authorities and certificates for signing, made for the occasion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from meldpunt.adapters.jades import Ondertekenaar

NU = datetime(2026, 10, 26, 9, 0, tzinfo=UTC)
# So far ahead that the clock of the machine does not matter.
EINDE = datetime(2090, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Uitgever:
    """An authority: its key and certificate."""

    sleutel: RSAPrivateKey
    certificaat: x509.Certificate


@cache
def make_key(naam: str) -> RSAPrivateKey:
    """Make a key, the same one each time for a name."""
    return generate_private_key(65537, 2048)


def make_root(naam: str = "Proefuitgever") -> Uitgever:
    """Make an authority that issued itself."""
    key = make_key(naam)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    return Uitgever(key, _build(subject, subject, key, key, ca=True))


def make_signer(
    uitgever: Uitgever | Ondertekenaar, *, naam: str = "CBS", oin: str = "", mag_tekenen: bool = True
) -> Ondertekenaar:
    """Make somebody who signs, with the certificates up to the authority."""
    before = (uitgever.certificaat,) if isinstance(uitgever, Uitgever) else uitgever.keten
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, naam)]
    parts += [x509.NameAttribute(NameOID.SERIAL_NUMBER, oin)] if oin else []
    key = make_key(naam)
    own = _build(
        x509.Name(parts), before[0].subject, key, uitgever.sleutel, ca=False, mag_tekenen=mag_tekenen
    )
    return Ondertekenaar(key, (own, *before))


def _build(
    subject: x509.Name,
    issuer: x509.Name,
    key: RSAPrivateKey,
    signed_by: RSAPrivateKey,
    *,
    ca: bool,
    mag_tekenen: bool = True,
) -> x509.Certificate:
    use = x509.KeyUsage(
        digital_signature=mag_tekenen,
        content_commitment=False,
        key_encipherment=not mag_tekenen,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(EINDE)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(use, critical=True)
        .sign(signed_by, SHA256())
    )
