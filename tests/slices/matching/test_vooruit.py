"""Matching that runs ahead on a second connection: kept only with the delivery it belongs to, and only once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.factories import NU
from tests.slices.test_onderbroken import (
    count_rows,
    describe,
    make_bestand,
    make_world,
    receive,
    wait_until,
)

from meldpunt import pipeline
from meldpunt.aanlevering import actions as aanleveren
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching import actions as matching
from meldpunt.matching import vooruit
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.vooruit import Vooruit
from meldpunt.rules.statussen import EINDRESULTATEN
from meldpunt.toegang.actor import system_actor

pytestmark = pytest.mark.django_db(transaction=True)
DOOR = system_actor(herkomst="test")


@pytest.fixture(autouse=True)
def small_is_large(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MELDPUNT_DATA = tmp_path / "data"
    monkeypatch.setattr(vooruit, "VEEL", 10)


@pytest.fixture
def aanlevering(tmp_path: Path) -> Aanlevering:
    make_world()
    return receive(make_bestand(tmp_path / "levering.csv", rijen=60))


def run(aanlevering: Aanlevering) -> None:
    pipeline.run_aanlevering(aanlevering=aanlevering.id, door=DOOR, clock=lambda: NU)
    aanlevering.refresh_from_db()


def count_matched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note which of the two ways of matching did the work."""
    ways: list[str] = []
    finish = matching._finish

    def noting(*args: Any, **more: Any) -> None:
        ways.append("vooruit" if threading.current_thread() is not threading.main_thread() else "erna")
        finish(*args, **more)

    monkeypatch.setattr(matching, "_finish", noting)
    return ways


def test_it_gives_the_same_zaken_as_matching_afterwards(
    aanlevering: Aanlevering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways = count_matched(monkeypatch)
    run(aanlevering)
    ahead = describe(aanlevering)
    call_command("flush", interactive=False, verbosity=0)
    make_world()
    monkeypatch.setattr(vooruit, "VEEL", 1_000_000)
    afterwards = receive(tmp_path / "levering.csv")
    run(afterwards)
    assert ways == ["vooruit", "erna"]
    assert describe(afterwards) == ahead
    assert count_rows()["Zaak"] > 0


def test_it_keeps_nothing_of_a_delivery_that_is_not_stored(
    aanlevering: Aanlevering, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **more: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(aanleveren, "store_regelfouten", fail)
    run(aanlevering)
    assert aanlevering.status == "mislukt"
    assert set(count_rows().values()) == {0}


def test_it_leaves_a_delivery_due_when_the_matching_ahead_fails(
    aanlevering: Aanlevering, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(matching, "write_vragen", lambda *args, **more: 1 / 0)
        run(aanlevering)
    assert (aanlevering.status, aanlevering.gematcht_op) == ("verwerkt", None)
    assert count_rows()["Zaak"] == 0 < count_rows()["Signaal"]
    run(aanlevering)
    assert aanlevering.gematcht_op == NU
    assert count_rows()["Zaak"] > 0


def test_it_steps_back_when_another_worker_matched_the_delivery_first(aanlevering: Aanlevering) -> None:
    with Vooruit(aanlevering.id, door=DOOR, now=NU) as ahead:
        stored = aanleveren.process_aanlevering(aanlevering=aanlevering.id, door=DOOR, now=NU)
        versie = Aanlevering.objects.get(id=aanlevering.id).versie
        assert versie is not None
        Aanlevering.objects.filter(id=aanlevering.id).update(gematcht_op=NU)
        ahead.begin(stored.signalen, versie)
        assert ahead._work is not None
    assert ahead._work.result() is False
    assert count_rows()["Zaak"] == count_rows()["Zaaksignaal"] == count_rows()["Matchrun"] == 0


def test_it_starts_anew_when_a_zaak_it_joined_was_closed_meanwhile(
    aanlevering: Aanlevering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(aanlevering)
    before = set(Zaak.objects.values_list("id", flat=True))
    second = make_bestand(tmp_path / "tweede.csv", rijen=60, bedrag=77)
    later = receive(second)
    store = aanleveren.store_signalen

    def closing(*args: Any, **more: Any) -> None:
        wait_until(lambda: streamed.exists())
        Zaak.objects.update(status="gesloten", gesloten_op=NU, eindresultaat=next(iter(EINDRESULTATEN)))
        store(*args, **more)

    streamed = tmp_path / "gestuurd"
    insert = matching.insert_zaken

    def noting(*args: Any, **more: Any) -> None:
        insert(*args, **more)
        streamed.touch()

    monkeypatch.setattr(matching, "insert_zaken", noting)
    with monkeypatch.context() as patch:
        patch.setattr(aanleveren, "store_signalen", closing)
        ways = count_matched(monkeypatch)
        run(later)
    assert ways == ["erna"]
    assert later.gematcht_op == NU
    assert not Zaaksignaal.objects.filter(zaak_id__in=before, signaal__aanlevering=later).exists()
    assert Zaaksignaal.objects.filter(signaal__aanlevering=later).count() == later.aantal_geaccepteerd > 0
