"""What a worker on the round does: choose doors for a day, and record at the door what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import AlVastgelegd, record_contactpoging
from meldpunt.opvolging.models import Rondebezoek
from meldpunt.rules.dagdeel import dagdeel_of
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang, check_see_zaak
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.stapel import Zaaksleutel

LANGSTE_NOTITIE: Final = 200
NIET_ALLEEN: Final = "Niet alleen gegaan."
# What can happen at a door -> was somebody reached, is a card left, the words that go before the note.
UITKOMSTEN: Final[dict[str, tuple[bool, bool, str]]] = {
    "bereikt": (True, False, ""),
    "niet_bereikt": (False, False, ""),
    "kaartje": (False, True, ""),
    "geweigerd": (True, False, "Wil het aanbod niet, gezegd aan de deur."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bezoek:
    """What was recorded at a door; `sleutel` is the key that the phone gave it, so that it counts once."""

    sleutel: UUID
    gemeente: str
    zaak: UUID
    uitkomst: str
    notitie: str
    moment: datetime
    # Said at an address where nobody goes alone.
    niet_alleen: bool = False


@dataclass(frozen=True, slots=True)
class Verzenduitkomst:
    """What came of one visit that was sent: gedaan, dubbel, or geweigerd with the reason."""

    sleutel: UUID
    stand: Literal["gedaan", "dubbel", "geweigerd"]
    zin: str = ""


@transaction.atomic
def record_bezoek(*, bezoek: Bezoek, door: Actor, now: datetime) -> None:
    """Record a visit on the day and part of day of the visit itself, whenever it is sent.

    A card that was left is an attempt of its own. Raises AlVastgelegd for a visit that came in before.
    """
    if bezoek.uitkomst not in UITKOMSTEN:
        raise Weigering("Kies wat er aan de deur gebeurde. [bezoek_uitkomst]")
    if len(bezoek.notitie) > LANGSTE_NOTITIE:
        raise Weigering(
            f"De notitie is langer dan {LANGSTE_NOTITIE} tekens. Maak haar korter. [notitie_te_lang]"
        )
    reached, card, words = UITKOMSTEN[bezoek.uitkomst]
    company = NIET_ALLEEN if bezoek.niet_alleen else ""
    note = " ".join(part for part in (company, words, bezoek.notitie) if part)
    _record(bezoek, "Huisbezoek", bezoek.sleutel, reached, note, door=door, now=now)
    if card:
        _record(bezoek, "Kaartje", uuid5(bezoek.sleutel, "kaartje"), False, "", door=door, now=now)


def _record(  # noqa: PLR0913 - an attempt has these facts
    bezoek: Bezoek, soort: str, sleutel: UUID, bereikt: bool, notitie: str, *, door: Actor, now: datetime
) -> None:
    # The clock of a phone may run ahead; nobody visited in the future.
    moment = timezone.localtime(min(bezoek.moment, now))
    record_contactpoging(
        zaak=bezoek.zaak,
        gemeente=bezoek.gemeente,
        soort=soort,
        bereikt=bereikt,
        datum=moment.date(),
        dagdeel=dagdeel_of(moment.hour),
        notitie=notitie,
        persoon=None,
        door=door,
        now=now,
        invoersleutel=sleutel,
        niet_alleen=bezoek.niet_alleen,
    )


def try_bezoek(*, bezoek: Bezoek, door: Actor, now: datetime) -> Verzenduitkomst:
    """Record a visit that a phone sends and say what came of it: one that cannot be keeps no other back."""
    try:
        record_bezoek(bezoek=bezoek, door=door, now=now)
    except AlVastgelegd:
        return Verzenduitkomst(bezoek.sleutel, "dubbel")
    except (Weigering, GeenToegang) as refusal:
        return Verzenduitkomst(bezoek.sleutel, "geweigerd", str(refusal))
    except Zaak.DoesNotExist:
        return Verzenduitkomst(bezoek.sleutel, "geweigerd", "Deze zaak bestaat niet meer. [niet_gevonden]")
    return Verzenduitkomst(bezoek.sleutel, "gedaan")


@transaction.atomic
def choose_for_ronde(
    *, zaken: Sequence[Zaaksleutel], dag: date, erbij: bool, door: Actor, now: datetime
) -> int:
    """Put zaken on, or leave them off, the own round of a day; return how many.

    Raises Weigering for a day that is over and for a zaak that nobody has in hand.
    """
    today = timezone.localdate(now)
    if dag < today:
        raise Weigering("Die dag is voorbij. Kies vandaag of later. [ronde_voorbij]")
    if door.gebruiker is None:
        raise GeenToegang("Een dagronde is van een persoon. [geen_toegang]")
    # A round that was walked has no sense any more.
    Rondebezoek.objects.filter(gebruiker=door.gebruiker, dag__lt=today).delete()
    # In the order of their keys, so that two workers never wait for each other.
    for sleutel in sorted(set(zaken), key=lambda one: (one.gemeente, one.zaak)):
        _choose(sleutel, wie=door.gebruiker, dag=dag, erbij=erbij, door=door, now=now)
    return len(set(zaken))


def _choose(  # noqa: PLR0913 - a choice has these values
    sleutel: Zaaksleutel, *, wie: UUID, dag: date, erbij: bool, door: Actor, now: datetime
) -> None:
    row = Zaak.objects.select_for_update().get(id=sleutel.zaak, gemeente=sleutel.gemeente)
    check_see_zaak(door, gemeente=sleutel.gemeente, postvak=row.postvak, team=row.team)
    if erbij and row.status != "in_behandeling":
        raise Weigering("Pak de zaak eerst op; dan kan zij mee op de dagronde. [zaak_status]")
    mine = {"gemeente_id": row.gemeente_id, "gebruiker_id": wie, "dag": dag, "zaak_id": row.id}
    Rondebezoek.objects.filter(**mine).delete()
    Rondebezoek.objects.create(**mine, erbij=erbij, gekozen_op=now)
    record(
        "ronde_gekozen",
        objectsoort="zaak",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=AANBOD,
        waarden={"dag": dag.isoformat(), "erbij": erbij},
    )
