"""The same act on many zaken, kept as rows: what was asked, and per zaak what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.rules.statussen import OvergangFout
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang, get_gebruiker
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.models import Stapelopdracht, Stapelregel

WACHT, GEDAAN, OVERGESLAGEN = Stapelregel.Uitkomst


@dataclass(frozen=True, slots=True)
class Zaaksleutel:
    """The key of a zaak: with its municipality, as every table about residents."""

    gemeente: str
    zaak: UUID


Handeling = Callable[[Zaaksleutel, dict[str, Any], Actor, datetime], None]


@transaction.atomic
def create_stapelopdracht(
    *, handeling: str, waarden: dict[str, Any], zaken: Sequence[Zaaksleutel], door: Actor, now: datetime
) -> UUID:
    """Keep what somebody asks for on these zaken; a worker does it. Raises Weigering without a zaak.

    The zaken are those that the actor sees (`list_visible`); the act checks each of them again.
    """
    if not zaken:
        raise Weigering("Kies eerst een of meer zaken: zet er een vinkje voor. [niets_gekozen]")
    opdracht = Stapelopdracht.objects.create(
        gebruiker_id=get_gebruiker(door),
        actor=write_actor(door),
        handeling=handeling,
        waarden=waarden,
        aantal=len(set(zaken)),
        gemaakt_op=now,
    )
    Stapelregel.objects.bulk_create(
        [
            Stapelregel(gemeente_id=one.gemeente, opdracht=opdracht, zaak_id=one.zaak)
            for one in dict.fromkeys(zaken)
        ],
        batch_size=2000,
    )
    record(
        "stapelopdracht_gemaakt",
        objectsoort="stapelopdracht",
        object=opdracht.id,
        door=door,
        now=now,
        doel=AANBOD,
        waarden={"handeling": handeling, "aantal": opdracht.aantal},
    )
    return opdracht.id


def write_actor(door: Actor) -> dict[str, Any]:
    """Write as whom something was asked, so that a worker can act as that person later."""
    return {**asdict(door), "gebruiker": str(door.gebruiker or ""), "partner": str(door.partner or "")}


def read_actor(kept: dict[str, Any]) -> Actor:
    """Read back who asked."""
    return Actor(
        **{
            **kept,
            "gebruiker": UUID(kept["gebruiker"]) if kept["gebruiker"] else None,
            "partner": UUID(kept["partner"]) if kept["partner"] else None,
            "gemeenten": tuple(kept["gemeenten"]),
        }
    )


def list_regels_to_do(opdracht: UUID) -> list[Zaaksleutel]:
    """Return the zaken on which the act is still to be done, in the order of their keys."""
    rows = Stapelregel.objects.filter(opdracht=opdracht, uitkomst=WACHT).order_by("gemeente_id", "zaak_id")
    return [Zaaksleutel(*row) for row in rows.values_list("gemeente_id", "zaak_id")]


@transaction.atomic
def do_regel(opdracht: UUID, sleutel: Zaaksleutel, act: Callable[[], None], *, now: datetime) -> bool:
    """Do the act on one zaak and keep what came of it, both or neither; False when another worker has it.

    A refusal of the act is a ValueError with a sentence; anything else that goes wrong is not caught here.
    """
    rows = Stapelregel.objects.filter(
        opdracht=opdracht, gemeente=sleutel.gemeente, zaak=sleutel.zaak, uitkomst=WACHT
    )
    if not rows.select_for_update(skip_locked=True, no_key=True).exists():
        return False
    with connection.cursor() as cursor:
        # Not waiting for the disk at every zaak: after a power cut the last ones are as they were, outcome and
        # act alike, and are done again. Finishing does wait, and with it all that went before.
        cursor.execute("SET LOCAL synchronous_commit TO off")
    said = ""
    try:
        with transaction.atomic():
            act()
    except (ValueError, OvergangFout, GeenToegang) as refusal:
        said = str(refusal)
    except ObjectDoesNotExist:
        said = "Deze zaak bestaat niet meer. [niet_gevonden]"
    outcome = OVERGESLAGEN if said else GEDAAN
    rows.update(uitkomst=outcome, zin=said, gedaan_op=now)
    return True


def finish_stapelopdracht(opdracht: UUID, *, now: datetime) -> bool:
    """Note that nothing is left to do; False when something is, or it was noted already."""
    left = Stapelregel.objects.filter(opdracht=OuterRef("id"), uitkomst=WACHT)
    rows = Stapelopdracht.objects.filter(~Exists(left), id=opdracht, klaar_op=None)
    return rows.update(klaar_op=now) == 1
