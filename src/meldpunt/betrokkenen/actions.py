"""Take in a request, establish who asks, extend its clock, and withdraw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.audit.actions import record
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.betrokkenen.models import Verzoek, Verzoektermijn
from meldpunt.betrokkenen.verzegeling import Inwoner, index_of, open_inwoner, seal_inwoner
from meldpunt.rules.statussen import OvergangFout, check_transition
from meldpunt.rules.verzoeken import (
    IDENTITEITEN,
    ONDERWEG,
    TERMIJNGROND,
    VERZOEKSOORTEN,
    is_namesake,
    plan_einde,
)
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_handle_verzoek, check_receive_verzoek, is_resident
from meldpunt.toegang.weigering import Weigering

DOEL: Final = "rechten van de betrokkene (AVG art. 12 tot en met 22)"
WENS_MAX: Final = 2000
AAN_DE_BALIE: Final = ("document", "bekend")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanvraag:
    """What is asked, by whom, how it came in, and what was shown to say who it is ("" when nothing was)."""

    soort: str
    gemeente: str
    inwoner: Inwoner
    kanaal: str
    identiteit: str = ""


@transaction.atomic
def receive_verzoek(*, aanvraag: Aanvraag, door: Actor, now: datetime) -> UUID:
    """Take in a request and start its clock; with an identity that was checked it goes on at once.

    Raises Weigering for a kind that does not exist, a resident nobody could find, or one's own request.
    """
    check_receive_verzoek(door, gemeente=aanvraag.gemeente)
    _check_aanvraag(aanvraag, door)
    row = Verzoek(
        id=new_id(),
        gemeente_id=aanvraag.gemeente,
        soort=aanvraag.soort,
        status="ontvangen",
        kanaal=aanvraag.kanaal,
        inwoner_verzegeld=seal_inwoner(aanvraag.inwoner),
        bsn_index=index_of(aanvraag.inwoner.bsn),
        ontvangen_op=now,
        ontvangen_door=door.gebruiker,
    )
    row.save(force_insert=True)
    today = timezone.localdate(now)
    Verzoektermijn.objects.create(
        gemeente_id=row.gemeente_id,
        verzoek=row,
        naam="antwoord",
        begin=today,
        eind=plan_einde(today),
        grondslag=TERMIJNGROND,
    )
    log_verzoek("verzoek_ontvangen", row, door=door, now=now, soort=row.soort, kanaal=row.kanaal)
    if aanvraag.identiteit:
        _establish(row, aanvraag.identiteit, door=door, now=now)
    return row.id


def _check_aanvraag(aanvraag: Aanvraag, door: Actor) -> None:
    if aanvraag.soort not in VERZOEKSOORTEN:
        raise Weigering("Kies waar het verzoek om gaat. [verzoek_soort]")
    if aanvraag.kanaal not in Verzoek.Kanaal.values:
        raise Weigering("Kies hoe het verzoek binnenkwam. [verzoek_kanaal]")
    inwoner = aanvraag.inwoner
    if len(inwoner.wens) > WENS_MAX:
        raise Weigering(f"De vraag is langer dan {WENS_MAX} tekens. Maak haar korter. [wens_te_lang]")
    if is_resident(door):
        if not inwoner.bsn or aanvraag.identiteit != "digid" or aanvraag.kanaal != Verzoek.Kanaal.MIJN:
            raise Weigering("Meld u opnieuw aan met DigiD. [niet_aangemeld]")
        return
    if not inwoner.bsn and not (inwoner.achternaam and inwoner.adres):
        raise Weigering(
            "Vul een BSN in, of een achternaam met een adres: anders is niets te vinden. [wie_onbekend]"
        )
    check_other_person(inwoner, door)


def check_other_person(inwoner: Inwoner, door: Actor) -> None:
    """Raise Weigering when the account carries the name of who asks: nobody handles a request for themself."""
    if inwoner.achternaam and is_namesake(
        door.naam, voorletters=inwoner.voorletters, achternaam=inwoner.achternaam
    ):
        raise Weigering(
            "U heeft dezelfde naam als deze inwoner. Niemand behandelt een eigen verzoek: vraag een collega. "
            "[eigen_verzoek]"
        )


@transaction.atomic
def establish_identiteit(*, verzoek: UUID, gemeente: str, hoe: str, door: Actor, now: datetime) -> None:
    """Note how somebody made sure who asks, and who did; no copy of a document is kept."""
    check_receive_verzoek(door, gemeente=gemeente)
    row = get_for_update(verzoek, gemeente)
    check_other_person(open_inwoner(row.inwoner_verzegeld), door)
    _establish(row, hoe, door=door, now=now)


def _establish(row: Verzoek, hoe: str, *, door: Actor, now: datetime) -> None:
    allowed = ("digid",) if is_resident(door) else AAN_DE_BALIE
    if hoe not in IDENTITEITEN or hoe not in allowed:
        raise Weigering("Kies hoe u vaststelde wie de inwoner is. [identiteit_hoe]")
    move(row, "vastgesteld", door=door)
    row.identiteit, row.identiteit_op, row.identiteit_door = hoe, now, door.gebruiker
    row.save(update_fields=["status", "identiteit", "identiteit_op", "identiteit_door"])
    log_verzoek("verzoek_identiteit", row, door=door, now=now, hoe=hoe)


@transaction.atomic
def extend_verzoek(*, verzoek: UUID, gemeente: str, reden: str, door: Actor, now: datetime) -> None:
    """Add two months to the clock, with the reason that the resident reads; once, and before the first month is over.

    The reason must reach the resident within that month (AVG art. 12 lid 3).
    """
    check_handle_verzoek(door, gemeente=gemeente)
    row = get_for_update(verzoek, gemeente)
    check_other_person(open_inwoner(row.inwoner_verzegeld), door)
    if row.status not in ONDERWEG:
        raise Weigering("Dit verzoek is klaar. Er is niets te verlengen. [verzoek_klaar]")
    if not reden.strip():
        raise Weigering("Schrijf op waarom u meer tijd nodig heeft; de inwoner leest het. [reden_ontbreekt]")
    first = Verzoektermijn.objects.get(gemeente=gemeente, verzoek=row, naam="antwoord")
    if first.toestand != "loopt":
        raise Weigering("Dit verzoek is al een keer verlengd. Vaker kan niet. [al_verlengd]")
    today = timezone.localdate(now)
    if today > first.eind:
        raise Weigering(
            f"De maand is voorbij sinds {first.eind:%d-%m-%Y}. Verlengen kan niet meer: beslis zo snel mogelijk. "
            "[verlengen_te_laat]"
        )
    Verzoektermijn.objects.filter(gemeente=gemeente, verzoek=row, naam="antwoord").update(
        toestand="gestopt", afgelopen_op=today
    )
    until = plan_einde(first.begin, verlengd=True)
    Verzoektermijn.objects.create(
        gemeente_id=gemeente,
        verzoek=row,
        naam="verlenging",
        begin=today,
        eind=until,
        grondslag=TERMIJNGROND,
        reden=reden.strip(),
    )
    log_verzoek("verzoek_verlengd", row, door=door, now=now, tot=f"{until:%Y-%m-%d}")


@transaction.atomic
def withdraw_verzoek(*, verzoek: UUID, gemeente: str, door: Actor, now: datetime) -> None:
    """End a request because the resident does not want it any more."""
    if not is_resident(door):
        check_handle_verzoek(door, gemeente=gemeente)
    row = get_for_update(verzoek, gemeente)
    move(row, "ingetrokken", door=door)
    row.besloten_op, row.besloten_door = now, door.gebruiker
    row.save(update_fields=["status", "besloten_op", "besloten_door"])
    end_termijn(row, toestand="gestopt", now=now)
    log_verzoek("verzoek_ingetrokken", row, door=door, now=now)


def get_for_update(verzoek: UUID, gemeente: str) -> Verzoek:
    """Return a request, locked."""
    return Verzoek.objects.select_for_update().get(id=verzoek, gemeente=gemeente)


def move(row: Verzoek, naar: str, *, door: Actor) -> None:
    """Take a step of the table of statuses. Raises Weigering when it cannot be taken."""
    try:
        check_transition("verzoek", row.status, naar, wie=door.rol)
    except OvergangFout as wrong:
        raise Weigering(str(wrong)) from None
    row.status = naar


def end_termijn(row: Verzoek, *, toestand: str, now: datetime) -> None:
    """End the clock of a request; one that is over was kept or not, and the row says which."""
    today = timezone.localdate(now)
    running = Verzoektermijn.objects.filter(gemeente=row.gemeente_id, verzoek=row, toestand="loopt")
    if toestand == "gehaald":
        running.filter(eind__lt=today).update(toestand="te_laat", afgelopen_op=today)
    running.filter(toestand="loopt").update(toestand=toestand, afgelopen_op=today)


def log_verzoek(
    handeling: str,
    row: Verzoek,
    *,
    door: Actor,
    now: datetime,
    signalen: Iterable[UUID] = (),
    **waarden: object,
) -> None:
    """Record what happened to a request: keys and codes only, and whose signalen were looked at or touched."""
    record(
        handeling,
        objectsoort="verzoek",
        object=row.id,
        gemeente=row.gemeente_id,
        door=door,
        now=now,
        doel=DOEL,
        waarden=waarden,
        betrokkenen=[name_betrokkene("signaal", one) for one in signalen],
    )
