"""The month's list: proposed, tried with another capacity, confirmed, and shown again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_partner,
    make_partnerdeelname,
    make_regel,
    make_werkprotocol,
)

from meldpunt import pipeline
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Lijstregel, Matchrun, Zaak, Zaaksignaal
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
HZ = "haarlem-zandvoort"
COORDINATOR = make_actor(rol="coordinator")
PEILDATUM = date(2026, 10, 26)


def world(*, capaciteit: int | None = None) -> None:
    """Three addresses with two partners in October, one that only September and October together bring."""
    pwn = make_partner()
    elan = make_partner(sleutel="elan-wonen", naam="Elan Wonen", type="Huur")
    make_deelname(convenant=HZ, partners=[pwn, elan], capaciteit=capaciteit)
    water = [make_regel(klantnummer=f"W{n}", huisnummer=str(n), sinds="2026-08-20") for n in (1, 2, 3)]
    huur = [
        make_regel(
            klantnummer=f"H{n}",
            huisnummer=str(n),
            type_vordering="huur",
            bedrag=f"{n}00,00",
            sinds="2026-08-20",
        )
        for n in (1, 2, 3, 4)
    ]
    early = [make_regel(klantnummer="W4", huisnummer="4", sinds="2026-08-01")]
    deliver(partner=pwn, regels=early, convenant=HZ, datum=date(2026, 9, 25))
    deliver(partner=pwn, regels=water, convenant=HZ)
    deliver(partner=elan, regels=huur, convenant=HZ)


def confirm(**extra: object) -> None:
    voorstel = preview_lijst(gemeente="0392", convenant=HZ, peildatum=PEILDATUM, door=COORDINATOR, **extra)  # type: ignore[arg-type]
    confirm_lijst(
        gemeente="0392",
        convenant=HZ,
        peildatum=PEILDATUM,
        vingerafdruk=voorstel.vingerafdruk,
        door=make_actor(rol="coordinator"),
        now=NU,
        **extra,  # type: ignore[arg-type]
    )


def test_a_delivery_makes_no_zaken_by_itself_where_a_list_is_asked_for() -> None:
    world()
    assert Zaak.objects.count() == 0
    assert Matchrun.objects.filter(soort="automatisch").count() == 3


def test_the_list_ranks_and_widens_as_the_covenant_says() -> None:
    world(capaciteit=4)
    voorstel = preview_lijst(gemeente="0392", convenant=HZ, peildatum=PEILDATUM, door=COORDINATOR)
    assert [(r.rang, r.adres, r.venster_maanden) for r in voorstel.regels] == [
        (1, "2011AA 3", 1),
        (2, "2011AA 2", 1),
        (3, "2011AA 1", 1),
        (4, "2011AA 4", 2),
    ]


def test_another_capacity_can_be_tried_beside_it() -> None:
    world(capaciteit=4)
    smaller = preview_lijst(
        gemeente="0392", convenant=HZ, peildatum=PEILDATUM, door=COORDINATOR, capaciteit=2
    )
    assert [r.selectie for r in smaller.regels] == ["opgepakt", "opgepakt", "niet_opgepakt"]
    assert Zaak.objects.count() == 0


def test_confirming_makes_the_zaken_and_keeps_the_list_as_it_was() -> None:
    world(capaciteit=2)
    confirm()
    assert list(
        Zaak.objects.order_by("rang").values_list("rang", "selectie", "status", "reden", "bedrag_cent")
    ) == [
        (1, "opgepakt", "nieuw", "", 42050),
        (2, "opgepakt", "nieuw", "", 32050),
        (3, "niet_opgepakt", "niet_opgepakt", "capaciteit", 22050),
    ]
    run = Matchrun.objects.get(soort="lijst")
    lines = Lijstregel.objects.filter(run=run).order_by("volgorde")
    assert [line.rang for line in lines] == [1, 2, 3]
    assert all(len(line.signalen) == 2 for line in lines)
    assert Zaaksignaal.objects.filter(run=run.id).count() == 6


def test_confirming_again_after_a_late_delivery_makes_no_second_zaak() -> None:
    world(capaciteit=2)
    confirm()
    zorg = make_partner(sleutel="zk", naam="Zilveren Kruis", type="Zorg")
    make_partnerdeelname(partner=zorg, convenant=HZ)
    late = [make_regel(klantnummer="Z1", huisnummer="1", type_vordering="zorgpremie", sinds="2026-08-20")]
    deliver(partner=zorg, regels=late, convenant=HZ, datum=PEILDATUM)
    confirm()
    assert Zaak.objects.count() == 3
    first = Zaak.objects.get(rang=1)
    assert (first.aantal, first.selectie, first.status) == (3, "opgepakt", "nieuw")


def test_a_list_that_changed_since_it_was_shown_is_not_confirmed() -> None:
    world(capaciteit=2)
    old = preview_lijst(
        gemeente="0392", convenant=HZ, peildatum=PEILDATUM, door=COORDINATOR, capaciteit=1
    ).vingerafdruk
    with pytest.raises(Weigering, match="lijst_veranderd"):
        confirm_lijst(
            gemeente="0392",
            convenant=HZ,
            peildatum=PEILDATUM,
            vingerafdruk=old,
            door=make_actor(rol="coordinator"),
            now=NU,
        )
    assert Zaak.objects.count() == 0


def test_only_a_coordinator_confirms() -> None:
    world()
    voorstel = preview_lijst(gemeente="0392", convenant=HZ, peildatum=PEILDATUM, door=COORDINATOR)
    with pytest.raises(GeenToegang):
        confirm_lijst(
            gemeente="0392",
            convenant=HZ,
            peildatum=PEILDATUM,
            vingerafdruk=voorstel.vingerafdruk,
            door=make_actor(rol="behandelaar"),
            now=NU,
        )


def test_a_later_signaal_joins_the_open_zaak_by_itself() -> None:
    world(capaciteit=2)
    confirm()
    pwn = make_partner()
    regel = make_regel(klantnummer="W9", huisnummer="3", bedrag="10,00", sinds="2026-09-20")
    deliver(partner=pwn, regels=[regel], convenant=HZ, datum=date(2026, 11, 5))
    zaak = Zaak.objects.get(rang=1)
    assert (zaak.aantal, zaak.markeringen) == (3, ["nieuw_signaal"])


def test_a_list_counts_a_delivery_once_it_is_matched_and_that_matching_still_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world(capaciteit=2)
    confirm()
    zorg = make_partner(sleutel="zk", naam="Zilveren Kruis", type="Zorg")
    make_partnerdeelname(partner=zorg, convenant=HZ)
    late = [make_regel(klantnummer="Z1", huisnummer="1", type_vordering="zorgpremie", sinds="2026-08-20")]
    late += [make_regel(klantnummer="Z2", huisnummer="2", type_vordering="zorgpremie", sinds="2026-08-20")]
    with monkeypatch.context() as stopped:
        stopped.setattr(pipeline, "match_aanlevering", lambda **_: False)
        aanlevering = deliver(partner=zorg, regels=late, convenant=HZ, datum=PEILDATUM)
    confirm()
    assert Zaak.objects.get(rang=1).aantal == 2
    systeem = system_actor(herkomst="test")
    pipeline.run_aanlevering(aanlevering=aanlevering.id, door=systeem, clock=lambda: NU)
    aanlevering.refresh_from_db()
    assert aanlevering.gematcht_op is not None
    grown = Zaak.objects.get(bedrag_cent=32050 + 12050)
    assert (grown.aantal, grown.markeringen) == (3, ["nieuw_signaal"])


def test_a_list_shown_under_another_werkprotocol_is_not_confirmed() -> None:
    world(capaciteit=2)
    chosen = {"gemeente": "0392", "convenant": HZ, "peildatum": PEILDATUM, "capaciteit": 2}
    door = make_actor(rol="coordinator")
    shown = preview_lijst(**chosen, door=COORDINATOR, bekende_huishoudens="meenemen").vingerafdruk  # type: ignore[arg-type]
    make_werkprotocol(convenant=HZ, vanaf=PEILDATUM, capaciteit=1)
    with pytest.raises(Weigering, match="lijst_veranderd"):
        confirm_lijst(
            **chosen,  # type: ignore[arg-type]
            bekende_huishoudens="meenemen",
            vingerafdruk=shown,
            door=door,
            now=NU,
        )


def test_a_list_of_a_day_to_come_is_not_confirmed() -> None:
    world(capaciteit=2)
    morgen = PEILDATUM + timedelta(days=1)
    shown = preview_lijst(gemeente="0392", convenant=HZ, peildatum=morgen, door=COORDINATOR).vingerafdruk
    with pytest.raises(Weigering, match="peildatum_later"):
        confirm_lijst(
            gemeente="0392",
            convenant=HZ,
            peildatum=morgen,
            vingerafdruk=shown,
            door=make_actor(rol="coordinator"),
            now=NU,
        )
