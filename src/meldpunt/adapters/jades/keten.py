"""Whether a chain of certificates leads to somebody we trust. Whether one was withdrawn is not asked."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from cryptography.exceptions import InvalidSignature
from cryptography.x509 import BasicConstraints, Certificate, ExtensionNotFound, KeyUsage
from cryptography.x509.oid import NameOID


class Ketenfout(ValueError):
    """A chain that does not hold; the text is Dutch and ends with a code."""


def check_keten(keten: tuple[Certificate, ...], *, vertrouwd: tuple[Certificate, ...], now: datetime) -> None:
    """Raise Ketenfout unless each certificate is issued by the next and the last by one that is trusted."""
    for one in keten:
        if not one.not_valid_before_utc <= now <= one.not_valid_after_utc:
            raise Ketenfout("Een certificaat is verlopen of geldt nog niet. [certificaat_verlopen]")
    if not _may_sign(keten[0]):
        raise Ketenfout("Met dit certificaat mag niet worden ondertekend. [certificaat_gebruik]")
    for one, issuer in pairwise(keten):
        if not _is_issued_by(one, issuer):
            raise Ketenfout("De certificaten sluiten niet op elkaar aan. [certificaat_keten]")
    last = keten[-1]
    if last in vertrouwd and (len(keten) > 1 or not _is_authority(last)):
        return
    if not any(
        root.not_valid_before_utc <= now <= root.not_valid_after_utc and _is_issued_by(last, root)
        for root in vertrouwd
    ):
        raise Ketenfout("Dit certificaat is van een uitgever die we niet vertrouwen. [certificaat_onbekend]")


def find_oin(certificate: Certificate) -> str:
    """Return the OIN of a certificate, which PKIoverheid writes in the serial number of the subject; "" without one."""
    found = certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    return str(found[0].value) if found else ""


def _is_issued_by(one: Certificate, issuer: Certificate) -> bool:
    if not _is_authority(issuer):
        return False
    try:
        one.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_authority(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False


def _may_sign(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(KeyUsage).value.digital_signature
    except ExtensionNotFound:
        return True
