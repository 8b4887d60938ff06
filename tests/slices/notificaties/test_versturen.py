"""A message on its way: signed, tried again, lost and sent once more; and a receiver that is away."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.factories import NU, make_partner
from tests.koppelingen.buren import FOUTEN, Buur
from tests.slices.notificaties.wereld import (
    BEHEER,
    MINUUT,
    allow_all,
    ask_for,
    make_notificatie,
    notify,
    posted,
    say_yes,
    speak_for,
    subscribe,
)

from meldpunt.inzicht.wachtenden import record_wachtenden
from meldpunt.koppelingen.models import Koppelingstand
from meldpunt.notificaties.actions import (
    WISSEL,
    end_abonnement,
    pause_abonnement,
    renew_geheim,
    repeat_notificaties,
    resume_abonnement,
    send_proef,
)
from meldpunt.notificaties.geheimen import list_geheimen
from meldpunt.notificaties.hosts import refuse_host
from meldpunt.notificaties.models import Abonnement, Notificatie, Notificatiepoging, Ontvangsthost
from meldpunt.notificaties.ondertekening import sign
from meldpunt.notificaties.wachtend import wake_wachtend
from meldpunt.partijen.models import Signaalpartner
from meldpunt.rules.afleverritme import GEDULD
from meldpunt.rules.gebeurtenissen import id_of

pytestmark = pytest.mark.django_db
UUR = timedelta(hours=1)
DAG = timedelta(days=1)


@pytest.fixture
def pwn() -> Signaalpartner:
    return make_partner()


def state(message: Notificatie) -> tuple[str, int, str]:
    message.refresh_from_db()
    return message.status, message.pogingen, message.laatste_code


def signatures(receiver: Buur) -> list[bool]:
    """Check each message as a receiver does, with the secrets of its subscription."""
    geheimen = list_geheimen(Abonnement.objects.get(), now=NU)
    return [
        one.koppen["webhook-signature"].split(" ")[0]
        == sign(one.inhoud, id=one.koppen["webhook-id"], geheimen=geheimen, now=NU)[
            "webhook-signature"
        ].split(" ")[0]
        for one in posted(receiver)
    ]


def test_it_asks_the_receiver_for_consent_before_anything_is_sent(
    receiver: Buur, pwn: Signaalpartner
) -> None:
    ask_for(pwn, f"{receiver.adres}/haak")
    assert notify(now=NU) == 0
    assert receiver.gevraagd == []
    allow_all()
    notify(now=NU)
    (asked,) = receiver.gevraagd
    assert (asked.methode, asked.pad, asked.koppen["webhook-request-origin"]) == (
        "OPTIONS",
        "/haak",
        "meldpunt.example",
    )
    row = Abonnement.objects.get()
    assert (row.status, row.bevestigd_op, row.per_minuut) == ("actief", NU, None)


@pytest.mark.parametrize("koppen", [{}, {"WebHook-Allowed-Origin": "ander.example"}])
def test_it_sends_nothing_to_who_did_not_say_yes_and_asks_again_later(
    receiver: Buur, pwn: Signaalpartner, koppen: dict[str, str]
) -> None:
    ask_for(pwn, receiver.adres)
    allow_all()
    receiver.koppen = koppen
    notify(now=NU)
    row = Abonnement.objects.get()
    assert (row.status, row.laatste_code) == ("bevestigen", "niet_bevestigd")
    notify(now=NU + timedelta(seconds=1))
    assert len(receiver.gevraagd) == 1
    say_yes(receiver)
    notify(now=NU + UUR)
    assert Abonnement.objects.get().status == "actief"


def test_it_sends_a_signed_message_and_writes_what_came_of_it(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    message = make_notificatie(begonnen.id, pwn)
    assert notify(now=NU) == 1
    (sent,) = posted(receiver)
    assert sent.koppen["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert sent.koppen["webhook-id"] == sent.json()["id"] == str(id_of(message.soort, message.bron))
    assert sent.koppen["webhook-request-origin"] == "meldpunt.example"
    assert signatures(receiver) == [True]
    assert state(message) == ("afgeleverd", 1, "")
    poging = Notificatiepoging.objects.get()
    assert (poging.http_status, poging.code, len(poging.trace)) == (204, "", 32)
    assert Abonnement.objects.get().laatste_succes_op == NU


def test_it_seals_the_secret_and_shows_it_nowhere_in_the_row(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    row = Abonnement.objects.get()
    assert begonnen.geheim.startswith("whsec_")
    assert begonnen.geheim not in row.geheim_verzegeld
    assert list_geheimen(row, now=NU) == [begonnen.geheim]


@pytest.mark.parametrize("fout", [fout for fout in FOUTEN if fout not in {"certificaat", "halverwege"}])
def test_it_loses_nothing_when_the_receiver_is_away_and_sends_it_when_it_is_back(
    receiver: Buur, pwn: Signaalpartner, fout: str
) -> None:
    begonnen = subscribe(pwn, receiver)
    messages = [make_notificatie(begonnen.id, pwn) for _ in range(3)]
    receiver.fout = fout
    assert notify(now=NU) == 0
    # One try, and the others wait for the next turn without being used up.
    assert Notificatiepoging.objects.count() == 1
    assert sorted(state(one)[1] for one in messages) == [0, 0, 1]
    stand = Koppelingstand.objects.get(sleutel=f"webhook:{begonnen.id}")
    assert stand.laatste_code == FOUTEN[fout]
    assert Abonnement.objects.get().laatste_code == FOUTEN[fout]
    # Beheer sees that three wait, and since when.
    record_wachtenden(now=NU)
    stand.refresh_from_db()
    assert (stand.wachtend, stand.wacht_sinds) == (3, NU)
    receiver.fout = ""
    notify(now=NU + UUR)
    assert {state(one)[0] for one in messages} == {"afgeleverd"}
    assert Abonnement.objects.get().laatste_code == ""


def test_it_lets_what_waits_go_at_once_when_beheer_says_so(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    make_notificatie(begonnen.id, pwn, volgende_poging_op=NU + UUR)
    Abonnement.objects.update(volgende_poging_op=NU + UUR)
    assert notify(now=NU) == 0
    assert wake_wachtend(now=NU) == 1
    assert notify(now=NU) == 1


def test_it_waits_as_long_as_a_busy_receiver_asks(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    make_notificatie(begonnen.id, pwn)
    receiver.fout = "limiet"
    notify(now=NU)
    receiver.fout = ""
    assert notify(now=NU + timedelta(seconds=100)) == 0
    assert notify(now=NU + timedelta(seconds=130)) == 1


def test_it_goes_on_with_the_others_when_one_message_is_refused(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    bad, good = make_notificatie(begonnen.id, pwn), make_notificatie(begonnen.id, pwn)
    wrong = str(id_of(bad.soort, bad.bron))
    receiver.antwoord = lambda asked: (422 if asked.json()["id"] == wrong else 204, b"")
    assert notify(now=NU) == 1
    assert state(bad) == ("wacht", 1, "http_422")
    assert state(good)[0] == "afgeleverd"


def test_it_gives_a_message_up_after_three_days_and_sends_it_again_when_asked(
    receiver: Buur, pwn: Signaalpartner
) -> None:
    begonnen = subscribe(pwn, receiver)
    message = make_notificatie(begonnen.id, pwn)
    receiver.antwoord = lambda asked: (400, b"")
    notify(now=NU)
    assert state(message)[0] == "wacht"
    notify(now=NU + GEDULD)
    assert state(message) == ("mislukt", 2, "http_400")
    assert notify(now=NU + GEDULD + DAG) == 0
    say_yes(receiver)
    receiver.gevraagd.clear()
    door, later = speak_for(pwn), NU + GEDULD + DAG
    assert repeat_notificaties(abonnement=begonnen.id, keuze=[message.id], door=door, now=later) == 1
    assert notify(now=later) == 1
    assert [one.json()["id"] for one in posted(receiver)] == [str(id_of(message.soort, message.bron))]
    assert Notificatiepoging.objects.filter(notificatie=message).count() == 3


def test_it_sends_all_that_was_lost_again_and_nothing_of_another_subscription(
    receiver: Buur, pwn: Signaalpartner
) -> None:
    one, other = subscribe(pwn, receiver), subscribe(pwn, receiver)
    for begonnen in (one, one, other):
        make_notificatie(begonnen.id, pwn, status="mislukt", afgerond_op=NU)
    assert repeat_notificaties(abonnement=one.id, keuze=None, door=speak_for(pwn), now=NU) == 2
    assert Notificatie.objects.filter(abonnement=other.id, status="mislukt").count() == 1


def test_it_pauses_when_the_receiver_says_that_it_is_gone(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    message = make_notificatie(begonnen.id, pwn)
    receiver.antwoord = lambda asked: (410, b"")
    notify(now=NU)
    assert Abonnement.objects.get().status == "gepauzeerd"
    assert state(message) == ("wacht", 1, "http_410")
    assert notify(now=NU + UUR) == 0
    assert len(posted(receiver)) == 1


def test_it_sends_no_more_a_minute_than_the_receiver_takes(receiver: Buur, pwn: Signaalpartner) -> None:
    say_yes(receiver, rate="2")
    begonnen = subscribe(pwn, receiver)
    for _ in range(3):
        make_notificatie(begonnen.id, pwn)
    assert [notify(now=NU), notify(now=NU + MINUUT)] == [2, 1]


def test_it_stops_at_once_when_the_operator_withdraws_the_host(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    make_notificatie(begonnen.id, pwn)
    host = Ontvangsthost.objects.get()
    refuse_host(host=host.id, reden="Niet meer van u", door=BEHEER, now=NU)
    assert notify(now=NU) == 0
    assert posted(receiver) == []
    allow_all()
    assert notify(now=NU + MINUUT) == 1


def test_it_sends_nothing_of_a_subscription_that_pauses_or_ended(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen, door = subscribe(pwn, receiver), speak_for(pwn)
    message = make_notificatie(begonnen.id, pwn)
    pause_abonnement(abonnement=begonnen.id, door=door, now=NU)
    assert notify(now=NU) == 0
    resume_abonnement(abonnement=begonnen.id, door=door, now=NU)
    end_abonnement(abonnement=begonnen.id, door=door, now=NU)
    assert notify(now=NU) == 0
    assert state(message)[0] == "vervallen"


def test_it_signs_with_the_old_secret_too_for_a_day_after_a_change(
    receiver: Buur, pwn: Signaalpartner
) -> None:
    begonnen = subscribe(pwn, receiver)
    new = renew_geheim(abonnement=begonnen.id, door=speak_for(pwn), now=NU)
    row = Abonnement.objects.get()
    assert list_geheimen(row, now=NU + WISSEL - MINUUT) == [new, begonnen.geheim]
    assert list_geheimen(row, now=NU + WISSEL) == [new]
    make_notificatie(begonnen.id, pwn)
    notify(now=NU)
    assert len(posted(receiver)[0].koppen["webhook-signature"].split(" ")) == 2


def test_it_sends_a_test_message_that_points_to_nothing(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    send_proef(abonnement=begonnen.id, door=speak_for(pwn), now=NU)
    assert notify(now=NU) == 1
    sent = posted(receiver)[0].json()
    assert (sent["type"], "dataref" in sent) == ("nl.meldpunt.proefbericht", False)


def test_it_sends_a_message_again_that_a_worker_died_with(receiver: Buur, pwn: Signaalpartner) -> None:
    begonnen = subscribe(pwn, receiver)
    message = make_notificatie(begonnen.id, pwn)
    # As `_claim` leaves it: taken, and never finished.
    Notificatie.objects.filter(id=message.id).update(volgende_poging_op=NU + timedelta(minutes=5))
    assert notify(now=NU + timedelta(minutes=4)) == 0
    assert notify(now=NU + timedelta(minutes=5)) == 1


@pytest.mark.django_db(transaction=True)
def test_it_holds_no_receiver_up_for_another_that_is_away(receiver: Buur, pwn: Signaalpartner) -> None:
    other = make_partner(sleutel="eneco", naam="Eneco")
    good, bad = subscribe(pwn, receiver), subscribe(other, receiver)
    sent = [make_notificatie(good.id, pwn), make_notificatie(good.id, pwn)]
    lost = make_notificatie(bad.id, other, bron=UUID(int=99))
    Abonnement.objects.filter(id=bad.id).update(adres="http://127.0.0.1:1/haak")
    assert notify(now=NU) == 2
    assert {state(one)[0] for one in sent} == {"afgeleverd"}
    assert state(lost) == ("wacht", 1, "geweigerd")
