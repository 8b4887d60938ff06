"""How long anything about a resident stays with a delivery: the raw file, the cells of refused rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering import ruw
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering, Regelfout
from meldpunt.aanlevering.opslag import FOUTVERSLAG_DAGEN
from meldpunt.aanlevering.queries import list_alle_foutregels
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")


def deliver_flawed(*, now: datetime = NU) -> Aanlevering:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    return deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", bedrag="x")], now=now)


def kept() -> tuple[bool, bool, list[str]]:
    fout = Regelfout.objects.get()
    return fout.cellen is not None, fout.uitleg is not None, fout.gronden


def test_it_empties_refused_rows_when_their_report_expires_and_keeps_the_grounds() -> None:
    row = deliver_flawed()
    last = NU + timedelta(days=FOUTVERSLAG_DAGEN)
    pipeline.run_daily(door=SYSTEEM, clock=lambda: last)
    assert kept() == (True, True, ["bedrag_ongeldig"])
    assert list_alle_foutregels(row)["klantnummer"].to_list() == ["K2"]
    pipeline.run_daily(door=SYSTEEM, clock=lambda: last + timedelta(days=1))
    assert kept() == (False, False, ["bedrag_ongeldig"])
    assert list_alle_foutregels(row).is_empty()
    assert Logregel.objects.get(handeling="foutverslagen_vervallen").waarden == {"aantal": 1}


def test_it_counts_the_days_of_a_report_by_the_dutch_calendar() -> None:
    deliver_flawed(now=datetime(2026, 10, 25, 23, 30, tzinfo=UTC))
    assert Regelfout.objects.get().vervalt_op == date(2026, 10, 26) + timedelta(days=FOUTVERSLAG_DAGEN)


def test_it_empties_refused_rows_at_once_when_the_delivery_is_recalled() -> None:
    row = deliver_flawed()
    recall_aanlevering(aanlevering=row.id, reden="Verkeerd bestand", door=SYSTEEM, now=NU)
    assert kept() == (False, False, ["bedrag_ongeldig"])


@pytest.mark.parametrize("kop", [None, "%PDF-1.7"])
def test_it_destroys_the_raw_file_whether_it_could_be_read_or_not(kop: str | None) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    row = deliver(partner=pwn, regels=[make_regel()], **({} if kop is None else {"kop": kop}))
    assert (row.status, row.ruw_vernietigd_op) == ("afgekeurd" if kop else "verwerkt", NU)
    assert not ruw.path_of(row.id).exists()


def test_it_gives_no_more_refused_rows_than_fit_in_memory() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    row = deliver(partner=pwn, regels=[make_regel(klantnummer=f"K{n}", bedrag="x") for n in range(5)])
    assert list_alle_foutregels(row, size=3)["klantnummer"].to_list() == ["K0", "K1", "K2"]
