"""Sign a PDF (PAdES) and say whether a signature is ours and nothing was changed after it."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

VELD: Final = "Meldpunt"
GELDIG: Final = timedelta(days=10 * 365)


@dataclass(frozen=True, slots=True)
class Handtekening:
    """What a signature under a PDF says: whether it holds, whose it is, when, and the marks in the PDF."""

    klopt: bool
    zin: str
    naam: str = ""
    op: datetime | None = None
    trefwoorden: str = ""


def sign_pdf(pdf: bytes, *, reden: str) -> bytes:
    """Return the PDF with our signature under it."""
    signer = _signer()
    meta = signers.PdfSignatureMetadata(field_name=VELD, reason=reden, subfilter=SigSeedSubFilter.PADES)
    signed = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), meta, signer=signer)
    return bytes(signed.getbuffer())


def read_handtekening(pdf: bytes) -> Handtekening:
    """Say whether the PDF carries a signature of this installation that covers all of it."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = reader.embedded_signatures
    except (PdfReadError, ValueError, KeyError):
        return Handtekening(klopt=False, zin="Dit bestand is geen leesbare PDF. [geen_pdf]")
    if len(found) != 1:
        return Handtekening(klopt=False, zin="Onder deze PDF staat geen handtekening. [geen_handtekening]")
    certificate = _signer().signing_cert
    if certificate is None:
        raise ValueError("a signer without certificate")
    status = validate_pdf_signature(
        found[0],
        ValidationContext(trust_roots=[certificate], allow_fetching=False),
    )
    name = str(status.signing_cert.subject.human_friendly)
    if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        return Handtekening(
            klopt=False, zin="De PDF is veranderd nadat zij is ondertekend. [pdf_veranderd]", naam=name
        )
    if status.signing_cert.sha256 != certificate.sha256:
        return Handtekening(
            klopt=False,
            zin="De handtekening is van een andere installatie. [andere_ondertekenaar]",
            naam=name,
        )
    marks = reader.trailer["/Info"].get("/Keywords", "") if "/Info" in reader.trailer else ""
    return Handtekening(
        klopt=True,
        zin="De handtekening klopt en de PDF is niet veranderd.",
        naam=name,
        op=status.signer_reported_dt,
        trefwoorden=str(marks),
    )


def _signer() -> signers.SimpleSigner:
    """Return who signs: the organisation by its key and certificate, else this data folder by those it made once."""
    named = (settings.MELDPUNT_ONDERTEKENING_SLEUTEL, settings.MELDPUNT_ONDERTEKENING_CERTIFICAAT)
    if all(named):
        return _load(named[0], named[1])
    folder = Path(settings.MELDPUNT_DATA) / "ondertekening"
    key, certificate = folder / "sleutel.pem", folder / "certificaat.pem"
    if not certificate.exists():
        _make_pair(key, certificate)
    return _load(str(key), str(certificate))


@cache
def _load(key: str, certificate: str) -> signers.SimpleSigner:
    signer = signers.SimpleSigner.load(key, certificate)  # type: ignore[no-untyped-call]
    if not isinstance(signer, signers.SimpleSigner):
        raise ValueError(f"{key} or {certificate} cannot be read")
    return signer


def _make_pair(key: Path, certificate: Path) -> None:
    """Make a key and its own certificate; it proves that one installation signed, not which organisation that is."""
    key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "NL"),
            x509.NameAttribute(NameOID.COMMON_NAME, "Meldpunt vroegsignalering"),
        ]
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + GELDIG)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(private, hashes.SHA256())
    )
    _write(
        key,
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    _write(certificate, made.public_bytes(serialization.Encoding.PEM))


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    aside.replace(path)
