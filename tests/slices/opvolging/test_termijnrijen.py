"""The terms of zaken and deliveries as rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_partner,
    make_regel,
    make_werkprotocol,
)

from meldpunt import pipeline
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Intrekkingsgevolg, Matchrun, Zaak
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, reopen_zaak, take_zaak
from meldpunt.opvolging.klokken import clock_runs
from meldpunt.opvolging.models import Trajectstap, Zaaktermijn
from meldpunt.opvolging.termijnen import find_eerste_termijnen, list_termijnen
from meldpunt.opvolging.termijnrijen import refresh_termijnen
from meldpunt.toegang.actor import Actor, system_actor

pytestmark = pytest.mark.django_db(transaction=True)
ONTVANGEN = NU.date()
HZ = "haarlem-zandvoort"
SYSTEEM = system_actor(herkomst="test")


def on(dagen: int) -> datetime:
    return NU + timedelta(days=dagen)


@pytest.fixture
def door() -> Actor:
    return make_actor(gebruiker=make_gebruiker().id)


@pytest.fixture
def zaak() -> Zaak:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    return Zaak.objects.get()


def terms(zaak: Zaak) -> dict[str, Zaaktermijn]:
    return {row.naam: row for row in Zaaktermijn.objects.filter(zaak=zaak)}


def take(zaak: Zaak, door: Actor, *, dagen: int = 0) -> None:
    take_zaak(zaak=zaak.id, gemeente="0392", door=door, now=on(dagen))


def attempt(zaak: Zaak, door: Actor, *, dagen: int, soort: str = "Telefoon", bereikt: bool = False) -> None:
    record_contactpoging(
        zaak=zaak.id, gemeente="0392", soort=soort, bereikt=bereikt, datum=on(dagen).date(),
        dagdeel="Avond", notitie="", persoon=None, door=door, now=on(dagen),
    )  # fmt: skip


def close(zaak: Zaak, door: Actor, *, dagen: int) -> None:
    close_zaak(
        zaak=zaak.id,
        gemeente="0392",
        eindresultaat="Definitief geen contact kunnen krijgen",
        door=door,
        now=on(dagen),
    )


def step(zaak: Zaak, soort: str, *, dagen: int, aard: str = "") -> None:
    Trajectstap.objects.create(
        gemeente_id="0392", zaak=zaak, soort=soort, aard=aard, datum=on(dagen).date(), vastgelegd_op=on(dagen)
    )
    refresh_termijnen(zaak=zaak.id, gemeente="0392", now=on(dagen))


def test_a_delivery_leaves_its_zaken_with_their_terms(zaak: Zaak) -> None:
    (row,) = Zaaktermijn.objects.all()
    assert (row.naam, row.begin, row.reden) == ("eerste_gesprek", ONTVANGEN, "ontvangst")
    assert (row.eind, row.lengte, row.wie) == (date(2026, 11, 23), "4 weken", "gemeente")
    assert (row.grondslag, row.convenant, row.versie) == ("Wgs art. 4 lid 1", "landelijk", date(2022, 12, 1))
    assert row.toestand == "loopt"
    assert not Matchrun.objects.filter(geklokt_op=None).exists()


def test_running_it_again_changes_nothing(zaak: Zaak) -> None:
    before = list(Zaaktermijn.objects.values())
    with transaction.atomic():
        refresh_termijnen(zaak=zaak.id, gemeente="0392", now=on(3))
    assert list(Zaaktermijn.objects.values()) == before


def test_a_conversation_meets_the_term_and_starts_that_of_the_decision(zaak: Zaak, door: Actor) -> None:
    take(zaak, door)
    attempt(zaak, door, dagen=4)
    assert terms(zaak)["eerste_gesprek"].toestand == "loopt"
    attempt(zaak, door, dagen=7, bereikt=True)
    found = terms(zaak)
    assert (found["eerste_gesprek"].toestand, found["eerste_gesprek"].afgelopen_op) == (
        "gehaald",
        on(7).date(),
    )
    assert (found["beschikking"].begin, found["beschikking"].eind) == (on(7).date(), date(2026, 12, 28))
    step(zaak, "beschikking", dagen=20, aard="toegelaten")
    assert terms(zaak)["beschikking"].toestand == "gehaald"


def test_a_recorded_conversation_goes_before_the_first_contact(zaak: Zaak, door: Actor) -> None:
    take(zaak, door)
    attempt(zaak, door, dagen=2, bereikt=True)
    step(zaak, "eerste_gesprek", dagen=9)
    found = {row.begin: row.toestand for row in Zaaktermijn.objects.filter(naam="beschikking")}
    assert found == {on(2).date(): "gestopt", on(9).date(): "loopt"}
    assert terms(zaak)["eerste_gesprek"].afgelopen_op == on(9).date()


def test_who_renounces_stops_the_terms_and_who_accepts_after_all_starts_them_again(zaak: Zaak) -> None:
    step(zaak, "aanbod_geweigerd", dagen=5)
    assert (terms(zaak)["eerste_gesprek"].toestand, terms(zaak)["eerste_gesprek"].afgelopen_op) == (
        "gestopt",
        on(5).date(),
    )
    step(zaak, "aanbod_aanvaard", dagen=8)
    row = terms(zaak)["eerste_gesprek"]
    # Accepting does not move the term: it runs from receipt (Wgs art. 4 lid 1).
    assert (row.toestand, row.begin, row.afgelopen_op) == ("loopt", ONTVANGEN, None)


def test_a_step_that_was_taken_back_counts_no_more(zaak: Zaak) -> None:
    step(zaak, "eerste_gesprek", dagen=5)
    Trajectstap.objects.update(vervallen_op=on(6), vervalreden="Vergissing")
    with transaction.atomic():
        refresh_termijnen(zaak=zaak.id, gemeente="0392", now=on(6))
    found = terms(zaak)
    assert found["eerste_gesprek"].toestand == "loopt"
    assert (found["beschikking"].toestand, found["beschikking"].afgelopen_op) == ("gestopt", on(6).date())


@pytest.mark.parametrize(
    ("weken", "eind", "grondslag"),
    [
        (None, date(2026, 12, 21), "Wgs art. 4a"),
        (4, date(2026, 11, 23), "verordening; Wgs art. 4a"),
        (8, date(2026, 12, 21), "verordening; Wgs art. 4a"),
    ],
)
def test_the_ordinance_in_force_on_the_day_of_the_conversation_sets_the_decision(
    zaak: Zaak, weken: int | None, eind: date, grondslag: str
) -> None:
    make_werkprotocol(vanaf=date(2026, 1, 1)).__class__.objects.filter(vanaf=date(2026, 1, 1)).update(
        beschikking_weken=weken
    )
    make_werkprotocol(vanaf=date(2026, 12, 1)).__class__.objects.filter(vanaf=date(2026, 12, 1)).update(
        beschikking_weken=1
    )
    step(zaak, "eerste_gesprek", dagen=0)
    row = terms(zaak)["beschikking"]
    assert (row.eind, row.grondslag) == (eind, grondslag)


def test_closing_stops_the_terms_and_reopening_lets_them_run_from_receipt(zaak: Zaak, door: Actor) -> None:
    take(zaak, door)
    close(zaak, door, dagen=10)
    assert (terms(zaak)["eerste_gesprek"].toestand, terms(zaak)["eerste_gesprek"].afgelopen_op) == (
        "gestopt",
        on(10).date(),
    )
    reopen_zaak(zaak=zaak.id, gemeente="0392", reden="Vergissing", door=door, now=on(40))
    row = terms(zaak)["eerste_gesprek"]
    assert (row.toestand, row.afgelopen_op, row.begin) == ("loopt", None, ONTVANGEN)
    (term,) = list_termijnen(zaak=zaak.id, gemeente="0392", today=on(40).date())
    assert (term.toestand, term.rest) == ("te_laat", -12)


def test_what_was_met_too_late_stays_late(zaak: Zaak, door: Actor) -> None:
    take(zaak, door)
    attempt(zaak, door, dagen=30, bereikt=True)
    (term,) = [
        t
        for t in list_termijnen(zaak=zaak.id, gemeente="0392", today=on(90).date())
        if t.naam != "beschikking"
    ]
    assert (term.toestand, term.rest) == ("te_laat", -2)
    assert find_eerste_termijnen([("0392", zaak.id)], today=on(31).date())[zaak.id].naam == "beschikking"


def test_a_recall_stops_the_terms_of_what_lapsed_and_of_what_is_in_hand(door: Actor) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    levering = deliver(partner=pwn, regels=[make_regel(), make_regel(klantnummer="K2", huisnummer="40")])
    mine, other = Zaak.objects.order_by("id")
    take(mine, door)
    recall_aanlevering(aanlevering=levering.id, reden="Verkeerd bestand", door=SYSTEEM, now=on(2))
    pipeline.run_aanlevering(aanlevering=levering.id, door=SYSTEEM, clock=lambda: on(2))
    assert not Intrekkingsgevolg.objects.filter(geklokt_op=None).exists()
    for zaak in (mine, other):
        (row,) = Zaaktermijn.objects.filter(zaak=zaak)
        assert (row.toestand, row.afgelopen_op) == ("gestopt", on(2).date())


def test_supply_that_ends_has_the_day_of_the_partner_or_twenty_working_days() -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    kop = (
        "klantnummer;achternaam;postcode;huisnummer;type_vordering;bedrag;achterstand_sinds;"
        "soort_signaal;verwachte_einddatum"
    )
    regels = [
        "K1;Jansen;2011AA;1;water;120;2026-08-15;einde levering;2026-11-10",
        "K2;Bakker;2011AA;2;water;120;2026-08-15;einde levering;",
        "K3;Smit;2011AA;3;water;120;2026-08-15;vroeg;",
    ]
    deliver(partner=pwn, regels=regels, kop=kop)
    rows = Zaaktermijn.objects.filter(naam="einde_levering").order_by("eind")
    assert [(row.eind, row.grondslag, row.lengte) for row in rows] == [
        (date(2026, 11, 10), "opgave van de partner", ""),
        (date(2026, 11, 20), "Energieregeling", "20 werkdagen"),
    ]


def test_a_call_is_due_two_weeks_after_the_letter_and_met_by_the_call_after_it(door: Actor) -> None:
    pwn = make_partner()
    make_deelname(partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    Zaak.objects.update(convenant="drechtsteden", acties=["brief_lokaal_aanbod", "bellen_na_2_weken"])
    zaak = Zaak.objects.get()
    take(zaak, door)
    attempt(zaak, door, dagen=1)
    attempt(zaak, door, dagen=2, soort="Brief")
    row = terms(zaak)["bellen_na_brief"]
    assert (row.begin, row.eind, row.wie, row.toestand) == (on(2).date(), on(16).date(), "SDD", "loopt")
    attempt(zaak, door, dagen=12)
    assert terms(zaak)["bellen_na_brief"].toestand == "gehaald"


def haarlem() -> list[Aanlevering]:
    pwn, elan = make_partner(), make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    make_deelname(convenant=HZ, partners=[pwn, elan], capaciteit=1)
    return [
        deliver(
            partner=partner,
            convenant=HZ,
            regels=[make_regel(klantnummer=f"K{n}", huisnummer=n, type_vordering=soort) for n in ("1", "2")],
        )
        for partner, soort in ((pwn, "water"), (elan, "huur"))
    ]


def confirm(door: Actor, *, dagen: int) -> None:
    day = date(2026, 10, 26)
    voorstel = preview_lijst(gemeente="0392", convenant=HZ, peildatum=day, door=door)
    confirm_lijst(
        gemeente="0392", convenant=HZ, peildatum=day, vingerafdruk=voorstel.vingerafdruk, door=door,
        now=on(dagen),
    )  # fmt: skip
    pipeline.run_due(door=SYSTEEM, clock=lambda: on(dagen))


def test_partners_hear_within_28_days_of_the_delivery_what_is_taken_up() -> None:
    leveringen = haarlem()
    rows = Zaaktermijn.objects.filter(naam="bericht_selectie")
    assert {row.aanlevering_id for row in rows} == {levering.id for levering in leveringen}
    assert {(row.begin, row.eind, row.toestand) for row in rows} == {
        (date(2026, 10, 25), date(2026, 11, 22), "loopt")
    }
    confirm(SYSTEEM, dagen=5)
    assert {(row.toestand, row.afgelopen_op) for row in rows.all()} == {("gehaald", on(5).date())}


def test_a_list_clocks_what_it_takes_up_and_stops_what_it_leaves() -> None:
    haarlem()
    confirm(SYSTEEM, dagen=5)
    found = {
        row.zaak.status: (row.toestand, row.eind)
        for row in Zaaktermijn.objects.filter(naam="terugkoppeling").select_related("zaak")
    }
    assert found == {
        "nieuw": ("loopt", date(2026, 11, 23)),
        "niet_opgepakt": ("gehaald", date(2026, 11, 23)),
    }
    left = Zaak.objects.get(status="niet_opgepakt")
    assert terms(left)["eerste_gesprek"].toestand == "gestopt"


def test_a_recall_ends_the_notice_about_the_delivery() -> None:
    first, second = haarlem()
    recall_aanlevering(aanlevering=first.id, reden="Verkeerd bestand", door=SYSTEEM, now=on(2))
    pipeline.run_due(door=SYSTEEM, clock=lambda: on(2))
    states = dict(Zaaktermijn.objects.filter(zaak=None).values_list("aanlevering", "toestand"))
    assert states == {first.id: "gestopt", second.id: "loopt"}


def test_a_covenant_that_is_gone_sets_no_terms_and_stops_nobody(zaak: Zaak) -> None:
    Zaaktermijn.objects.all().delete()
    Zaak.objects.update(convenant="verdwenen")
    Matchrun.objects.update(geklokt_op=None)
    assert clock_runs(door=SYSTEEM, now=NU) == 1
    assert Zaaktermijn.objects.count() == 0


def test_many_zaken_get_the_same_rows_as_one(zaak: Zaak) -> None:
    pwn = make_partner()
    deliver(
        partner=pwn,
        regels=[make_regel(klantnummer=f"M{n}", huisnummer=str(100 + n)) for n in range(250)],
        now=on(1),
    )
    rows = Zaaktermijn.objects.exclude(zaak=zaak)
    assert rows.count() == 250
    one = rows.first()
    assert one is not None
    facts = {key: value for key, value in vars(one).items() if not key.startswith("_")}
    one.delete()
    with transaction.atomic():
        refresh_termijnen(zaak=facts["zaak_id"], gemeente="0392", now=on(1))
    again = vars(Zaaktermijn.objects.get(zaak=facts["zaak_id"]))
    assert {key: again[key] for key in facts if key != "id"} == {k: v for k, v in facts.items() if k != "id"}


def together(*acts: Callable[[], object]) -> list[object]:
    """Do acts at the same time, each on a connection of its own; give what came of each."""
    found: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts))

    def do(place: int, act: Callable[[], object]) -> None:
        try:
            ready.wait()
            found[place] = act()
        except Exception as problem:
            found[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_run_is_clocked_by_one_worker(zaak: Zaak) -> None:
    Matchrun.objects.update(geklokt_op=None)
    Zaaktermijn.objects.all().delete()
    found = together(*(lambda: clock_runs(door=SYSTEEM, now=NU) for _ in range(4)))
    assert sorted(found, key=str) == [0, 0, 0, 1]
    assert Zaaktermijn.objects.count() == 1


def test_an_act_and_a_run_at_the_same_time_leave_what_the_act_did(zaak: Zaak, door: Actor) -> None:
    take(zaak, door)
    for _ in range(3):
        Matchrun.objects.update(geklokt_op=None)
        Zaaktermijn.objects.all().delete()
        found = together(
            lambda: attempt(zaak, door, dagen=3, bereikt=True), lambda: clock_runs(door=SYSTEEM, now=on(3))
        )
        assert not [problem for problem in found if isinstance(problem, Exception)]
        assert terms(zaak)["eerste_gesprek"].toestand == "gehaald"


def test_it_finds_the_first_running_term_of_many_zaken_in_one_query(
    zaak: Zaak, django_assert_num_queries: Callable[[int], object]
) -> None:
    unknown = UUID(int=1)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = find_eerste_termijnen([("0392", zaak.id), ("0392", unknown)], today=ONTVANGEN)
    assert (found[zaak.id].titel, found[zaak.id].rest) == ("Eerste gesprek", 28)
    assert unknown not in found
    assert find_eerste_termijnen([], today=ONTVANGEN) == {}
