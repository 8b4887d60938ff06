"""A step that fails keeps no other from its work, and is not silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import NU, deliver, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.jobs import taken
from meldpunt.matching.models import Matchrun
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")


def fail(*_: object, **__: object) -> int:
    raise RuntimeError("mailserver weg")


def test_it_clocks_and_tells_though_sending_fails_and_says_that_it_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_deelname(partners=[make_partner()])
    deliver(partner=make_partner(), regels=[make_regel()])
    Matchrun.objects.update(geklokt_op=None)
    told = []
    monkeypatch.setattr(pipeline, "send_due", fail)
    monkeypatch.setattr(pipeline, "tell_partners", lambda **_: told.append(1) or 0)
    with pytest.raises(RuntimeError, match="mailserver weg"):
        pipeline.run_due(door=SYSTEEM, clock=lambda: NU)
    assert not Matchrun.objects.filter(geklokt_op=None).exists()
    assert told == [1]


def test_the_night_goes_on_after_its_first_step_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []
    monkeypatch.setattr(pipeline, "end_due_opschortingen", fail)
    monkeypatch.setattr(pipeline, "close_due_navragen", lambda **_: swept.append("navragen") or 0)
    monkeypatch.setattr(pipeline, "sweep_tellers", lambda **_: swept.append("tellers"))
    with pytest.raises(RuntimeError):
        pipeline.run_daily(door=SYSTEEM, clock=lambda: NU + timedelta(days=1))
    assert swept == ["navragen", "tellers"]


def test_every_step_that_comes_back_by_itself_stands_with_the_clock() -> None:
    periodic = {one.task.name: one.cron for one in taken.app.periodic_registry.periodic_tasks.values()}
    assert periodic == {
        "ronde": "* * * * *",
        "brp": "* * * * *",
        "nacht": "15 3 * * *",
        "dagbericht": "*/10 5-10 * * *",
    }
