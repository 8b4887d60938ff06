"""What may follow what in a trajectory."""

from __future__ import annotations

from datetime import date

import pytest

from meldpunt.rules.traject import (
    STAPSOORTEN,
    Gezet,
    find_bezwaar,
    find_datumbezwaar,
    find_vervalbezwaar,
    list_mogelijk,
    name_stap,
    names_of,
)

DAG = date(2026, 10, 5)


def stap(soort: str, *, dag: int = 5, aard: str = "") -> Gezet:
    return Gezet(soort, aard, date(2026, 10, dag))


AANVAARD, GEWEIGERD = stap("aanbod_aanvaard"), stap("aanbod_geweigerd", dag=6)
GESPREK = stap("eerste_gesprek", dag=8)


def code_of(soort: str, *stappen: Gezet) -> str | None:
    bezwaar = find_bezwaar(soort, stappen)
    return bezwaar.code if bezwaar else None


@pytest.mark.parametrize(
    ("soort", "stappen", "code"),
    [
        ("aanbod_aanvaard", (), None),
        ("aanbod_geweigerd", (), None),
        ("eerste_gesprek", (), "stap_te_vroeg"),
        ("eerste_gesprek", (AANVAARD,), None),
        ("eerste_gesprek", (AANVAARD, GEWEIGERD), "stap_te_vroeg"),
        ("eerste_gesprek", (AANVAARD, GESPREK), "stap_dubbel"),
        ("beschikking", (AANVAARD,), "stap_te_vroeg"),
        ("beschikking", (AANVAARD, GESPREK), None),
        ("aanbod_geweigerd", (AANVAARD, GESPREK), "stap_te_laat"),
        ("aanbod_aanvaard", (AANVAARD,), "stap_dubbel"),
        ("betaling_niet_hervat", (AANVAARD,), None),
        ("betalingsregeling", (), "stap_te_vroeg"),
        ("plan_van_aanpak", (AANVAARD, GESPREK), None),
        ("plan_van_aanpak", (AANVAARD, GESPREK, stap("beschikking", dag=9, aard="afgezien")), "stap_te_laat"),
        ("plan_van_aanpak", (AANVAARD, GESPREK, stap("beschikking", dag=9, aard="toegelaten")), None),
        (
            "overgedragen_schuldhulp",
            (AANVAARD, GESPREK, stap("beschikking", dag=9, aard="geweigerd")),
            "stap_te_laat",
        ),
    ],
)
def test_it_lets_a_step_follow_only_on_what_it_needs(
    soort: str, stappen: tuple[Gezet, ...], code: str | None
) -> None:
    assert code_of(soort, *stappen) == code


def test_it_takes_the_last_answer_to_the_offer() -> None:
    assert "aanbod_aanvaard" not in names_of([AANVAARD, GEWEIGERD])
    back = stap("aanbod_aanvaard", dag=7)
    assert code_of("aanbod_aanvaard", AANVAARD, GEWEIGERD) is None
    assert names_of([AANVAARD, GEWEIGERD, back]) & {"aanbod_aanvaard", "aanbod_geweigerd"} == {
        "aanbod_aanvaard"
    }


def test_it_takes_the_later_recorded_of_two_answers_on_one_day() -> None:
    assert "aanbod_geweigerd" in names_of([AANVAARD, stap("aanbod_geweigerd")])


def test_it_refuses_a_day_before_the_step_it_follows() -> None:
    early = find_datumbezwaar("eerste_gesprek", date(2026, 10, 4), [AANVAARD])
    assert early is not None
    assert early.code == "stap_datum"
    assert find_datumbezwaar("eerste_gesprek", DAG, [AANVAARD]) is None


def test_it_keeps_a_step_on_which_another_stands() -> None:
    held = find_vervalbezwaar(AANVAARD, [GESPREK])
    assert held is not None
    assert "Eerste gesprek" in str(held)
    assert find_vervalbezwaar(GESPREK, [AANVAARD]) is None


def test_it_offers_only_what_can_come_now() -> None:
    assert list_mogelijk([]) == ("aanbod_gedaan", "aanbod_aanvaard", "aanbod_geweigerd")
    assert "eerste_gesprek" in list_mogelijk([AANVAARD])
    assert "beschikking" not in list_mogelijk([AANVAARD])


def test_it_gives_every_step_a_title_a_meaning_and_an_article() -> None:
    known = set(STAPSOORTEN) | {f"{s}:{a}" for s, regel in STAPSOORTEN.items() for a in regel.aarden}
    for regel in STAPSOORTEN.values():
        assert regel.titel
        assert regel.definitie.endswith(".")
        assert regel.artikel
        assert {*regel.na, *regel.niet_na} <= known
        assert ("aard" in regel.vraagt) == bool(regel.aarden)
    assert name_stap("betaling_niet_hervat", "inhalen") == "Betalingen nog niet hervat: inhalen"
