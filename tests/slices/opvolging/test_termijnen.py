"""The clocks of a zaak, at their limits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meldpunt.opvolging.termijnen import beschikking, eerste_gesprek, einde_levering

ONTVANGEN = date(2026, 10, 1)
EIND = date(2026, 10, 29)


@pytest.mark.parametrize(
    ("dag", "toestand", "rest"),
    [
        (ONTVANGEN, "loopt", 28),
        (EIND - timedelta(days=8), "loopt", 8),
        (EIND - timedelta(days=7), "bijna", 7),
        (EIND, "bijna", 0),
        (EIND + timedelta(days=1), "te_laat", -1),
    ],
)
def test_the_first_conversation_is_due_four_weeks_after_receipt(dag: date, toestand: str, rest: int) -> None:
    term = eerste_gesprek(ontvangen=ONTVANGEN, bereikt=None, gesloten=None, today=dag)
    assert (term.eind, term.toestand, term.rest) == (EIND, toestand, rest)


@pytest.mark.parametrize(
    ("bereikt", "gesloten", "toestand"),
    [
        (EIND, None, "gehaald"),
        (EIND + timedelta(days=1), None, "te_laat"),
        (None, EIND, "rust"),
        (None, EIND + timedelta(days=1), "te_laat"),
    ],
)
def test_the_clock_stops_at_contact_or_closing(
    bereikt: date | None, gesloten: date | None, toestand: str
) -> None:
    term = eerste_gesprek(ontvangen=ONTVANGEN, bereikt=bereikt, gesloten=gesloten, today=date(2027, 1, 1))
    assert term.toestand == toestand


def test_the_decision_is_due_eight_weeks_after_the_first_conversation() -> None:
    term = beschikking(gesprek=ONTVANGEN, gesloten=None, today=ONTVANGEN + timedelta(days=28))
    assert (term.eind, term.toestand, term.verbruikt) == (date(2026, 11, 26), "loopt", 50)


@pytest.mark.parametrize(("dag", "verbruikt"), [(date(2026, 9, 1), 0), (date(2027, 9, 1), 100)])
def test_the_bar_never_leaves_its_frame(dag: date, verbruikt: int) -> None:
    assert einde_levering(gemeld=ONTVANGEN, eind=EIND, today=dag).verbruikt == verbruikt
