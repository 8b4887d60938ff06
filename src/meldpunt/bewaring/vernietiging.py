"""Destroy persons: at once, in one transaction, with one line in the ledger. What remains counts and is nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.audit.actions import record
from meldpunt.bewaring.grootboek import export_grootboek, write_line
from meldpunt.bewaring.models import Bewaarstop, Vernietiging
from meldpunt.bewaring.wissen import Doelwit, aim, wipe
from meldpunt.matching.frames import lock_gemeenten
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.terugblik import remember_signalen
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_destroy
from meldpunt.toegang.rijcontext import acting_beyond
from meldpunt.toegang.weigering import Weigering

# A resident may ask that nothing at all is remembered; a term that ends leaves the look-back of the monitor.
TERMIJNEN: Final = frozenset({Vernietiging.Grond.TERMIJN})


@dataclass(frozen=True, slots=True)
class Aanleiding:
    """Why persons go: the ground, for a term the covenant, stage and article, and whether the look-back stays."""

    grond: str
    convenant: str = ""
    stadium: str = ""
    artikel: str = ""
    terugblik: bool = False


def destroy_personen(
    *, signalen: Sequence[UUID], gemeente: str, grond: str, door: Actor, now: datetime
) -> Vernietiging:
    """Destroy the persons behind these signalen of one municipality at once, and return the line of the ledger.

    Raises Weigering when a hold runs, or when nobody is left behind them.
    """
    check_destroy(door, gemeente=gemeente)
    if grond not in Vernietiging.Grond.values:
        raise Weigering("Kies waarom deze gegevens weg moeten. [grond_onbekend]")
    line = destroy_batch(signalen, Aanleiding(grond), gemeente=gemeente, door=door, now=now)
    if line is None:
        raise Weigering("Deze persoonsgegevens zijn al vernietigd. [al_vernietigd]")
    return line


@transaction.atomic
def destroy_batch(
    signalen: Sequence[UUID], aanleiding: Aanleiding, *, gemeente: str, door: Actor, now: datetime
) -> Vernietiging | None:
    """Destroy one batch in one transaction; None when another worker did it, or nobody was left."""
    with acting_beyond(gemeente):
        return _destroy(signalen, aanleiding, gemeente=gemeente, door=door, now=now)


def _destroy(
    signalen: Sequence[UUID], aanleiding: Aanleiding, *, gemeente: str, door: Actor, now: datetime
) -> Vernietiging | None:
    # Matching and other destruction in this municipality wait: who is still there is read once and for all.
    lock_gemeenten([gemeente])
    present = _list_present(signalen, gemeente=gemeente, spare_open=aanleiding.grond in TERMIJNEN)
    if not present:
        return None
    _check_no_stop(present, gemeente=gemeente, now=now)
    if aanleiding.terugblik or aanleiding.grond in TERMIJNEN:
        remember_signalen(present, gemeente=gemeente, today=timezone.localdate(now))
    doelwit = aim(present, gemeente=gemeente)
    _recall_waiting(doelwit)
    counts = wipe(doelwit)
    _unlink_household(doelwit)
    _move_address(doelwit)
    ended = _end_empty_zaken(doelwit, door=door, now=now)
    line = write_line(
        Vernietiging(
            gemeente_id=gemeente,
            vernietigd_op=now,
            vernietigd_door=door.gebruiker,
            grond=aanleiding.grond,
            convenant=aanleiding.convenant,
            stadium=aanleiding.stadium,
            artikel=aanleiding.artikel,
            signalen=sorted(present),
            aantallen=counts,
        )
    )
    record(
        "personen_vernietigd",
        objectsoort="vernietiging",
        object=line.id,
        gemeente=gemeente,
        door=door,
        now=now,
        doel="bewaring",
        waarden={
            "nummer": line.nummer,
            "grond": line.grond,
            "aantal": len(present),
            "zaken_beeindigd": ended,
        },
    )
    transaction.on_commit(export_grootboek)
    return line


def _list_present(signalen: Sequence[UUID], *, gemeente: str, spare_open: bool) -> list[UUID]:
    """Return the signalen that still have a person, and keep those persons for this transaction.

    A zaak may have been opened again since the list was made: then a term does not touch its persons.
    """
    rows = SignaalPersoon.objects.select_for_update().filter(gemeente=gemeente, id__in=list(signalen))
    present = list(rows.order_by("id").values_list("id", flat=True))
    if not spare_open:
        return present
    in_open = Zaaksignaal.objects.filter(gemeente=gemeente, signaal__in=present, zaak__status__in=OPEN)
    spared = set(in_open.values_list("signaal_id", flat=True))
    return [one for one in present if one not in spared]


def _check_no_stop(signalen: Sequence[UUID], *, gemeente: str, now: datetime) -> None:
    running = Bewaarstop.objects.filter(
        gemeente=gemeente,
        opgeheven_op=None,
        tot__gte=timezone.localdate(now),
        signalen__overlap=list(signalen),
    ).first()
    if running is not None:
        raise Weigering(
            f"Deze gegevens vallen onder een bewaarstop ({running.get_reden_display().lower()}) tot en met "
            f"{running.tot:%d-%m-%Y}. Hef eerst de bewaarstop op. [bewaarstop]"
        )


def _recall_waiting(doelwit: Doelwit) -> None:
    """Let no letter, mail or SMS go out any more to somebody who is not here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meldpunt_verzending SET status = 'ingetrokken', volgende_op = NULL "
            "WHERE gemeente = %(gemeente)s AND status IN ('klaar', 'wacht', 'mislukt') AND (zaak_id, persoon) IN "
            "(SELECT * FROM unnest(%(paar_zaken)s::uuid[], %(paar_personen)s::uuid[]))",
            doelwit.values,
        )


def _unlink_household(doelwit: Doelwit) -> None:
    """Let no signaal say any longer which others are about the same person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meldpunt_zaaksignaal SET persoon = signaal_id, trap = 'alleen' "
            "WHERE gemeente = %(gemeente)s AND persoon <> signaal_id AND (zaak_id, persoon) IN "
            "(SELECT * FROM unnest(%(paar_zaken)s::uuid[], %(paar_personen)s::uuid[]))",
            doelwit.values,
        )


def _move_address(doelwit: Doelwit) -> None:
    """Let a zaak in which somebody is left read its address from one who is: it was read from who went."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meldpunt_zaak z SET adressignaal = n.signaal_id FROM ("
            "SELECT DISTINCT ON (k.zaak_id) k.zaak_id, k.signaal_id FROM meldpunt_zaaksignaal k "
            "JOIN meldpunt_signaalpersoon p ON p.id = k.signaal_id AND p.gemeente = k.gemeente "
            "WHERE k.gemeente = %(gemeente)s AND k.zaak_id IN (SELECT zaak_id FROM meldpunt_zaaksignaal "
            "WHERE gemeente = %(gemeente)s AND signaal_id = ANY(%(signalen)s)) "
            "ORDER BY k.zaak_id, k.signaal_id) n "
            "WHERE z.id = n.zaak_id AND z.gemeente = %(gemeente)s AND z.adressignaal = ANY(%(signalen)s)",
            doelwit.values,
        )


def _end_empty_zaken(doelwit: Doelwit, *, door: Actor, now: datetime) -> int:
    """End open zaken in which nobody is left (only a request does that: a term never touches an open one)."""
    rows = Zaak.objects.select_for_update().filter(
        gemeente=doelwit.gemeente, id__in=doelwit.zaken, status__in=OPEN
    )
    open_ones = list(rows.values_list("id", flat=True))
    Zaak.objects.filter(gemeente=doelwit.gemeente, id__in=open_ones).update(
        status="vervallen", status_sinds=now, behandelaar=None, wacht_tot=None, terugkoppelen=False
    )
    for zaak in open_ones:
        refresh_termijnen(zaak=zaak, gemeente=doelwit.gemeente, now=now)
        record(
            "zaak_vervallen",
            objectsoort="zaak",
            object=zaak,
            gemeente=doelwit.gemeente,
            door=door,
            now=now,
            doel="bewaring",
        )
    return len(open_ones)
