"""Load an extract of the register of addresses: what it holds replaces what stood there for its area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from meldpunt.audit.actions import record
from meldpunt.bag.bronnen import recognise_bron
from meldpunt.bag.inladen import stage_bestand, write_klaargezet
from meldpunt.bag.models import Bagstand
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_manage
from meldpunt.toegang.weigering import Weigering

# A file with less than this part of what is there now is half a file, until somebody says that it is not.
MINSTE_DEEL: Final = 0.8
SLOT: Final = 0x42414741  # two extracts at once would each take away what the other brought


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlading:
    """Which extract is loaded, and for which area: "" for the whole country, else the code of a municipality."""

    bestand: Path
    gebied: str = ""
    stand: date | None = None
    # The operator looked, and there are really that many fewer.
    krimp_bevestigd: bool = False


@transaction.atomic
def load_bag(*, inlading: Inlading, door: Actor, now: datetime) -> Bagstand:
    """Let an extract replace the addresses of its area; a second time it changes nothing.

    Raises Bronfout for a file that is no extract, and Weigering when it holds far fewer addresses than are there.
    """
    check_manage(door)
    _check_gebied(inlading.gebied)
    soort = recognise_bron(inlading.bestand)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SLOT])
    ready = stage_bestand(inlading.bestand, soort, gebied=inlading.gebied)
    if ready.aantal == 0:
        raise Weigering(
            "In dit bestand staat geen bruikbaar adres. Kijk of de nummeraanduiding en het object zestien cijfers "
            "hebben, en of het bestand over deze gemeente gaat. [bag_leeg]"
        )
    if ready.aantal < ready.bestaand * MINSTE_DEEL and not inlading.krimp_bevestigd:
        raise Weigering(
            f"Er staan nu {ready.bestaand} adressen, en in dit bestand {ready.aantal}. Is het bestand compleet? "
            "Bevestig dan met --minder. [bag_krimpt]"
        )
    changed, gone = write_klaargezet(gebied=inlading.gebied)
    row = Bagstand.objects.create(
        gebied=inlading.gebied,
        soort=soort,
        bestandsnaam=inlading.bestand.name[:200],
        stand=inlading.stand,
        aantal=ready.aantal,
        overgeslagen=ready.overgeslagen,
        nieuw_of_anders=changed,
        verdwenen=gone,
        geladen_op=now,
        geladen_door=door.gebruiker,
    )
    record(
        "bag_geladen",
        objectsoort="bagstand",
        object=row.id,
        gemeente=inlading.gebied,
        door=door,
        now=now,
        waarden={"soort": soort, "aantal": ready.aantal, "anders": changed, "verdwenen": gone},
    )
    return row


def _check_gebied(gebied: str) -> None:
    if gebied and not (len(gebied) == 4 and gebied.isascii() and gebied.isdigit()):
        raise Weigering(f"'{gebied}' is geen gemeentecode. Schrijf vier cijfers, zoals 0392. [gemeentecode]")
