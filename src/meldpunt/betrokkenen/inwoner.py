"""What a resident who signed in sees of themself, and asks for: by the number the broker gave, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.betrokkenen.actions import Aanvraag, receive_verzoek, withdraw_verzoek
from meldpunt.betrokkenen.inzage import note_eigen
from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal
from meldpunt.betrokkenen.overzicht import Overzicht, make_overzicht
from meldpunt.betrokkenen.queries import Verzoekbeeld, show_verzoek
from meldpunt.betrokkenen.verzegeling import Inwoner, indexes_of
from meldpunt.partijen.models import Gemeente, GemeenteDeelname
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.rules.verzoeken import ONDERWEG
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import MIJN_GEGEVENS, check_resident
from meldpunt.toegang.rijcontext import seeing_self
from meldpunt.toegang.tellers import Grens, claim_try, hide_afzender
from meldpunt.toegang.weigering import Weigering

# Everything across the system is work: who opens it more often than this in an hour is a script.
PER_INWONER: Final = Grens("mijn_gegevens", 60, timedelta(hours=1))
PER_VERZOEK: Final = Grens("mijn_verzoek", 10, timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Plaats:
    """A municipality, and whether it has anything about the resident."""

    code: str
    naam: str
    gevonden: bool


def resident_actor() -> Actor:
    """Return the actor of a resident who signed in: no account, and no name."""
    return system_actor(herkomst=MIJN_GEGEVENS)


def list_plaatsen(*, bsn: str, door: Actor) -> list[Plaats]:
    """Return the municipalities that take part, those with something about the resident first."""
    check_resident(door)
    with seeing_self(*_list_codes()):
        found = {gemeente for gemeente, _ in _list_eigen(bsn)}
        taking_part = set(GemeenteDeelname.objects.values_list("gemeente", flat=True))
        rows = Gemeente.objects.filter(code__in=(found | taking_part) - {PROEFGEMEENTE}).order_by("naam")
        places = [Plaats(row.code, row.naam, row.code in found) for row in rows]
    return sorted(places, key=lambda one: not one.gevonden)


def _list_codes() -> list[str]:
    """Return every municipality: where somebody is, is not known before it is looked for."""
    with seeing_self():
        return list(Gemeente.objects.exclude(code=PROEFGEMEENTE).values_list("code", flat=True))


def _list_eigen(bsn: str) -> list[tuple[str, UUID]]:
    """Return the signalen that are the resident's: with the same number, or said to be theirs by a human being."""
    indexes = indexes_of(bsn)
    if not indexes:
        return []
    same = SignaalPersoon.objects.filter(bsn_index__in=indexes).values_list("gemeente", "id")
    said = Verzoeksignaal.objects.filter(verzoek__bsn_index__in=indexes, bevestigd=True).exclude(
        verzoek__identiteit=""
    )
    # A human being may also have said of one with the number that it is somebody else's.
    denied = set(
        Verzoeksignaal.objects.filter(verzoek__bsn_index__in=indexes, bevestigd=False).values_list(
            "signaal", flat=True
        )
    )
    rows = set(same) | set(said.values_list("gemeente", "signaal"))
    return sorted((gemeente, signaal) for gemeente, signaal in rows if signaal not in denied)


@transaction.atomic
def get_eigen_overzicht(
    *, bsn: str, gemeente: str, door: Actor, now: datetime, verstrekken: bool = False
) -> Overzicht:
    """Return everything one municipality has about the resident. Raises TeVaak."""
    check_resident(door)
    with seeing_self(gemeente):
        claim_try(grenzen=[(PER_INWONER, hide_afzender(f"inwoner {bsn}", now=now))], now=now)
        return _gather(bsn, gemeente, verstrekken=verstrekken, door=door, now=now)


def _gather(bsn: str, gemeente: str, *, verstrekken: bool, door: Actor, now: datetime) -> Overzicht:
    signalen = [signaal for code, signaal in _list_eigen(bsn) if code == gemeente]
    handeling = "eigen_gegevens_gedownload" if verstrekken else "eigen_gegevens_ingezien"
    note_eigen(handeling, signalen, gemeente=gemeente, door=door, now=now)
    return make_overzicht(gemeente=gemeente, signalen=signalen, now=now)


def ask(  # noqa: PLR0913 - who asks what of whom
    *, bsn: str, gemeente: str, soort: str, wens: str, door: Actor, now: datetime
) -> UUID:
    """Take in a request of the resident; the broker said who it is, so it goes on at once.

    Raises Weigering when the same is being asked already, TeVaak when it goes on and on.
    """
    check_resident(door)
    with seeing_self(gemeente):
        claim_try(grenzen=[(PER_VERZOEK, hide_afzender(f"inwoner {bsn}", now=now))], now=now)
        return _ask(bsn, gemeente, soort, wens, door=door, now=now)


def _ask(  # noqa: PLR0913 - who asks what of whom
    bsn: str, gemeente: str, soort: str, wens: str, *, door: Actor, now: datetime
) -> UUID:
    running = Verzoek.objects.filter(
        gemeente=gemeente, bsn_index__in=indexes_of(bsn), soort=soort, status__in=ONDERWEG
    )
    if running.exists():
        raise Weigering("U vroeg dit al. Wij zijn ermee bezig. [verzoek_loopt]")
    aanvraag = Aanvraag(
        soort=soort,
        gemeente=gemeente,
        inwoner=Inwoner(bsn=bsn, wens=wens.strip()),
        kanaal=Verzoek.Kanaal.MIJN,
        identiteit="digid",
    )
    return receive_verzoek(aanvraag=aanvraag, door=door, now=now)


def list_eigen_verzoeken(*, bsn: str, door: Actor) -> list[Verzoekbeeld]:
    """Return the resident's own requests, the newest first."""
    check_resident(door)
    with seeing_self(*_list_codes()):
        rows = Verzoek.objects.filter(bsn_index__in=indexes_of(bsn)).exclude(identiteit="")
        shown = rows.select_related("gemeente").order_by("-id")[:50]
        return [show_verzoek(row) for row in shown]


def withdraw_eigen(*, bsn: str, verzoek: UUID, door: Actor, now: datetime) -> None:
    """End one of the resident's own requests. Raises Verzoek.DoesNotExist for another's."""
    check_resident(door)
    with seeing_self(*_list_codes()):
        row = Verzoek.objects.get(id=verzoek, bsn_index__in=indexes_of(bsn))
        withdraw_verzoek(verzoek=row.id, gemeente=row.gemeente_id, door=door, now=now)
