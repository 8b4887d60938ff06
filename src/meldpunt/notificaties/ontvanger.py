"""The way to a receiver: only to a host that an operator allowed for this partner, over the one layer for calls."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from meldpunt.koppelingen.gegevens import Aanmeldwijze, Geheimen, Koppelinggegevens
from meldpunt.koppelingen.queries import find_koppeling
from meldpunt.notificaties.models import Abonnement
from meldpunt.rules.gebeurtenissen import Afzender, name_afzender

SOORT: Final = "webhook"
VERBINDEN, LEZEN = 5.0, 10.0
OORSPRONGKOP: Final = "WebHook-Request-Origin"


def is_allowed(row: Abonnement) -> bool:
    """Say whether an operator allows this host now; the row comes with its host."""
    return row.host.toegestaan_op is not None


def reach(row: Abonnement) -> Koppelinggegevens:
    """Return how this receiver is called; one try at a time, for the message itself stays due.

    A connection of the kind webhook lends its certificate, its authority and its time-outs to all of them. Its keys and
    headers it keeps: these are of one party, and the receivers are of many.
    """
    model = find_koppeling(SOORT) or Koppelinggegevens(
        soort=SOORT, adres="", verbinden_seconden=VERBINDEN, lezen_seconden=LEZEN
    )
    return replace(
        model,
        plek=str(row.id),
        naam=f"{row.partner.naam}: {row.naam}",
        adres=row.adres,
        aanmelding=Aanmeldwijze(),
        geheimen=Geheimen(certificaatsleutel=model.geheimen.certificaatsleutel),
        koppen={},
        pogingen=1,
        gelijktijdig=1,
    )


def get_afzender() -> Afzender:
    """Return who announces: this installation."""
    return name_afzender(oin=settings.MELDPUNT_OIN, site=settings.MELDPUNT_ADRES)


def get_oorsprong() -> str:
    """Return the name under which this installation asks to be let in."""
    return urlsplit(settings.MELDPUNT_ADRES).hostname or "meldpunt"
