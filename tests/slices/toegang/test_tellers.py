"""Trying too often: counted per sender and together, without knowing who the sender is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from meldpunt.toegang.models import Teller
from meldpunt.toegang.tellers import Grens, TeVaak, claim_try, hide_afzender, sweep_tellers

pytestmark = pytest.mark.django_db(transaction=True)
NU = datetime(2026, 11, 26, 12, 3, tzinfo=UTC)
DRIE = Grens("proef", 3, timedelta(minutes=10))
SAMEN = Grens("proef_samen", 5, timedelta(minutes=1))


def tries(count: int, *, sleutel: str = "a", now: datetime = NU) -> int:
    """Try so many times and return how often it was let through."""
    done = 0
    for _ in range(count):
        try:
            claim_try(grenzen=[(DRIE, sleutel), (SAMEN, "iedereen")], now=now)
            done += 1
        except TeVaak:
            pass
    return done


def test_it_stops_one_sender_and_says_when_to_try_again() -> None:
    assert tries(4) == 3
    with pytest.raises(TeVaak) as stopped:
        claim_try(grenzen=[(DRIE, "a")], now=NU)
    assert stopped.value.opnieuw_op == datetime(2026, 11, 26, 12, 10, tzinfo=UTC)
    assert tries(1, now=stopped.value.opnieuw_op) == 1


def test_one_stubborn_sender_does_not_use_up_what_there_is_for_everybody() -> None:
    assert tries(40) == 3
    assert tries(2, sleutel="b") == 2
    assert tries(1, sleutel="c") == 0
    assert tries(1, sleutel="d", now=NU + timedelta(minutes=1)) == 1


def test_it_counts_every_one_of_many_at_the_same_moment() -> None:
    def one(_: int) -> int:
        try:
            return tries(1)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(24))) == 3
    assert Teller.objects.get(soort="proef").aantal == 24


def test_it_knows_a_sender_for_one_day_only_and_keeps_no_address() -> None:
    key = hide_afzender("192.0.2.7", now=NU)
    assert key == hide_afzender("192.0.2.7", now=NU + timedelta(hours=2))
    assert key == hide_afzender("::ffff:192.0.2.7", now=NU)
    assert key != hide_afzender("192.0.2.8", now=NU)
    assert key != hide_afzender("192.0.2.7", now=NU + timedelta(days=1))
    assert len(key) == 64


def test_a_household_counts_as_one_however_many_addresses_it_has() -> None:
    assert hide_afzender("2001:db8:1:2::1", now=NU) == hide_afzender("2001:db8:1:2:ffff::9", now=NU)
    assert hide_afzender("2001:db8:1:2::1", now=NU) != hide_afzender("2001:db8:1:3::1", now=NU)


def test_it_sweeps_counters_of_more_than_a_day_ago() -> None:
    tries(1)
    tries(1, now=NU + timedelta(hours=23))
    assert sweep_tellers(now=NU + timedelta(days=1, minutes=10)) == 2
    assert not Teller.objects.filter(venster__lt=NU + timedelta(hours=22)).exists()
    assert Teller.objects.count() == 2
