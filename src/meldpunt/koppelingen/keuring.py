"""Whether a connection can be set up as somebody filled it in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from meldpunt.adapters.uitgaand import Uitgaandfout
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import MELDPUNT, Koppelinggegevens
from meldpunt.koppelingen.models import Koppeling
from meldpunt.koppelingen.uitweg import check_adres, make_context
from meldpunt.toegang.weigering import Weigering

KOPNAAM: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}")
# What the meldpunt writes itself, or what belongs in the sealed part.
EIGEN_KOPPEN: Final = frozenset(
    {
        "host", "content-length", "transfer-encoding", "connection", "authorization", "proxy-authorization", "cookie",
        "traceparent",
    }
)  # fmt: skip


def check_koppeling(gegevens: Koppelinggegevens) -> None:
    """Raise Weigering with what is wrong and what to do."""
    if gegevens.soort not in Koppeling.Soort.values:
        raise Weigering(f"Een koppeling van soort '{gegevens.soort}' kennen we niet. [koppeling_soort]")
    if gegevens.plek != MELDPUNT and not re.fullmatch(r"\d{4}", gegevens.plek):
        raise Weigering(
            f"'{gegevens.plek}' is geen gemeentecode. Kies een gemeente uit de lijst. [gemeente_onbekend]"
        )
    _check_adressen(gegevens)
    _check_aanmelding(gegevens)
    _check_koppen(gegevens)
    _check_grenzen(gegevens)
    _check_certificaten(gegevens)


def read_einde(certificaat: str) -> datetime:
    """Return when our certificate ends. Raises ValueError when it is none."""
    return x509.load_pem_x509_certificate(certificaat.encode()).not_valid_after_utc


def _check_adressen(gegevens: Koppelinggegevens) -> None:
    wanted = [("Adres", gegevens.adres)]
    if gegevens.aanmelding.soort.startswith("oauth"):
        wanted.append(("Tokenadres", gegevens.aanmelding.tokenadres))
    for label, adres in wanted:
        try:
            check_adres(adres, koppeling=gegevens)
        except Uitgaandfout as problem:
            raise Weigering(f"{label}: {problem}") from problem


def _check_aanmelding(gegevens: Koppelinggegevens) -> None:
    wijze, geheimen = gegevens.aanmelding, gegevens.geheimen
    needed = {
        "geen": (),
        "sleutel": (wijze.sleutelkop, geheimen.sleutel),
        "oauth_geheim": (wijze.client_id, geheimen.client_geheim),
        "oauth_handtekening": (wijze.client_id, geheimen.handtekeningsleutel),
    }.get(wijze.soort)
    if needed is None:
        raise Weigering(f"Aanmelden met '{wijze.soort}' kennen we niet. [aanmelding_onbekend]")
    if not all(needed):
        raise Weigering(
            "Voor deze manier van aanmelden ontbreekt nog iets: de sleutel met zijn kop, of het client-id met het "
            "geheim of de ondertekensleutel. Vul het aan. [aanmelding_onvolledig]"
        )
    if wijze.soort == "sleutel" and not KOPNAAM.fullmatch(wijze.sleutelkop):
        raise Weigering(f"'{wijze.sleutelkop}' kan niet de naam van een kop zijn. [kop_ongeldig]")
    if wijze.soort == "oauth_handtekening":
        try:
            load_pem_private_key(geheimen.handtekeningsleutel.encode(), None)
        except (ValueError, TypeError) as problem:
            raise Weigering(
                "De ondertekensleutel is niet te lezen. Geef hem als PEM, zonder wachtwoord. [sleutel_onleesbaar]"
            ) from problem


def _check_koppen(gegevens: Koppelinggegevens) -> None:
    for name, value in gegevens.koppen.items():
        if not KOPNAAM.fullmatch(name) or not (value.isascii() and value.isprintable()):
            raise Weigering(f"De kop '{name}' bevat tekens die niet kunnen. [kop_ongeldig]")
        if name.lower() in EIGEN_KOPPEN:
            raise Weigering(
                f"De kop '{name}' vult het meldpunt zelf in. Haal hem weg, of gebruik de aanmelding. [kop_van_ons]"
            )
    if not (gegevens.geheimen.sleutel.isascii() and gegevens.geheimen.sleutel.isprintable()):
        raise Weigering(
            "In de sleutel staan tekens die niet in een kop kunnen. Kopieer hem opnieuw. [sleutel_onleesbaar]"
        )


def _check_grenzen(gegevens: Koppelinggegevens) -> None:
    if not (0 < gegevens.verbinden_seconden <= 60 and 0 < gegevens.lezen_seconden <= 120):
        raise Weigering("Verbinden duurt hoogstens 60 seconden en lezen hoogstens 120. [wachttijd_ongeldig]")
    if not (1 <= gegevens.pogingen <= 10 and 1 <= gegevens.gelijktijdig <= 64):
        raise Weigering("Kies 1 tot 10 pogingen en 1 tot 64 vragen tegelijk. [aantal_ongeldig]")


def _check_certificaten(gegevens: Koppelinggegevens) -> None:
    certificate, key = gegevens.certificaat, gegevens.geheimen.certificaatsleutel
    if bool(certificate) != bool(key):
        raise Weigering(
            "Een certificaat en zijn sleutel horen bij elkaar. Geef ze allebei. [certificaat_onvolledig]"
        )
    try:
        if certificate and not _fits(certificate, key):
            raise Weigering(
                "De sleutel hoort niet bij het certificaat. Controleer ze. [certificaat_past_niet]"
            )
        make_context(gegevens)
    except (ValueError, TypeError, Koppelingfout) as problem:
        if isinstance(problem, Weigering):
            raise
        raise Weigering(
            "Het certificaat, de sleutel of de eigen uitgever is niet te lezen. Geef ze als PEM, de sleutel zonder "
            "wachtwoord. [certificaat_onleesbaar]"
        ) from problem


def _fits(certificaat: str, sleutel: str) -> bool:
    form = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    shown = x509.load_pem_x509_certificate(certificaat.encode()).public_key()
    return shown.public_bytes(*form) == load_pem_private_key(
        sleutel.encode(), None
    ).public_key().public_bytes(*form)
