"""What leaves the register: drafts, files and the word of the day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from tests.factories import NU, make_actor, make_gebruiker, make_gemeente, make_overeenkomst, make_uitvoerder

from meldpunt.datalekken.actions import report_voorval
from meldpunt.datalekken.concepten import write_concepten
from meldpunt.datalekken.models import Datalek
from meldpunt.datalekken.queries import get_datalek
from meldpunt.datalekken.toezichtpost import mail_datalekken, warn_overeenkomsten
from meldpunt.datalekken.uitvoer import KOPPEN, export_register, write_lijst, write_pdf
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="werker")
PRIVACY = make_actor(rol="privacy")


def voorval(*, titel: str = "Lijst verkeerd gestuurd") -> UUID:
    make_gemeente()
    account = make_gebruiker(email=f"{titel[:3].strip()}@haarlem.example".replace("=", "x"))
    key = report_voorval(
        titel=titel, feiten="Naar een ander", ontdekt_op=NU, door=make_actor(gebruiker=account.id), now=NU
    )
    Datalek.objects.update(gegevenssoorten=["naam", "schuld"], aard=["vertrouwelijkheid"], aantal_personen=12)
    return key


def test_it_drafts_a_letter_to_residents_that_says_nothing_about_debts() -> None:
    beeld = get_datalek(datalek=voorval(), door=PRIVACY, now=NU)
    ap, partij, inwoners = (concept.tekst for concept in write_concepten(beeld))
    assert "gegevens over achterstanden" in ap
    assert "ongeveer 12" in partij
    assert "Het gaat om: namen." in inwoners
    for word in ("achterstand", "schuld", "betal", "vroegsignalering", "partner", "incasso", "signaal"):
        assert word not in inwoners.lower()


def test_it_writes_the_register_without_letting_a_cell_be_a_formula() -> None:
    voorval(titel="=CMD()|A1")
    rows = export_register(door=PRIVACY, now=NU)
    text = write_lijst(rows).decode("utf-8-sig")
    assert text.splitlines()[0] == ";".join(KOPPEN)
    assert ";'=CMD()|A1;" in text
    assert "uiterlijk 29-10-2026 10:00" in text
    assert write_pdf(rows, now=NU).startswith(b"%PDF")


def test_it_gives_an_officer_the_own_register_only() -> None:
    voorval()
    assert export_register(door=make_actor(rol="privacy", partij="0473", gemeenten=("0473",)), now=NU) == []


def test_it_mails_officers_once_a_day_what_waits_and_never_what_happened() -> None:
    voorval()
    make_gebruiker(rol="privacy", naam="Petra")
    make_gebruiker(rol="privacy", partij="0473", email="z@zandvoort.example")
    make_gemeente(code="0473", naam="Zandvoort")
    later = NU + timedelta(hours=80)
    assert mail_datalekken(adres="https://meldpunt.example/d", door=SYSTEEM, now=later) == 1
    assert mail_datalekken(adres="https://meldpunt.example/d", door=SYSTEEM, now=later) == 0
    (message,) = mail.outbox
    assert message.to == ["privacy@0392.example"]
    assert "Te laat: 1" in message.body
    assert "Nog te beoordelen: 1" in message.body
    assert "verkeerd gestuurd" not in message.body
    assert mail_datalekken(adres="x", door=SYSTEEM, now=later + timedelta(days=1)) == 1


def test_it_warns_of_agreements_that_run_out_through_the_same_round() -> None:
    make_gemeente()
    make_uitvoerder(gemeenten=["0392"], overeenkomst=False)
    make_overeenkomst(tot=NU.date() + timedelta(days=10))
    make_gebruiker(rol="coordinator")
    make_gebruiker(rol="behandelaar")
    assert warn_overeenkomsten(adres="https://meldpunt.example/o", door=SYSTEEM, now=NU) == 1
    assert mail.outbox[0].to == ["coordinator@0392.example"]
    assert warn_overeenkomsten(adres="https://meldpunt.example/o", door=SYSTEEM, now=NU) == 0
