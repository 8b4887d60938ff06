"""The people of the partners at work: answers to questions, what was paid, stays and feedback taken in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.models import Signaal
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.kalender import NEDERLAND, make_toeval
from meldpunt.demo.leveringen import actor_of
from meldpunt.partijen.models import Signaalpartner
from meldpunt.terugkoppeling.bevestigen import Berichtkeuze, confirm_terugkoppelingen
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.navragen import answer_navraag
from meldpunt.terugkoppeling.opschortingen import confirm_opschortingen, decide_verlenging
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_berichten

WERKDAG = timedelta(days=1)
MELDDAG, INLEESDAGEN = 2, frozenset({0, 3})
# What a partner says of its own accord: mostly that somebody paid.
SOORTEN = ("betaald", "betaald", "betaald", "eigen_regeling", "bezwaar")
SLEUTELS = tuple(a.functies[0].partij for a in ACCOUNTS if a.rol == "partner")


def speak_for_partners(*, now: datetime) -> None:
    """Let the partners with an account do what waits for them on a day."""
    day = now.astimezone(NEDERLAND).date()
    with transaction.atomic():
        _answer_navragen(now)
        _decide_verlengingen(now)
        if day.weekday() in INLEESDAGEN:
            _take_in(now)
        if day.weekday() == MELDDAG:
            for partner in _list_partners():
                _report(partner, now)


def _list_partners() -> Iterator[Signaalpartner]:
    yield from Signaalpartner.objects.filter(sleutel__in=SLEUTELS).order_by("sleutel")


def _answer_navragen(now: datetime) -> None:
    """Answer the questions of the day before; some are left to silence, and those of today still wait."""
    rows = Navraag.objects.filter(
        beantwoord_op=None, gesteld_op__lt=now - WERKDAG, partner__sleutel__in=SLEUTELS
    ).select_related("partner", "signaal__aanlevering")
    for row in rows.order_by("signaal__aanlevering__bestandsnaam", "signaal__regel"):
        toeval = make_toeval("navraag", row.signaal.aanlevering.bestandsnaam, row.signaal.regel)
        antwoord = toeval.choice(("open", "open", "open", "betaald", "eigen_regeling", ""))
        # A message about the same claim may have closed it a moment ago.
        if antwoord and Navraag.objects.filter(id=row.id, beantwoord_op=None).exists():
            answer_navraag(navraag=row.id, antwoord=antwoord, door=actor_of(row.partner), now=now)


def _decide_verlengingen(now: datetime) -> None:
    asked = Opschorting.objects.filter(
        verlenging_gevraagd_op__lt=now - 3 * WERKDAG, verlenging_besloten_op=None, geeindigd_op=None
    ).select_related("partner")
    for row in asked.order_by("verlenging_gevraagd_op", "partner__sleutel"):
        akkoord = make_toeval("verlenging", row.partner.sleutel, row.eind).random() < 0.7
        decide_verlenging(opschorting=row.id, akkoord=akkoord, door=actor_of(row.partner), now=now)


def _take_in(now: datetime) -> None:
    """Confirm the stays and acknowledge the feedback of some days ago: what is new still waits."""
    before = now - 3 * WERKDAG
    for partner in _list_partners():
        door = actor_of(partner)
        stays = Opschorting.objects.filter(
            partner=partner, bevestigd_op=None, geeindigd_op=None, begin__lte=before.date()
        )
        confirm_opschortingen(keuze=list(stays.values_list("id", flat=True)), door=door, now=now)
        told = Terugkoppeling.objects.filter(partner=partner, bevestigd_op=None, gemeld_op__lte=before)
        keys = list(told.order_by("id").values_list("id", flat=True))
        if keys:
            confirm_terugkoppelingen(keuze=Berichtkeuze(sleutels=keys), door=door, now=now)


def _report(partner: Signaalpartner, now: datetime) -> None:
    """Say in some weeks of one claim that somebody has in hand that it was paid, arranged or disputed."""
    toeval = make_toeval("bericht", partner.sleutel, timezone.localdate(now))
    if toeval.random() < 0.55:
        return
    in_hand = Signaal.objects.filter(
        partner=partner,
        aanlevering__status="verwerkt",
        koppelingen__zaak__status="in_behandeling",
        koppelingen__afgemeld_op=None,
    )
    signaal = in_hand.order_by("aanlevering__bestandsnaam", "regel").distinct().first()
    if signaal is not None:
        soort = toeval.choice(SOORTEN)
        words = "De klant zegt dat de rekening niet klopt." if soort == "bezwaar" else ""
        opdracht = Berichtopdracht(
            signaal=signaal.id, soort=soort, datum=now.astimezone(NEDERLAND).date(), toelichting=words
        )
        report_berichten(opdrachten=[opdracht], door=actor_of(partner), now=now)
