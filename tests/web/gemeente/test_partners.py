"""The panels about partners on the page of a zaak."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import make_actor, make_gebruiker, make_gemeente, make_partner
from tests.web.gemeente.scherm import log_in, make_wereld

from meldpunt import pipeline
from meldpunt.aanlevering.models import Signaal
from meldpunt.terugkoppeling.models import Navraag, Opschorting
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_bericht
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)


def say(soort: str, *, toelichting: str = "") -> None:
    pwn = make_partner()
    opdracht = Berichtopdracht(
        signaal=Signaal.objects.get(partner=pwn).id,
        soort=soort,
        datum=timezone.localdate(),
        toelichting=toelichting,
    )
    door = make_actor(rol="partner", partijsoort="partner", partij="pwn", partner=pwn.id)
    report_bericht(opdracht=opdracht, door=door, now=timezone.now())


def test_it_asks_the_partners_and_shows_that_contact_can_go_on() -> None:
    wereld = make_wereld()
    assert "Vraag of het nog openstaat" in wereld.client.get(wereld.url()).content.decode()
    page = wereld.client.post(wereld.url("partners/navraag/"), follow=True).content.decode()
    assert "2\u00a0vragen gesteld" in page
    assert "Wacht op 2\u00a0antwoorden" in page
    assert "Partners gevraagd of het nog openstaat" in page
    Navraag.objects.update(antwoord="geen_antwoord", beantwoord_op=timezone.now())
    after = wereld.client.get(wereld.url()).content.decode()
    assert "U kunt contact zoeken" in after
    assert "Geen antwoord: geldt als open" in after


def test_it_shows_at_once_what_a_partner_said() -> None:
    wereld = make_wereld()
    say("betaald", toelichting="via de bank")
    page = wereld.client.get(wereld.url()).content.decode()
    assert "Partner meldde: betaald" in page
    assert "Meldde: betaald" in page
    assert "via de bank" in page
    inbox = wereld.client.get("/gemeente/postvak/?markering=partner_meldde").content.decode()
    assert str(wereld.zaak.id) in inbox


def test_it_tells_before_it_is_sent_what_each_partner_will_hear() -> None:
    wereld = make_wereld()
    page = wereld.client.get(wereld.url()).content.decode()
    assert "Hoort zodra u oppakt" in page
    assert "De gemeente probeert contact te krijgen" in page


def test_it_asks_for_more_time_only_where_the_covenant_allows_it() -> None:
    wereld = make_wereld()
    signaal = Signaal.objects.filter(partner=make_partner()).get()
    today = timezone.localdate()
    stay = Opschorting.objects.create(
        gemeente_id="0392",
        signaal=signaal,
        partner=make_partner(),
        begin=today,
        eind=today + timedelta(days=10),
        lengte="30 dagen",
        grondslag="bijlage 4",
    )
    page = wereld.client.get(wereld.url()).content.decode()
    assert "nog 10\u00a0dagen" in page
    assert "Meer tijd vragen" not in page
    values = {
        "opschorting": str(stay.id),
        "tot": (today + timedelta(days=20)).isoformat(),
        "reden": "druk",
    }
    refused = wereld.client.post(wereld.url("partners/verlenging/"), values, follow=True)
    assert "[verlenging_niet_in_convenant]" in refused.content.decode()
    unknown = wereld.client.post(wereld.url("partners/verlenging/"), {"tot": "x"}, follow=True)
    assert "[opschorting_onbekend]" in unknown.content.decode()


@pytest.mark.parametrize("act", ["partners/navraag/", "partners/verlenging/"])
def test_it_is_closed_to_other_roles_and_other_municipalities(act: str) -> None:
    wereld = make_wereld()
    partner = log_in(make_gebruiker(rol="partner", partijsoort="partner", partij="pwn"))
    assert partner.post(wereld.url(act)).status_code == 403
    make_gemeente(code="0344", naam="Utrecht")
    stranger = log_in(make_gebruiker(rol="behandelaar", partij="0344", email="x@utrecht.example"))
    values = {"opschorting": str(wereld.zaak.id), "tot": "2027-01-01", "reden": "x"}
    assert stranger.post(wereld.url(act), values).status_code == 404
    assert not Navraag.objects.exists()


def test_it_warns_the_coordinator_until_the_table_is_signed() -> None:
    make_wereld()
    coordinator = log_in(make_gebruiker(rol="coordinator", email="marit@haarlem.example"))
    assert "[tabel_ongetekend]" in coordinator.get("/gemeente/maand/").content.decode()
    beheer = log_in(make_gebruiker(rol="beheer", partijsoort="meldpunt", partij="meldpunt"))
    assert "[tabel_ongetekend]" in beheer.get("/beheer/convenanten/landelijk/").content.decode()
    pipeline.run_daily(door=system_actor(herkomst="test"), clock=timezone.now)
