"""The daily mail about terms: counts and links, to who may see the zaken they are about, once a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction

from meldpunt.adapters.mail import Mailbericht, Mailfout, send_mail
from meldpunt.audit.actions import record
from meldpunt.opvolging.models import Dagbericht
from meldpunt.opvolging.termijnoverzicht import Stand, find_stand
from meldpunt.toegang.actor import Actor

logger = structlog.get_logger()
SLOT: Final = "In dit bericht staan met opzet geen namen of adressen. Meld u aan om de zaken te zien."


@dataclass(frozen=True, slots=True)
class Adressen:
    """Where the links of a mail lead to."""

    dag: str
    termijnen: str
    datalekken: str = ""
    overeenkomsten: str = ""


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """Somebody who works on zaken, with every appointment as an actor."""

    gebruiker: UUID
    naam: str
    email: str
    actors: tuple[Actor, ...]


def send_dagbericht(
    *, ontvanger: Ontvanger, dag: date, adressen: Adressen, door: Actor, now: datetime
) -> bool:
    """Send somebody the word of this day; False when it was made already or there is nothing to say.

    The row is claimed first, so that a second worker or a restart sends nothing twice. When the mail server refuses,
    the claim is given back and the next look tries again.
    """
    stand = sum((find_stand(door=actor, today=dag) for actor in ontvanger.actors), Stand())
    row, is_new = Dagbericht.objects.get_or_create(
        gebruiker_id=ontvanger.gebruiker, dag=dag, defaults={"aantal": stand.samen, "gemaakt_op": now}
    )
    if not is_new or not stand.samen:
        return False
    try:
        send_mail(
            Mailbericht(
                aan=ontvanger.email,
                onderwerp="Meldpunt: uw termijnen van vandaag",
                tekst=write_dagbericht(stand, naam=ontvanger.naam, adressen=adressen),
            )
        )
    except Mailfout:
        logger.exception("dagbericht_niet_verstuurd", gebruiker=str(ontvanger.gebruiker))
        row.delete()
        return False
    with transaction.atomic():
        Dagbericht.objects.filter(id=row.id).update(verstuurd_op=now)
        record(
            "dagbericht_verstuurd",
            objectsoort="gebruiker",
            object=ontvanger.gebruiker,
            door=door,
            now=now,
            waarden={"aantal": stand.samen},
        )
    return True


def write_dagbericht(stand: Stand, *, naam: str, adressen: Adressen) -> str:
    """Write the mail: how many terms, and where to find them; nothing about a resident."""
    own = [
        _line(stand.te_laat, "is te laat", "zijn te laat", nieuw=stand.nieuw_te_laat),
        _line(stand.nu, "eindigt vandaag of morgen", "eindigen vandaag of morgen"),
        _line(stand.deze_week, "eindigt binnen zeven dagen", "eindigen binnen zeven dagen"),
    ]
    late = _line(stand.postvak_te_laat, "is te laat", "zijn te laat", nieuw=stand.postvak_nieuw_te_laat)
    alone = stand.postvak_zonder_behandelaar
    inbox = [late, f"- Daarvan zonder behandelaar: {alone}." if alone else ""]
    parts = [
        f"Goedemorgen {naam},",
        _block("Uw eigen zaken:", own, adressen.dag),
        _block("Het hele postvak:", inbox, adressen.termijnen),
        SLOT,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _line(aantal: int, een: str, meer: str, *, nieuw: int = 0) -> str:
    if not aantal:
        return ""
    since = f" ({nieuw} sinds vandaag)" if nieuw else ""
    return f"- 1 termijn {een}{since}." if aantal == 1 else f"- {aantal} termijnen {meer}{since}."


def _block(titel: str, lines: Sequence[str], adres: str) -> str:
    said = [line for line in lines if line]
    return "\n".join([titel, *said, f"Bekijk ze: {adres}"]) if said else ""
