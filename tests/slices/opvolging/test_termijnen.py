"""The terms of a zaak, from what is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld
from meldpunt.opvolging.queries import GEEN, Pogingstand
from meldpunt.opvolging.termijnen import eerste_gesprek, list_termijnen

HZ = "haarlem-zandvoort"
DONDERDAG = date(2026, 10, 1)
EIND = date(2026, 10, 29)
MOMENT = datetime(2026, 10, 1, 12, tzinfo=UTC)


def make_signaal(*, einde: date | None = None, ingetrokken: datetime | None = None) -> Signaalbeeld:
    return Signaalbeeld(
        id=UUID(int=1), partner="Vitens", partnertype="Water", type_vordering="water", soort_signaal="",
        bedrag_cent=1, achterstand_sinds=DONDERDAG, verwachte_einddatum=einde, aanleverdatum=DONDERDAG,
        ontvangen_op=MOMENT, waarschuwingen=(), herhaald=False, later_toegevoegd=False,
        ingetrokken_op=ingetrokken, eindresultaat="",
    )  # fmt: skip


def make_persoon(*signalen: Signaalbeeld) -> Persoonbeeld:
    return Persoonbeeld(
        id=UUID(int=2), naam="J. Proef", voorletters="J.", geboortedatum=None, bsn="", telefoon="", email="",
        vernietigd=False, trap="alleen", trap_titel="", trap_zin="", signalen=signalen,
    )  # fmt: skip


def make_zaak(*, convenant: str = HZ, acties: tuple[str, ...] = ()) -> Zaakbeeld:
    return Zaakbeeld(
        id=UUID(int=3), gemeente="0392", gemeentenaam="Haarlem", convenant=convenant, versie=DONDERDAG,
        maand=DONDERDAG, ontstaan_op=MOMENT, straat="", postcode="", huisnummer=None, suffix="", woonplaats="",
        aantal=1, aantal_partners=1, bedrag_cent=1, oudste_achterstand=DONDERDAG, venster_maanden=1,
        bekend=False, opeenvolgend_op=None, vragen_open=0, alles_herhaald=False, markeringen=(), rang=None,
        selectie="", reden="", postvak="gemeente", acties=acties, team="", behandelaar=None,
        behandelaarnaam="", status="in_behandeling", status_sinds=MOMENT, eindresultaat="", gesloten_op=None,
    )  # fmt: skip


def ends_of(zaak: Zaakbeeld, stand: Pogingstand, *signalen: Signaalbeeld) -> dict[str, date]:
    found = list_termijnen(zaak, [make_persoon(*signalen)], stand, today=DONDERDAG)
    return {termijn.naam: termijn.eind for termijn in found}


@pytest.mark.parametrize(
    ("ontvangen", "eind"),
    [
        (DONDERDAG, EIND),
        (date(2026, 10, 3), date(2026, 11, 2)),  # a Saturday: the Monday after four weeks
        (date(2026, 11, 27), date(2026, 12, 28)),  # four weeks later is Christmas Day
    ],
)
def test_the_first_conversation_is_due_four_weeks_after_receipt(ontvangen: date, eind: date) -> None:
    term = eerste_gesprek(convenant=HZ, ontvangen=ontvangen, bereikt=None, gesloten=None, today=ontvangen)
    assert (term.eind, term.toestand) == (eind, "loopt")


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
    term = eerste_gesprek(
        convenant=HZ, ontvangen=DONDERDAG, bereikt=bereikt, gesloten=gesloten, today=date(2027, 1, 1)
    )
    assert term.toestand == toestand


def test_a_zaak_runs_the_terms_of_its_covenant_and_of_the_law() -> None:
    assert ends_of(make_zaak(), GEEN, make_signaal()) == {"eerste_gesprek": EIND, "terugkoppeling": EIND}
    assert ends_of(make_zaak(convenant="duo-amsterdam"), GEEN, make_signaal()) == {"eerste_gesprek": EIND}


def test_the_decision_is_due_eight_weeks_after_the_first_conversation() -> None:
    reached = Pogingstand(1, date(2026, 10, 5))
    assert ends_of(make_zaak(), reached, make_signaal())["beschikking"] == date(2026, 11, 30)


def test_a_call_is_due_when_the_letter_went_out_and_is_met_by_the_call() -> None:
    zaak = make_zaak(convenant="drechtsteden", acties=("brief_lokaal_aanbod", "bellen_na_2_weken"))
    assert "bellen_na_brief" not in ends_of(zaak, GEEN, make_signaal())
    stand = Pogingstand(2, None, brief_op=DONDERDAG, gebeld_op=date(2026, 10, 12))
    found = list_termijnen(zaak, [make_persoon(make_signaal())], stand, today=EIND)
    call = next(termijn for termijn in found if termijn.naam == "bellen_na_brief")
    assert (call.eind, call.toestand) == (date(2026, 10, 15), "gehaald")


def test_supply_ends_on_the_first_day_a_partner_still_stands_by() -> None:
    first, second = date(2026, 10, 20), date(2026, 10, 25)
    signalen = (make_signaal(einde=first, ingetrokken=MOMENT), make_signaal(einde=second), make_signaal())
    assert ends_of(make_zaak(), GEEN, *signalen)["einde_levering"] == second


def test_closing_meets_the_feedback_and_lets_supply_rest() -> None:
    closed = replace(make_zaak(), gesloten_op=MOMENT + timedelta(days=7))
    signaal = make_signaal(einde=date(2026, 10, 20))
    found = list_termijnen(closed, [make_persoon(signaal)], GEEN, today=date(2027, 1, 1))
    assert {termijn.naam: termijn.toestand for termijn in found} == {
        "eerste_gesprek": "rust",
        "terugkoppeling": "gehaald",
    }


def test_the_bar_never_leaves_its_frame() -> None:
    for day in (date(2026, 9, 1), date(2027, 9, 1)):
        term = eerste_gesprek(convenant=HZ, ontvangen=DONDERDAG, bereikt=None, gesloten=None, today=day)
        assert term.verbruikt in {0, 100}
