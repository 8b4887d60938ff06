"""With what this installation signs a delivery, and by whom a question must be signed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings

from meldpunt.adapters.jades import (
    Handtekeningfout,
    Ondertekenaar,
    check_signature,
    read_ondertekenaar,
    sign,
    write_digest,
)
from meldpunt.adapters.jades.keten import find_oin
from meldpunt.toegang.weigering import Weigering

KOP: Final = "nlgov-adr-payload-sig"


def sign_antwoord(inhoud: bytes, *, now: datetime) -> dict[str, str]:
    """Return the headers of an answer: its digest, and the signature of that. Raises Weigering without a key."""
    return {"Digest": write_digest(inhoud), KOP: sign(inhoud, door=_get_ondertekenaar(), now=now)}


def check_vraag(inhoud: bytes, *, digest: str, handtekening: str, oin: str, now: datetime) -> None:
    """Raise Handtekeningfout unless a question is signed by whom we trust, and by this OIN when one is known.

    Raises Weigering when the operator named nobody: then nobody gets anything.
    """
    _get_ondertekenaar()
    certificate = check_signature(
        inhoud, digest=digest, handtekening=handtekening, vertrouwd=_list_vertrouwd(), now=now
    )
    if oin and find_oin(certificate) != oin:
        raise Handtekeningfout("De handtekening is van een andere organisatie. [handtekening_oin]")


def _get_ondertekenaar() -> Ondertekenaar:
    key, chain = settings.MELDPUNT_DDAS_SLEUTEL, settings.MELDPUNT_DDAS_CERTIFICAAT
    if not key or not chain:
        raise _not_ready()
    return read_ondertekenaar(Path(key).read_bytes(), Path(chain).read_bytes())


def _list_vertrouwd() -> tuple[Certificate, ...]:
    if not settings.MELDPUNT_DDAS_VERTROUWD:
        raise _not_ready()
    return tuple(load_pem_x509_certificates(Path(settings.MELDPUNT_DDAS_VERTROUWD).read_bytes()))


def _not_ready() -> Weigering:
    return Weigering(
        "Gegevens ophalen is hier nog niet ingericht. Vraag de beheerder van het meldpunt. [ddas_niet_ingericht]"
    )
