"""A zaak on hold: out of the way until its day, and back by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_gebruiker, make_partner, make_regel
from tests.slices.terugkoppeling.partnerwereld import say

from meldpunt import pipeline
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, reopen_zaak, take_zaak
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.aanhouden import hold_zaak, resume_zaak, return_zaken
from meldpunt.werkvoorraad.queries import Postvakfilter, list_mine, list_postvak

pytestmark = pytest.mark.django_db(transaction=True)
VANDAAG = NU.date()
TERUG = VANDAAG + timedelta(days=14)
SYSTEEM = system_actor(herkomst="test")


@pytest.fixture
def noor() -> Actor:
    return make_actor(gebruiker=make_gebruiker().id)


@pytest.fixture
def zaak(noor: Actor) -> Zaak:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    row = Zaak.objects.get()
    take_zaak(zaak=row.id, gemeente="0392", door=noor, now=NU)
    Zaak.objects.update(gezien_op=NU)
    row.refresh_from_db()
    return row


def hold(zaak: Zaak, door: Actor, *, tot: date = TERUG, reden: str = "reactie op de brief") -> None:
    hold_zaak(zaak=zaak.id, gemeente="0392", tot=tot, reden=reden, door=door, now=NU)


def listed(door: Actor, *, status: str = "open", on: date = VANDAAG) -> int:
    return len(list_postvak(door=door, keuze=Postvakfilter(status=status), today=on))


def test_it_is_out_of_the_day_and_the_open_inbox_until_its_day(noor: Actor, zaak: Zaak) -> None:
    assert (listed(noor), len(list_mine(door=noor, today=VANDAAG))) == (1, 1)
    hold(zaak, noor)
    assert (listed(noor), len(list_mine(door=noor, today=VANDAAG))) == (0, 0)
    assert (listed(noor, status="wachtend"), listed(noor, status="lopend")) == (1, 1)
    # On the day itself the list shows it, also when no worker has looked yet.
    assert (listed(noor, on=TERUG), listed(noor, on=TERUG - timedelta(days=1))) == (1, 0)


def test_it_comes_back_by_itself_unread_and_marked_once(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    assert return_zaken(door=SYSTEEM, now=NU + timedelta(days=13)) == 0
    assert return_zaken(door=SYSTEEM, now=NU + timedelta(days=14)) == 1
    assert return_zaken(door=SYSTEEM, now=NU + timedelta(days=14)) == 0
    zaak.refresh_from_db()
    assert (zaak.wacht_tot, zaak.gezien_op) == (None, None)
    assert zaak.markeringen.count("terug_van_wacht") == 1
    assert Logregel.objects.filter(handeling="zaak_terug_van_wacht", gemeente="0392").count() == 1


def test_the_minute_look_brings_it_back(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    pipeline.run_due(door=SYSTEEM, clock=lambda: NU + timedelta(days=14))
    zaak.refresh_from_db()
    assert zaak.wacht_tot is None


def test_going_on_with_it_takes_the_mark_away(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    later = NU + timedelta(days=14)
    return_zaken(door=SYSTEEM, now=later)
    record_contactpoging(
        zaak=zaak.id,
        gemeente="0392",
        soort="Telefoon",
        bereikt=False,
        datum=later.date(),
        dagdeel="Ochtend",
        notitie="",
        persoon=None,
        door=noor,
        now=later,
    )
    zaak.refresh_from_db()
    assert zaak.markeringen == []


def test_what_its_partner_reports_ends_it_and_makes_it_unread(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    say(make_partner())
    zaak.refresh_from_db()
    assert (zaak.wacht_tot, zaak.gezien_op) == (None, None)
    assert "geen_signaal_over" in zaak.markeringen
    assert [one.id for one in list_mine(door=noor, today=VANDAAG)] == [zaak.id]


def test_a_new_signaal_ends_it_and_makes_it_unread(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    deliver(partner=make_partner(), regels=[make_regel(klantnummer="K2", bedrag="300,00")])
    zaak.refresh_from_db()
    assert (zaak.aantal, zaak.wacht_tot, zaak.gezien_op) == (2, None, None)


def test_a_zaak_that_was_closed_meanwhile_does_not_hide_when_reopened(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    close_zaak(
        zaak=zaak.id,
        gemeente="0392",
        eindresultaat="Geen reactie na eerder contact",
        door=noor,
        now=NU,
    )
    return_zaken(door=SYSTEEM, now=NU)
    reopen_zaak(zaak=zaak.id, gemeente="0392", reden="Toch contact", door=noor, now=NU)
    zaak.refresh_from_db()
    assert (zaak.wacht_tot, zaak.markeringen, listed(noor)) == (None, [], 1)


def test_it_can_be_taken_off_hold_before_its_day(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor)
    resume_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    assert listed(noor) == 1
    with pytest.raises(Weigering, match="zaak_wacht_niet"):
        resume_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)


def test_the_log_holds_the_day_and_not_the_words(noor: Actor, zaak: Zaak) -> None:
    hold(zaak, noor, reden="belt terug na de operatie")
    assert Logregel.objects.get(handeling="zaak_aangehouden").waarden == {"tot": TERUG.isoformat()}


@pytest.mark.parametrize(
    ("tot", "reden", "code"),
    [(VANDAAG, "brief", "wacht_datum"), (TERUG, "  ", "reden_ontbreekt")],
)
def test_a_day_or_a_reason_that_cannot_be_is_refused(
    noor: Actor, zaak: Zaak, tot: date, reden: str, code: str
) -> None:
    with pytest.raises(Weigering, match=code):
        hold(zaak, noor, tot=tot, reden=reden)


def test_a_colleagues_zaak_and_anothers_inbox_are_refused(zaak: Zaak) -> None:
    other = make_actor(gebruiker=make_gebruiker(email="sam@haarlem.example").id)
    with pytest.raises(Weigering, match="zaak_bezet"):
        hold(zaak, other)
    with pytest.raises(GeenToegang):
        hold(zaak, make_actor(partij="0363", gemeenten=["0363"]))
