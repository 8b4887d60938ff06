"""Deliveries in which nothing goes wrong and yet nothing arrives, and files nobody comes back for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import KOP
from tests.web.partner.wereld import make_bestand, make_pwn, sign_in, write_regel

from meldpunt import pipeline
from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.aanlevering.opruiming import CONCEPT_DAGEN
from meldpunt.partijen.models import Convenantgebeurtenis
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
ADRES = "/partner/aanleveren/"
SYSTEEM = system_actor(herkomst="test")


def deliver_by_web(client: Client, bestand: SimpleUploadedFile) -> str:
    client.post(ADRES, {"convenant": "landelijk", "bestand": bestand})
    pipeline.run_due(door=SYSTEEM, clock=timezone.now)
    row = Aanlevering.objects.order_by("-id")[0]
    return client.get(f"/partner/aanleveringen/{row.id}/").content.decode()


def test_it_does_not_call_a_file_without_rows_done() -> None:
    make_pwn()
    pagina = deliver_by_web(sign_in(), SimpleUploadedFile("leeg.csv", KOP.encode()))
    assert "[geen_regels]" in pagina
    assert "U bent klaar" not in pagina


def test_it_says_that_all_rows_were_known_already() -> None:
    make_pwn()
    client = sign_in()
    deliver_by_web(client, make_bestand(write_regel(referentie="R1")))
    pagina = deliver_by_web(client, make_bestand(write_regel(referentie="R1"), "", naam="nog-eens.csv"))
    assert "[al_ontvangen]" in pagina
    assert "U bent klaar" not in pagina


def test_it_takes_in_nothing_under_a_covenant_that_was_stopped() -> None:
    make_pwn()
    Convenantgebeurtenis.objects.create(
        convenant="landelijk",
        soort="noodstop",
        per=timezone.localdate(),
        reden="Bezwaar AP",
        vastgelegd_op=timezone.now(),
    )
    client = sign_in()
    assert "U kunt nu niet aanleveren" in client.get(ADRES).content.decode()
    antwoord = client.post(ADRES, {"convenant": "landelijk", "bestand": make_bestand(write_regel())})
    assert antwoord.status_code == 422
    assert "[convenant_niet_in_werking]" in antwoord.content.decode()
    assert not Aanlevering.objects.exists()


def test_it_destroys_a_file_whose_columns_nobody_chose() -> None:
    make_pwn()
    client = sign_in()
    vreemd = SimpleUploadedFile("vreemd.csv", b"Debiteurnr;Naam;PC;Huisnr\nD1;Jansen;2011AA;12\n")
    client.post(ADRES, {"convenant": "landelijk", "bestand": vreemd})
    row = Aanlevering.objects.get()
    assert "Het wordt vernietigd na" in client.get("/partner/").content.decode()
    later = row.ontvangen_op + timedelta(days=CONCEPT_DAGEN)
    pipeline.run_daily(door=SYSTEEM, clock=lambda: later)
    assert ruw.path_of(row.id).exists()
    pipeline.run_daily(door=SYSTEEM, clock=lambda: later + timedelta(seconds=1))
    assert not ruw.path_of(row.id).exists()
    row.refresh_from_db()
    assert (row.status, row.fout_code) == ("afgekeurd", "kolommen_niet_gekozen")
    assert "[kolommen_niet_gekozen]" in client.get(f"/partner/aanleveringen/{row.id}/").content.decode()
