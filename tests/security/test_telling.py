"""The attacks are counted and named, so that none goes away unseen."""

from __future__ import annotations

from tools.aanvallen import list_aanvallen

MINSTENS = 450


def test_there_are_as_many_attacks_as_we_say() -> None:
    assert len(list_aanvallen()) >= MINSTENS


def test_every_attack_has_a_name_of_its_own_and_says_what_guards() -> None:
    found = list_aanvallen()
    sentences = [one.zin for one in found]
    assert sorted({zin for zin in sentences if sentences.count(zin) > 1}) == []
    assert [one.zin for one in found if not one.wacht] == []
