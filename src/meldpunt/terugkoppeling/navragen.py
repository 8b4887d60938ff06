"""The freshness check: just before contact the partners of a zaak are asked whether their claim is still open."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import AANBOD
from meldpunt.matching.beperkt import list_beperkt
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.partijen.queries import find_werkprotocol
from meldpunt.rules.kalender import add_werkdagen
from meldpunt.rules.partnerbericht import ANTWOORDEN, is_afmelding
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.sleutels import new_id
from meldpunt.terugkoppeling.models import Navraag
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_bericht
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_see_zaak, check_speak_for_partner
from meldpunt.toegang.weigering import Weigering

# For a municipality that has adopted no werkprotocol.
WERKDAGEN = 2
# Silence means: still open. A question about a recalled delivery has no sense any more.
CLOSE_DUE = """
UPDATE meldpunt_navraag n SET beantwoord_op = %(now)s,
  antwoord = CASE WHEN a.status = 'ingetrokken' THEN 'vervallen' ELSE 'geen_antwoord' END
FROM meldpunt_signaal s JOIN meldpunt_aanlevering a ON a.id = s.aanlevering_id
WHERE s.id = n.signaal_id AND s.gemeente = n.gemeente AND n.beantwoord_op IS NULL
  AND (n.antwoord_tot < %(today)s OR a.status = 'ingetrokken')
RETURNING n.id
"""


@transaction.atomic
def ask_navraag(*, zaak: UUID, gemeente: str, door: Actor, now: datetime) -> int:
    """Ask the partners of an open zaak whether each claim still stands; return how many questions went out.

    A claim that is being asked about already is not asked again. Raises Weigering when there is nothing to ask.
    """
    row = Zaak.objects.select_for_update().get(id=zaak, gemeente=gemeente)
    check_see_zaak(door, gemeente=gemeente, postvak=row.postvak, team=row.team)
    if row.status not in OPEN:
        raise Weigering("Deze zaak is niet open. Er is niets na te vragen. [zaak_status]")
    open_ones = _list_to_ask(row)
    today = timezone.localdate(now)
    protocol = find_werkprotocol(row.convenant, gemeente, on=today)
    until = add_werkdagen(today, protocol.navraag_werkdagen if protocol else WERKDAGEN)
    Navraag.objects.bulk_create(
        [
            Navraag(
                id=new_id(),
                gemeente_id=gemeente,
                signaal_id=link.signaal_id,
                partner_id=link.signaal.partner_id,
                gesteld_op=now,
                gesteld_door=door.gebruiker,
                antwoord_tot=until,
            )
            for link in open_ones
        ],
        # A signaal can be in two zaken: the other one may have asked in the same moment.
        ignore_conflicts=True,
    )
    record(
        "navraag_gesteld",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=now,
        doel=AANBOD,
        waarden={"vragen": len(open_ones), "tot": f"{until:%Y-%m-%d}"},
    )
    return len(open_ones)


def _list_to_ask(zaak: Zaak) -> list[Zaaksignaal]:
    """Return the signalen that stand and are not being asked about. Raises Weigering when there are none."""
    links = Zaaksignaal.objects.filter(gemeente=zaak.gemeente_id, zaak=zaak, afgemeld_op=None).exclude(
        signaal__aanlevering__status="ingetrokken"
    )
    if not links.exists():
        raise Weigering("In deze zaak staat geen vordering meer open. Er is niets na te vragen. [niets_open]")
    # A question about a copy would tell the partner where its customer lives now.
    links = links.filter(signaal__overgenomen_van=None)
    if not links.exists():
        raise Weigering(
            "Deze signalen kwamen van een andere gemeente. De partner mag niet horen waar de inwoner nu woont, dus "
            "u kunt niets navragen. [navraag_overgenomen]"
        )
    resting = list_beperkt([link.signaal_id for link in links], gemeente=zaak.gemeente_id)
    links = links.exclude(signaal__in=resting)
    if resting and not links.exists():
        raise Weigering(
            "Deze inwoner vroeg om de gegevens niet te gebruiken. Vraag nu niets na bij partners. [beperkt]"
        )
    waiting = set(
        Navraag.objects.filter(
            gemeente=zaak.gemeente_id, beantwoord_op=None, signaal__in=links.values("signaal")
        ).values_list("signaal_id", flat=True)
    )
    open_ones = [link for link in links.select_related("signaal") if link.signaal_id not in waiting]
    if not open_ones:
        raise Weigering(
            "Deze vraag ligt al bij de partners van deze zaak. Wacht op het antwoord. [navraag_loopt]"
        )
    return open_ones


@transaction.atomic
def answer_navraag(*, navraag: UUID, antwoord: str, door: Actor, now: datetime) -> None:
    """Answer a question; anything but ‘still open’ becomes a message that corrects the zaak at once.

    Raises Weigering when it was answered, or closed by silence, before.
    """
    check_speak_for_partner(door, partner=door.partner)
    if antwoord not in ANTWOORDEN:
        raise Weigering("Kies een van de antwoorden op het scherm. [antwoord_onbekend]")
    row = Navraag.objects.get(id=navraag, partner=door.partner)
    if row.beantwoord_op is not None:
        raise Weigering(
            "Deze vraag is al afgesloten. Is er iets veranderd? Meld het dan op de pagina van het signaal. "
            "[vraag_gesloten]"
        )
    if is_afmelding(antwoord):
        # No lock on the question first: the message takes that of the municipality before it closes questions.
        opdracht = Berichtopdracht(signaal=row.signaal_id, soort=antwoord, datum=timezone.localdate(now))
        report_bericht(opdracht=opdracht, door=door, now=now)
    elif not _close(row, antwoord, door=door, now=now):
        raise Weigering("Deze vraag is net door een collega beantwoord. [vraag_gesloten]")
    record(
        "navraag_beantwoord",
        objectsoort="navraag",
        object=navraag,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel="bericht van de signaalpartner over een eigen signaal",
        waarden={"antwoord": antwoord, "signaal": str(row.signaal_id)},
    )


def _close(row: Navraag, antwoord: str, *, door: Actor, now: datetime) -> bool:
    changed = Navraag.objects.filter(id=row.id, gemeente=row.gemeente_id, beantwoord_op=None).update(
        antwoord=antwoord, beantwoord_op=now, beantwoord_door=door.gebruiker
    )
    return changed == 1


@transaction.atomic
def close_due_navragen(*, door: Actor, now: datetime) -> int:
    """Close the questions whose term is over: silence means that the claim is open; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_DUE, {"now": now, "today": timezone.localdate(now)})
        closed = len(cursor.fetchall())
    if closed:
        record(
            "navragen_gesloten",
            objectsoort="navraag",
            object="-",
            door=door,
            now=now,
            doel=AANBOD,
            waarden={"aantal": closed},
        )
    return closed
