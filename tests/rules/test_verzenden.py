"""When a message is tried again, and which numbers an SMS reaches."""

from __future__ import annotations

from datetime import timedelta

import pytest

from meldpunt.rules.verzenden import WACHTTIJDEN, find_mobiel, find_wachttijd


def test_it_waits_longer_after_each_try_and_gives_up_in_the_end() -> None:
    pauses = [find_wachttijd(n) for n in range(1, len(WACHTTIJDEN) + 1)]
    assert pauses == sorted(WACHTTIJDEN)
    assert pauses[0] == timedelta(minutes=1)
    assert find_wachttijd(len(WACHTTIJDEN) + 1) is None
    assert find_wachttijd(0) is None


@pytest.mark.parametrize("text", ["0612345678", "06-12 34 56 78", "+31 6 12345678", "0031612345678"])
def test_it_writes_a_mobile_number_one_way(text: str) -> None:
    assert find_mobiel(text) == "+31612345678"


@pytest.mark.parametrize("text", ["", "023-5115115", "061234567", "06123456789", "+32612345678", "06 12 x"])
def test_it_knows_what_an_sms_cannot_reach(text: str) -> None:
    assert find_mobiel(text) is None
