"""As whom a municipality writes to residents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.partijen.models import Afzender
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_coordinate
from meldpunt.toegang.weigering import Weigering


@dataclass(frozen=True, slots=True, kw_only=True)
class Afzendergegevens:
    """The sender as letters, cards and messages print it."""

    naam: str
    adresregels: tuple[str, ...]
    telefoon: str
    mail: str
    antwoordadres: str

    @property
    def regels(self) -> tuple[str, ...]:
        """Return the lines of the letterhead, the name first."""
        return (self.naam, *self.adresregels, self.telefoon, self.mail)

    @property
    def kort_antwoordadres(self) -> str:
        """Return the reply address as somebody types it over from paper."""
        parts = urlsplit(self.antwoordadres)
        return f"{parts.netloc}{parts.path}".rstrip("/")


def find_afzender(gemeente: str) -> Afzendergegevens | None:
    """Return the sender of a municipality, or none while nobody filled it in."""
    row = Afzender.objects.filter(gemeente=gemeente).first()
    if row is None:
        return None
    return Afzendergegevens(
        naam=row.naam,
        adresregels=tuple(row.adresregels),
        telefoon=row.telefoon,
        mail=row.mail,
        antwoordadres=row.antwoordadres,
    )


@transaction.atomic
def save_afzender(*, gemeente: str, gegevens: Afzendergegevens, door: Actor, now: datetime) -> None:
    """Set as whom a municipality writes; what was sent before keeps its own sender."""
    check_coordinate(door, gemeente=gemeente)
    if not 1 <= len(gegevens.adresregels) <= 3:
        raise Weigering("Vul een adres van één tot drie regels in. [afzender_adres]")
    if urlsplit(gegevens.antwoordadres).scheme not in {"http", "https"}:
        raise Weigering("Het antwoordadres begint met https://. Verbeter het adres. [antwoordadres_ongeldig]")
    Afzender.objects.update_or_create(
        gemeente_id=gemeente,
        defaults={
            "naam": gegevens.naam,
            "adresregels": list(gegevens.adresregels),
            "telefoon": gegevens.telefoon,
            "mail": gegevens.mail,
            "antwoordadres": gegevens.antwoordadres,
            "gewijzigd_op": now,
            "gewijzigd_door": door.gebruiker,
        },
    )
    record(
        "afzender_gewijzigd", objectsoort="afzender", object=gemeente, gemeente=gemeente, door=door, now=now
    )
