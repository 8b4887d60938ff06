"""Who must be told of a breach before when, by covenant and law."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.rules.datalekken import (
    OVERGANGEN,
    STATUSSEN,
    Geraakt,
    Lek,
    can_follow,
    list_beletsels,
    plan_klokken,
    soorten_of,
)

ONTDEKT = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
HAARLEM, AMSTERDAM = ("0392", "Haarlem"), ("0363", "Amsterdam")
HZ = Geraakt("haarlem-zandvoort", "Haarlem-Zandvoort", 24, "6.4", (("pwn", "PWN"),))
DUO = Geraakt("duo-amsterdam", "DUO", None, "9.5", (("duo", "DUO"),))
LANDELIJK = Geraakt("landelijk", "Landelijk", None, "", (("eneco", "Eneco"),), heeft_afspraak=False)


def lek(**anders: object) -> Lek:
    return Lek(**{"ontdekt_op": ONTDEKT, "risico": "risico", "gemeenten": (HAARLEM,), **anders})  # type: ignore[arg-type]


def uren(plan: tuple[object, ...]) -> dict[tuple[str, str], float]:
    return {(k.soort, k.partij): (k.uiterlijk - ONTDEKT) / timedelta(hours=1) for k in plan}  # type: ignore[attr-defined]


def test_it_tells_partners_and_municipality_within_the_hours_of_the_covenant() -> None:
    plan = plan_klokken(lek(geraakt=(HZ,)))
    assert uren(plan) == {
        ("partij", "partner:pwn"): 24,
        ("partij", "gemeente:0392"): 24,
        ("ap", "gemeente:0392"): 72,
    }
    assert plan[0].grondslag == "Haarlem-Zandvoort art. 6.4 (binnen 24 uur)"


def test_it_reads_without_delay_as_at_once() -> None:
    plan = plan_klokken(lek(geraakt=(DUO,), gemeenten=(AMSTERDAM,)))
    assert uren(plan)["partij", "partner:duo"] == 24
    assert "meteen" in plan[0].grondslag


def test_it_tells_no_partner_where_the_covenant_says_nothing_but_always_the_controller() -> None:
    plan = plan_klokken(lek(geraakt=(LANDELIJK,)))
    assert [k.partij for k in plan] == ["gemeente:0392", "gemeente:0392"]
    assert plan[0].grondslag.startswith("AVG art. 33 lid 2")


def test_it_gives_the_same_party_under_two_covenants_the_shorter_term() -> None:
    slow = Geraakt("traag", "Traag", 48, "1", (("pwn", "PWN"),))
    plan = plan_klokken(lek(geraakt=(slow, HZ)))
    assert uren(plan)["partij", "partner:pwn"] == 24
    assert sum(k.partij == "partner:pwn" for k in plan) == 1


def test_it_counts_hours_that_really_pass_also_over_the_change_to_winter_time() -> None:
    plan = plan_klokken(lek())
    assert next(k for k in plan if k.soort == "ap").uiterlijk == datetime(2026, 10, 27, 22, 0, tzinfo=UTC)


def test_it_spares_the_ap_only_without_risk_and_with_a_reason() -> None:
    without_reason = plan_klokken(lek(risico="geen", reden_geen_risico=" "))
    assert next(k for k in without_reason if k.soort == "ap").nodig
    spared = next(
        k for k in plan_klokken(lek(risico="geen", reden_geen_risico="Versleuteld")) if k.soort == "ap"
    )
    assert (spared.nodig, spared.reden) == (False, "Versleuteld")


def test_it_tells_residents_at_a_high_risk_only_and_each_municipality_tells_its_own() -> None:
    assert not [k for k in plan_klokken(lek()) if k.soort == "inwoners"]
    plan = plan_klokken(lek(risico="hoog", gemeenten=(HAARLEM, AMSTERDAM)))
    assert [k.naam for k in plan if k.soort == "inwoners"] == [
        "Inwoners van Haarlem",
        "Inwoners van Amsterdam",
    ]
    assert sum(k.soort == "ap" for k in plan) == 2


@pytest.mark.parametrize(("van", "naar", "mag"), [
    ("signaal", "onderzoek", True), ("signaal", "gesloten", False), ("onderzoek", "gesloten", True),
    ("gesloten", "onderzoek", True), ("geen_datalek", "gesloten", False), ("onbekend", "gesloten", False),
])  # fmt: skip
def test_it_knows_which_status_may_follow(van: str, naar: str, mag: bool) -> None:
    assert can_follow(van, naar) is mag


def test_it_can_reach_every_status_from_a_signal() -> None:
    reached, todo = set(), ["signaal"]
    while todo:
        status = todo.pop()
        if status not in reached:
            reached.add(status)
            todo += OVERGANGEN[status]
    assert reached == set(STATUSSEN)


def test_it_lists_everything_that_stands_between_a_breach_and_its_closing() -> None:
    assert list_beletsels(conclusie="Klaar", risico="risico", open_klokken=[], gemeenten=1) == ()
    found = list_beletsels(conclusie=" ", risico="onbekend", open_klokken=["AP, voor Haarlem"], gemeenten=0)
    assert [line.rsplit("[")[-1] for line in found] == [
        "gemeente_ontbreekt]", "risico_onbekend]", "klok_open]", "conclusie_ontbreekt]",
    ]  # fmt: skip


def test_it_names_the_kinds_of_data_in_a_file() -> None:
    assert soorten_of(["achternaam", "postcode", "huisnummer", "bedrag"]) == ("naam", "adres", "schuld")
