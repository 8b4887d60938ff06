"""Give the overview: to the officer who answers a request, and to the resident who signed in; each look is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.betrokkenen.actions import DOEL, check_other_person, log_verzoek
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.betrokkenen.overzicht import Overzicht, make_overzicht
from meldpunt.betrokkenen.verzegeling import open_inwoner
from meldpunt.betrokkenen.vinden import list_bevestigd, list_kandidaten
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_handle_verzoek
from meldpunt.toegang.weigering import Weigering

ZICHTBAAR: Final = ("gezocht", "ingewilligd")


@transaction.atomic
def get_overzicht(
    *, verzoek: UUID, gemeente: str, verstrekken: bool, door: Actor, now: datetime
) -> tuple[Overzicht, str]:
    """Return everything about who made a request, and the name to put on it; `verstrekken` notes that it went out.

    Raises Weigering before a human being said what is theirs, and after a refusal.
    """
    check_handle_verzoek(door, gemeente=gemeente)
    row = Verzoek.objects.select_for_update().get(id=verzoek, gemeente=gemeente)
    inwoner = open_inwoner(row.inwoner_verzegeld)
    check_other_person(inwoner, door)
    if row.status not in ZICHTBAAR or row.geleegd_op is not None:
        raise Weigering("Stel eerst vast welke signalen van deze inwoner zijn. [personen_niet_vastgesteld]")
    if verstrekken and row.verstrekt_op is None:
        row.verstrekt_op = now
        row.save(update_fields=["verstrekt_op"])
    signalen = list_bevestigd(row.id, gemeente)
    handeling = "overzicht_gedownload" if verstrekken else "overzicht_ingezien"
    log_verzoek(handeling, row, door=door, now=now, signalen=signalen)
    return make_overzicht(gemeente=gemeente, signalen=signalen, now=now), inwoner.naam


@transaction.atomic
def note_verzoek(*, verzoek: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """Write that the officer looked at a request, and at whom the candidates are about."""
    check_handle_verzoek(door, gemeente=gemeente)
    row = Verzoek.objects.get(id=verzoek, gemeente=gemeente)
    found: Sequence[UUID] = list_bevestigd(row.id, gemeente)
    if row.status == "vastgesteld":
        found = [one.signaal for one in list_kandidaten(verzoek=verzoek, gemeente=gemeente, door=door)]
    log_verzoek("verzoek_ingezien", row, door=door, now=now, signalen=found)


def note_eigen(
    handeling: str, signalen: Sequence[UUID], *, gemeente: str, door: Actor, now: datetime
) -> None:
    """Write that a resident looked at what is theirs: who was told to be somebody else finds that here."""
    record(
        handeling,
        objectsoort="inwoner",
        object="-",
        gemeente=gemeente,
        door=door,
        now=now,
        doel=DOEL,
        betrokkenen=[name_betrokkene("signaal", one) for one in signalen],
    )
