"""Checking the whole log: by command, by night with an alarm that is seen, and after a period was taken out."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.factories import NU, make_actor
from tests.slices.audit.regels import as_superuser, write_regels
from tests.slices.audit.test_keten import KNOEIEN

from meldpunt.audit.ankers import ankerbestand, set_anker, set_due_anker
from meldpunt.audit.controle import check_log, check_log_nightly, drop_period
from meldpunt.audit.models import Loganker, Logcontrole, Logregel, Logschakel
from meldpunt.inzicht.gezondheid import Meting, list_metingen
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = system_actor(herkomst="test")
JAAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def own_file(settings: Any, tmp_path: Path) -> None:
    settings.MELDPUNT_ANKERS = tmp_path


def tamper(what: str, number: int) -> None:
    line = Logschakel.objects.get(volgnummer=number).logregel
    as_superuser(KNOEIEN[what].format(line=line, number=number))


def call(*args: str) -> str:
    out = StringIO()
    call_command("audit", *args, stdout=out, stderr=out)
    return out.getvalue()


def health() -> dict[str, Meting]:
    return {one.naam: one for one in list_metingen(now=NU, folder=Path("/"))}


def test_the_command_says_that_the_log_is_whole() -> None:
    write_regels(3)
    assert "heel: regel 1 tot en met 3" in call("controleer")
    assert "heel: regel 2 tot en met 3" in call("controleer", "--vanaf", "2")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "regel 0 tot en met 0" in call("controleer", "--vanaf", tomorrow)


def test_the_command_names_the_line_and_its_moment_and_fails() -> None:
    write_regels(3)
    tamper("changed purpose", 2)
    out = StringIO()
    with pytest.raises(CommandError, match="logboek_gebroken"):
        call_command("audit", "controleer", stdout=out, stderr=out)
    assert "regel 2 (2026-10-26 10:00:00)" in out.getvalue()
    with pytest.raises(CommandError, match="vanaf_onbekend"):
        call("controleer", "--vanaf", "gisteren")


def test_the_night_checks_anchors_and_keeps_the_result() -> None:
    write_regels(2)
    check_log_nightly(clock=lambda: NU)
    row = Logcontrole.objects.get()
    assert (row.heel, row.regels, row.breuken) == (True, 2, [])
    assert Loganker.objects.get().volgnummer == 2
    assert health()["Logboek"].toon == health()["Anker van het logboek"].toon == "goed"


def test_the_night_raises_an_alarm_that_is_seen() -> None:
    write_regels(4)
    check_log_nightly(clock=lambda: NU)
    tamper("removed both", 3)
    check_log_nightly(clock=lambda: NU + timedelta(days=1))
    meting = health()["Logboek"]
    assert (meting.toon, meting.code) == ("gevaar", "logboek_gebroken")
    assert "Regel 3" in meting.uitleg


def test_it_sets_an_anchor_every_hour() -> None:
    write_regels(1)
    assert set_due_anker(now=NU) == 1
    write_regels(1)
    assert set_due_anker(now=NU + timedelta(minutes=59)) == 0
    assert set_due_anker(now=NU + timedelta(minutes=60)) == 1
    assert len(ankerbestand().read_text().splitlines()) == 2


def test_it_says_that_there_is_no_key(settings: Any) -> None:
    settings.MELDPUNT_ANKERSLEUTEL = ""
    write_regels(1)
    assert set_anker(now=NU) == 0
    assert health()["Anker van het logboek"].code == "geen_ankersleutel"
    with pytest.raises(CommandError, match="geen_ankersleutel"):
        call("anker")


def test_the_owner_takes_an_old_period_out_and_the_chain_goes_on() -> None:
    write_regels(3)
    set_anker(now=NU - 6 * JAAR)
    write_regels(2)
    assert drop_period(tot=3, jonger_dan=5 * JAAR, door=DOOR, now=NU) == 3
    found = check_log()
    assert (found.heel, found.keten.eerste, found.keten.laatste) == (True, 4, 6)
    assert Logregel.objects.get(handeling="logboek_ingekort").waarden == {"regels": 3}
    tamper("changed act", 5)
    assert [one.volgnummer for one in check_log().alle_breuken] == [5]


def test_a_period_that_was_taken_out_otherwise_is_a_break() -> None:
    write_regels(3)
    set_anker(now=NU)
    write_regels(2)
    for number in (1, 2, 3):
        tamper("removed both", number)
    assert not check_log().heel


def test_it_refuses_to_take_out_what_is_recent_or_not_anchored() -> None:
    write_regels(3)
    set_anker(now=NU - JAAR)
    with pytest.raises(Weigering, match="te_recent"):
        drop_period(tot=3, jonger_dan=5 * JAAR, door=DOOR, now=NU)
    with pytest.raises(Weigering, match="geen_anker"):
        drop_period(tot=2, jonger_dan=timedelta(0), door=DOOR, now=NU)
    with pytest.raises(GeenToegang):
        drop_period(tot=3, jonger_dan=timedelta(0), door=make_actor(rol="privacy"), now=NU)
    assert check_log().keten.regels == 3
