"""Rows that are odd in a way no rule speaks of; and a database that is away."""

from __future__ import annotations

import psycopg
import pytest
from django.db import OperationalError
from tests.factories import KOP, NU, deliver, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering import actions, ruw
from meldpunt.aanlevering.models import Aanlevering, Regelfout
from meldpunt.aanlevering.queries import list_alle_foutregels
from meldpunt.audit.models import Logregel
from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def pwn() -> Signaalpartner:
    partner = make_partner()
    make_deelname(partners=[partner])
    return partner


def test_it_refuses_rows_that_hold_a_value_in_foreign_columns_only(pwn: Signaalpartner) -> None:
    row = deliver(partner=pwn, regels=[";" * 11 + "rood"], kop=f"{KOP};kleur")
    assert (row.status, row.aantal_geweigerd) == ("verwerkt", 1)
    assert "verplicht_veld_ontbreekt" in Regelfout.objects.get().gronden
    assert list_alle_foutregels(row)["wat_te_doen"].len() == 1


def test_it_says_which_row_has_an_addition_that_no_address_can_have(pwn: Signaalpartner) -> None:
    row = deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", toevoeging="AB12" * 51)])
    assert (row.status, row.fout_code) == ("afgekeurd", "toevoeging_te_lang")
    assert row.fout_zin.startswith("Regel 3:")


def test_it_refuses_a_delivery_whose_file_is_gone_and_says_so_once(
    pwn: Signaalpartner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meldpunt.aanlevering.ruw.save", lambda *_: ("0" * 64, 0))
    row = deliver(partner=pwn, regels=[make_regel()])
    assert (row.status, row.fout_zin.count("[bestand_kwijt]")) == ("afgekeurd", 1)


class Weg(OperationalError):
    """An error of the database as Django passes it on, with the cause that psycopg gave."""

    def __init__(self, cause: Exception) -> None:
        self.__cause__ = cause


@pytest.mark.parametrize(
    ("fout", "status"),
    [
        (psycopg.errors.AdminShutdown(), "ontvangen"),
        (psycopg.OperationalError("the connection is closed"), "ontvangen"),
        (Weg(psycopg.errors.AdminShutdown()), "ontvangen"),
        (psycopg.errors.ProgramLimitExceeded(), "mislukt"),
        (Weg(psycopg.errors.ProgramLimitExceeded()), "mislukt"),
        (ZeroDivisionError(), "mislukt"),
    ],
)
def test_it_sets_a_delivery_aside_only_when_waiting_does_not_help(
    pwn: Signaalpartner, monkeypatch: pytest.MonkeyPatch, fout: Exception, status: str
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise fout

    monkeypatch.setattr(actions, "store_signalen", fail)
    try:
        deliver(partner=pwn, regels=[make_regel()])
    except (OperationalError, psycopg.OperationalError):
        assert status == "ontvangen"
    row = Aanlevering.objects.get()
    assert (row.status, ruw.path_of(row.id).exists()) == (status, status == "ontvangen")
    assert Logregel.objects.filter(handeling="bestand_vernietigd").exists() == (status == "mislukt")
    monkeypatch.undo()
    pipeline.run_due(door=system_actor(herkomst="test"), clock=lambda: NU)
    assert Aanlevering.objects.get().status == {"ontvangen": "verwerkt"}.get(status, status)
