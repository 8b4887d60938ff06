"""Reminders, escalation and the daily mail."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.db import connection
from tests.factories import make_gebruiker, make_gemeente, make_gemeentedeelname
from tests.slices.opvolging.termijnwereld import make_behandelaar, make_coordinator, make_zaken

from meldpunt import pipeline
from meldpunt.audit.models import Logregel
from meldpunt.jobs import taken
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.dagbericht import Adressen
from meldpunt.opvolging.herinneringen import escalate, remind_day, remind_week
from meldpunt.opvolging.models import Dagbericht, Zaaktermijn
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.models import Aanstelling, Gebruiker

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")
ADRESSEN = Adressen("https://meldpunt.example/dag/", "https://meldpunt.example/termijnen/")


def at(day: date, uur: int = 8) -> datetime:
    """Give an hour of Dutch winter time."""
    return datetime(day.year, day.month, day.day, uur - 1, tzinfo=UTC)


def send(day: date, uur: int = 8) -> int:
    return pipeline.send_dagberichten(adressen=ADRESSEN, door=SYSTEEM, clock=lambda: at(day, uur))


@pytest.fixture
def noor() -> Gebruiker:
    noor = make_behandelaar()
    make_zaken()
    first = Zaak.objects.order_by("id").first()
    assert first is not None
    Zaak.objects.filter(id=first.id).update(behandelaar=noor.id)
    return noor


def test_it_reminds_seven_days_and_a_day_before_and_escalates_after_each_once(noor: Gebruiker) -> None:
    done = []
    for day in (15, 16, 17, 22, 23, 24, 25):
        now = at(date(2026, 11, day))
        done.append((day, remind_week(now=now), remind_day(now=now), escalate(now=now)))
    assert done == [
        (15, 0, 0, 0),
        (16, 3, 0, 0),
        (17, 0, 0, 0),
        (22, 0, 3, 0),
        (23, 0, 0, 0),
        (24, 0, 0, 3),
        (25, 0, 0, 0),
    ]


def test_two_workers_claim_each_row_once(noor: Gebruiker) -> None:
    found: list[int] = []

    def work() -> None:
        found.append(remind_week(now=at(date(2026, 11, 20))))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(found) == 3


def test_what_is_met_is_not_reminded_of(noor: Gebruiker) -> None:
    Zaaktermijn.objects.update(toestand="gehaald", afgelopen_op=date(2026, 11, 1))
    now = at(date(2026, 12, 1))
    assert (remind_week(now=now), remind_day(now=now), escalate(now=now)) == (0, 0, 0)


def test_the_mail_holds_counts_and_links_and_nothing_of_a_resident(noor: Gebruiker) -> None:
    assert send(date(2026, 11, 16)) == 1
    (sent,) = mail.outbox
    assert sent.to == ["noor@haarlem.example"]
    assert "- 1 termijn eindigt binnen zeven dagen." in sent.body
    assert "Bekijk ze: https://meldpunt.example/dag/" in sent.body
    for personal in ("Jansen,", "2011", "PWN", "120", "K1"):
        assert personal not in sent.body.replace("Noor Jansen,", "")
    assert Logregel.objects.get(handeling="dagbericht_verstuurd").waarden == {"aantal": 1}


def test_the_job_links_to_the_site_as_it_is_found_from_outside(
    noor: Gebruiker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(date(2026, 11, 16)))
    taken.send_dagberichten(timestamp=0)
    (sent,) = mail.outbox
    assert "Bekijk ze: https://meldpunt.example/gemeente/dag/" in sent.body


def test_a_restart_on_the_same_day_mails_nobody_twice(noor: Gebruiker) -> None:
    assert (send(date(2026, 11, 16)), send(date(2026, 11, 16), 9), send(date(2026, 11, 17))) == (1, 0, 1)


def test_two_workers_at_once_mail_once(noor: Gebruiker) -> None:
    found: list[int] = []

    def work() -> None:
        found.append(send(date(2026, 11, 16)))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(found), len(mail.outbox)) == (1, 1)


def test_it_says_nothing_when_there_is_nothing_to_say(noor: Gebruiker) -> None:
    assert send(date(2026, 11, 1)) == 0
    assert mail.outbox == []
    assert Dagbericht.objects.get(gebruiker=noor).aantal == 0


@pytest.mark.parametrize(("uur", "verstuurd"), [(6, 0), (7, 1)])
def test_it_waits_until_seven_in_the_morning(noor: Gebruiker, uur: int, verstuurd: int) -> None:
    assert send(date(2026, 11, 16), uur) == verstuurd


def test_the_coordinator_hears_what_is_late_and_how_much_of_it_is_nobodys(noor: Gebruiker) -> None:
    make_coordinator()
    assert send(date(2026, 11, 24)) == 2
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "- 3 termijnen zijn te laat (3 sinds vandaag)." in bodies["marit@haarlem.example"]
    assert "- Daarvan zonder behandelaar: 2." in bodies["marit@haarlem.example"]
    assert "https://meldpunt.example/termijnen/" in bodies["marit@haarlem.example"]
    assert "Het hele postvak" not in bodies["noor@haarlem.example"]
    mail.outbox.clear()
    send(date(2026, 11, 25))
    assert "- 3 termijnen zijn te laat." in next(
        message.body for message in mail.outbox if message.to == ["marit@haarlem.example"]
    )


def test_it_mails_only_who_works_on_zaken_today_and_may_see_them(noor: Gebruiker) -> None:
    make_gemeente(code="0344", naam="Utrecht")
    make_gemeentedeelname(gemeente="0344")
    make_gebruiker(rol="coordinator", partij="0344", email="hugo@utrecht.example")
    make_gebruiker(rol="privacy", email="petra@haarlem.example")
    gone = make_coordinator()
    Aanstelling.objects.filter(gebruiker=gone).update(tot=date(2026, 11, 23))
    away = make_gebruiker(rol="coordinator", email="weg@haarlem.example")
    Gebruiker.objects.filter(id=away.id).update(is_active=False)
    send(date(2026, 11, 24))
    assert [message.to for message in mail.outbox] == [["noor@haarlem.example"]]


def test_a_mail_server_that_refuses_is_tried_again(noor: Gebruiker, settings: object) -> None:
    good = settings.EMAIL_BACKEND  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "tests.slices.opvolging.kapotte_mail.Backend"  # type: ignore[attr-defined]
    assert send(date(2026, 11, 16)) == 0
    assert not Dagbericht.objects.filter(gebruiker=noor).exists()
    settings.EMAIL_BACKEND = good  # type: ignore[attr-defined]
    assert send(date(2026, 11, 16), 9) == 1


def test_without_a_mail_server_the_rows_are_still_marked(noor: Gebruiker, settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # type: ignore[attr-defined]
    assert send(date(2026, 11, 24)) == 0
    assert Zaaktermijn.objects.filter(geescaleerd_op=None).count() == 0
    assert not Dagbericht.objects.exists()
