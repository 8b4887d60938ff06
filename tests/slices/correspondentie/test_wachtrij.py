"""Mail and SMS in the queue: against a real SMTP server on a port, and a file for SMS."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import NU
from tests.slices.correspondentie.post import Kantoor, give_contact, make_kantoor
from tests.slices.correspondentie.postbus import Postbus, open_postbus

from meldpunt import pipeline
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.audit.models import Logregel
from meldpunt.correspondentie.actions import retry_verzending
from meldpunt.correspondentie.models import Verzending
from meldpunt.correspondentie.verzegeling import find_code
from meldpunt.correspondentie.wachtrij import send_due, send_verzending
from meldpunt.matching.models import Zaak
from meldpunt.opvolging.controles import set_controle
from meldpunt.opvolging.models import Contactpoging
from meldpunt.rules.verzenden import BEZIG, WACHTTIJDEN
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering

WERKER = system_actor(herkomst="werker")


@pytest.fixture
def postbus(settings) -> Iterator[Postbus]:
    with open_postbus() as bus:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", bus.port
        yield bus


@pytest.fixture
def kantoor(transactional_db: None) -> Kantoor:
    made = make_kantoor()
    give_contact("Jansen", telefoon="0612345678", email="j@jansen.example")
    return made


def send(*, na: timedelta = timedelta()) -> int:
    return send_due(door=WERKER, clock=lambda: NU + na)


def test_it_mails_the_text_with_its_code_and_records_the_attempt(kantoor: Kantoor, postbus: Postbus) -> None:
    made = kantoor.make("Jansen", "mail")
    assert pipeline.correspond_due(door=WERKER, clock=lambda: NU) == 1
    [mail] = postbus.berichten
    assert mail["To"] == "j@jansen.example"
    assert mail["Subject"] == "Wij willen u graag spreken"
    body = mail.get_content()  # type: ignore[attr-defined]
    code = find_code(made.code_verzegeld, verzending=made.id)
    assert code in body
    assert "PWN" not in body
    made.refresh_from_db()
    assert (made.status, made.verzonden_op, made.volgende_op) == ("verzonden", NU, None)
    poging = Contactpoging.objects.get()
    assert (poging.soort, poging.bereikt, poging.persoon) == ("Mail", False, made.persoon)
    assert poging.vastgelegd_door == kantoor.noor.gebruiker
    assert send(na=timedelta(days=1)) == 0
    assert len(postbus.berichten) == 1


def test_it_writes_an_sms_to_the_file_of_the_demo(kantoor: Kantoor, settings, tmp_path) -> None:
    settings.MELDPUNT_DATA = tmp_path
    kantoor.make("Jansen", "sms")
    assert send() == 1
    file = tmp_path / "sms" / "verzonden.jsonl"
    line = json.loads(file.read_text())
    assert line["aan"] == "+31612345678"
    assert "Beste heer of mevrouw Jansen" in line["tekst"]
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert Contactpoging.objects.get().soort == "SMS/Whatsapp"


def test_it_prints_an_sms_on_the_terminal(kantoor: Kantoor, settings, capsys) -> None:
    settings.MELDPUNT_SMS = "meldpunt.adapters.sms.console.send"
    kantoor.make("Jansen", "sms")
    assert send() == 1
    assert "SMS aan +31612345678" in capsys.readouterr().out


def test_it_tries_again_with_longer_pauses_and_fails_in_the_open(kantoor: Kantoor, postbus: Postbus) -> None:
    postbus.antwoord = 450
    made, moment = kantoor.make("Jansen", "mail"), timedelta()
    for pause in WACHTTIJDEN:
        assert send(na=moment) == 0
        made.refresh_from_db()
        assert (made.status, made.fout) == ("wacht", "geen_verbinding")
        assert made.volgende_op == NU + moment + pause
        asked = postbus.gevraagd
        assert send(na=moment + pause - timedelta(seconds=1)) == 0
        assert postbus.gevraagd == asked
        moment += pause
    assert send(na=moment) == 0
    made.refresh_from_db()
    assert (made.status, made.pogingen, made.volgende_op) == ("mislukt", len(WACHTTIJDEN) + 1, None)
    assert Logregel.objects.filter(handeling="bericht_mislukt").count() == 1
    assert not Contactpoging.objects.exists()

    postbus.antwoord = 250
    retry_verzending(verzending=made.id, gemeente="0392", door=kantoor.noor, now=NU + moment)
    assert send(na=moment) == 1
    with pytest.raises(Weigering, match="bericht_niet_mislukt"):
        retry_verzending(verzending=made.id, gemeente="0392", door=kantoor.noor, now=NU + moment)


def test_it_gives_up_at_once_on_an_address_that_is_not_there(kantoor: Kantoor, postbus: Postbus) -> None:
    postbus.antwoord = 550
    made = kantoor.make("Jansen", "mail")
    send()
    made.refresh_from_db()
    assert (made.status, made.fout, made.pogingen) == ("mislukt", "adres_geweigerd", 1)


def test_it_tries_again_when_there_is_no_server_at_all(kantoor: Kantoor, settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    made = kantoor.make("Jansen", "mail")
    send()
    made.refresh_from_db()
    assert (made.status, made.fout) == ("wacht", "dienst_uit")


def test_it_sends_nothing_about_a_zaak_that_is_over(kantoor: Kantoor, postbus: Postbus) -> None:
    made = kantoor.make("Jansen", "mail")
    Zaak.objects.update(status="niet_opgepakt")
    assert send() == 0
    made.refresh_from_db()
    assert (made.status, made.fout) == ("ingetrokken", "zaak_status")
    assert postbus.berichten == []


def test_it_sends_nothing_about_a_claim_that_its_partner_took_back(
    kantoor: Kantoor, postbus: Postbus
) -> None:
    made = kantoor.make("Jansen", "mail")
    Aanlevering.objects.filter(partner__sleutel="pwn").update(ingetrokken_op=NU + timedelta(seconds=1))
    assert send(na=timedelta(minutes=1)) == 0
    made.refresh_from_db()
    assert (made.status, made.fout) == ("ingetrokken", "signaal_veranderd")
    assert postbus.berichten == []


def test_two_workers_send_a_message_once(kantoor: Kantoor, postbus: Postbus) -> None:
    made = kantoor.make("Jansen", "mail")
    start, sent = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        try:
            sent.append(send_verzending(verzending=made.id, gemeente="0392", door=WERKER, now=NU))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(sent) == [False, False, False, True]
    assert len(postbus.berichten) == 1
    assert Contactpoging.objects.count() == 1


def test_it_takes_up_what_a_dead_worker_left_behind(kantoor: Kantoor, postbus: Postbus) -> None:
    made = kantoor.make("Jansen", "mail")
    # As a worker that claimed it and was killed before the server answered.
    Verzending.objects.filter(id=made.id).update(pogingen=1, volgende_op=NU + BEZIG)
    assert send() == 0
    assert send(na=BEZIG) == 1


def test_it_holds_a_mail_back_once_a_check_forbids_contact(kantoor: Kantoor, postbus: Postbus) -> None:
    made = kantoor.make("Jansen", "mail")
    set_controle(
        zaak=kantoor.zaak.id,
        gemeente="0392",
        persoon=made.persoon,
        soort="overleden",
        toelichting="BRP",
        door=kantoor.noor,
        now=NU,
    )
    assert send() == 0
    assert postbus.berichten == []
    made.refresh_from_db()
    assert (made.status, made.fout) == ("ingetrokken", "contact_verboden")
