"""Somebody moved: the zaak goes to the other municipality, and the partner never hears where that is."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_gebruiker,
    make_gemeente,
    make_partner,
    make_partnerdeelname,
    make_regel,
)
from tests.slices.opvolging.lijst import confirm_everything
from tests.slices.terugkoppeling.partnerwereld import speak_for

from meldpunt import pipeline
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.aanlevering.models import Aanlevering, Signaal, SignaalPersoon
from meldpunt.aanlevering.queries import count_per_gemeente
from meldpunt.audit.models import Logregel
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, take_zaak
from meldpunt.opvolging.kopieen import list_kopieen
from meldpunt.opvolging.overname import VERHUISD, accept_overdracht
from meldpunt.opvolging.termijnen import list_termijnen
from meldpunt.partijen.models import PartnerDeelname
from meldpunt.terugkoppeling.berichtbestand import read_berichtbestand
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_bericht
from meldpunt.terugkoppeling.partnerlijsten import get_signaaldossier, list_navragen, list_opschortingen
from meldpunt.terugkoppeling.queries import Berichtfilter, Filter, list_berichten, list_signalen
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.models import Overdracht
from meldpunt.werkvoorraad.overdrachtbeeld import get_overdracht, list_overdrachten
from meldpunt.werkvoorraad.overdrachten import (
    Aanbod,
    list_ontvangers,
    offer_overdracht,
    refuse_overdracht,
    withdraw_overdracht,
)

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEEM = system_actor(herkomst="test")
UTRECHT = "0344"


@pytest.fixture
def zaak() -> Zaak:
    """Haarlem with one zaak of two persons, in hand; PWN takes part in Utrecht too, Vitens does not."""
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    make_deelname(gemeente=UTRECHT, naam="Utrecht", postcodes=["3511-3585"], partners=[pwn])
    deliver(partner=pwn, regels=[make_regel()])
    bakker = make_regel(klantnummer="V1", achternaam="Bakker", voorletters="P.", geboortedatum="1955-01-02")
    deliver(partner=vitens, regels=[bakker])
    row = Zaak.objects.get()
    take_zaak(zaak=row.id, gemeente="0392", door=make_noor(), now=NU)
    pipeline.tell_due(door=SYSTEEM, clock=lambda: NU)
    row.refresh_from_db()
    return row


def make_noor() -> Actor:
    gebruiker = make_gebruiker(email="noor@haarlem.example")
    return make_actor(gebruiker=gebruiker.id)


@pytest.fixture
def noor(zaak: Zaak) -> Actor:
    return make_actor(gebruiker=zaak.behandelaar)


@pytest.fixture
def hugo() -> Actor:
    gebruiker = make_gebruiker(rol="coordinator", partij=UTRECHT, naam="Hugo Kamphuis")
    return make_actor(rol="coordinator", partij=UTRECHT, gemeenten=[UTRECHT], gebruiker=gebruiker.id)


def persons_of(zaak: Zaak) -> list[UUID]:
    rows = Zaaksignaal.objects.filter(zaak=zaak).order_by("persoon").values_list("persoon", flat=True)
    return list(rows.distinct())


def offer(zaak: Zaak, door: Actor, **anders: Any) -> UUID:
    aanbod: dict[str, Any] = {
        "naar": UTRECHT,
        "personen": tuple(persons_of(zaak)),
        "straat": "Oudegracht",
        "postcode": "3511 ab",
        "huisnummer": "7",
        "toevoeging": "bis",
        "woonplaats": "Utrecht",
        "toelichting": "Belt liever ’s avonds",
    }
    return offer_overdracht(
        zaak=zaak.id, gemeente="0392", aanbod=Aanbod(**{**aanbod, **anders}), door=door, now=NU
    )


def accept(overdracht: UUID, door: Actor) -> UUID:
    found = accept_overdracht(overdracht=overdracht, gemeente=UTRECHT, door=door, now=NU)
    pipeline.tell_due(door=SYSTEEM, clock=lambda: NU)
    return found


def test_the_receiver_sees_who_where_and_whose_and_what_cannot_come(
    zaak: Zaak, noor: Actor, hugo: Actor
) -> None:
    found = get_overdracht(overdracht=offer(zaak, noor), gemeente=UTRECHT, door=hugo, on=NU.date())
    assert {one["naam"] for one in found.personen} == {"J. Jansen", "P. Bakker"}
    assert found.adres == {
        "straat": "Oudegracht",
        "postcode": "3511AB",
        "huisnummer": 7,
        "suffix": "BIS",
        "woonplaats": "Utrecht",
    }
    reasons = {one.partner: one.bezwaar for one in found.signalen}
    assert reasons["PWN"] == ""
    assert "overdracht_partner" in reasons["Vitens"]


def test_accepting_gives_a_zaak_of_ones_own_and_closes_the_old_one(
    zaak: Zaak, noor: Actor, hugo: Actor
) -> None:
    nieuw = Zaak.objects.get(id=accept(offer(zaak, noor), hugo))
    assert (nieuw.gemeente_id, nieuw.postvak, nieuw.status, nieuw.aantal) == (UTRECHT, UTRECHT, "nieuw", 1)
    persoon = SignaalPersoon.objects.get(gemeente=UTRECHT)
    assert (persoon.achternaam, persoon.postcode, persoon.huisnummer, persoon.suffix) == (
        "Jansen", "3511AB", 7, "BIS",
    )  # fmt: skip
    copy, old = (
        Signaal.objects.get(gemeente=UTRECHT),
        Signaal.objects.get(partner__sleutel="pwn", gemeente="0392"),
    )
    assert (copy.overgenomen_van, copy.bedrag_cent, copy.convenant) == (
        old.id,
        old.bedrag_cent,
        old.convenant,
    )
    zaak.refresh_from_db()
    assert (zaak.status, zaak.eindresultaat) == ("gesloten", VERHUISD)
    assert SignaalPersoon.objects.filter(gemeente="0392", postcode="3511AB").count() == 0


def test_the_partner_hears_that_the_resident_left_and_nothing_of_where_to(
    zaak: Zaak, noor: Actor, hugo: Actor
) -> None:
    nieuw = accept(offer(zaak, noor), hugo)
    hugo_in_hand = make_actor(partij=UTRECHT, gemeenten=[UTRECHT], gebruiker=hugo.gebruiker)
    take_zaak(zaak=nieuw, gemeente=UTRECHT, door=hugo_in_hand, now=NU)
    close_zaak(
        zaak=nieuw,
        gemeente=UTRECHT,
        eindresultaat="Geen reactie na eerder contact",
        door=hugo_in_hand,
        now=NU,
    )
    pipeline.tell_due(door=SYSTEEM, clock=lambda: NU)
    pwn = make_partner()
    shown = list_signalen(door=speak_for(pwn), keuze=Filter())
    assert [one.gemeente for one in shown] == ["Haarlem"]
    assert {one.gemeente for one in list_berichten(door=speak_for(pwn), keuze=Berichtfilter())} == {"Haarlem"}
    assert not Terugkoppeling.objects.filter(gemeente=UTRECHT).exists()
    assert shown[0].code == Terugkoppeling.objects.filter(partner=pwn).latest("id").code


def test_the_partner_is_asked_nothing_about_the_copy_and_finds_it_nowhere(
    zaak: Zaak, noor: Actor, hugo: Actor, tmp_path: Path
) -> None:
    nieuw = accept(offer(zaak, noor), hugo)
    worker = make_actor(partij=UTRECHT, gemeenten=[UTRECHT], gebruiker=hugo.gebruiker)
    take_zaak(zaak=nieuw, gemeente=UTRECHT, door=worker, now=NU)
    pipeline.run_due(door=SYSTEEM, clock=lambda: NU)
    with pytest.raises(Weigering, match="navraag_overgenomen"):
        ask_navraag(zaak=nieuw, gemeente=UTRECHT, door=worker, now=NU)
    assert not Navraag.objects.exists()
    assert not Opschorting.objects.filter(gemeente=UTRECHT).exists()
    copy, original = (
        Signaal.objects.get(gemeente=UTRECHT),
        Signaal.objects.get(gemeente="0392", partner__sleutel="pwn"),
    )
    pwn = speak_for(copy.partner)
    with pytest.raises(Signaal.DoesNotExist):
        get_signaaldossier(signaal=copy.id, door=pwn)
    with pytest.raises(Signaal.DoesNotExist):
        report_bericht(
            opdracht=Berichtopdracht(signaal=copy.id, soort="betaald", datum=NU.date()), door=pwn, now=NU
        )
    bestand = tmp_path / "gemeld.csv"
    bestand.write_text("klantnummer;referentie;soort;datum;toelichting\nK1;;betaald;3-10-2026;\n")
    (regel,) = read_berichtbestand(bestand, naam="gemeld.csv", door=pwn)
    assert [one.signaal for one in regel.opdrachten] == [original.id]
    assert [code for code, _, _ in count_per_gemeente(original.aanlevering)] == ["0392"]


def test_no_row_of_the_copy_reaches_a_list_of_the_partner(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    accept(offer(zaak, noor), hugo)
    copy = Signaal.objects.get(gemeente=UTRECHT)
    own = {"gemeente_id": UTRECHT, "signaal_id": copy.id, "partner_id": copy.partner_id}
    # Nothing makes these; should a row ever stand there, the partner still does not read it.
    Opschorting.objects.create(**own, begin=NU.date(), eind=NU.date(), lengte="30 dagen", grondslag="x")
    Navraag.objects.create(**own, gesteld_op=NU, antwoord_tot=NU.date())
    pwn = speak_for(copy.partner)
    stays = list_opschortingen(door=pwn, stand="lopend")
    assert "Utrecht" not in {one.gemeente for one in stays}
    assert list_navragen(door=pwn, stand="open") == []


def test_the_new_zaak_has_its_terms_at_once(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    nieuw = accept_overdracht(overdracht=offer(zaak, noor), gemeente=UTRECHT, door=hugo, now=NU)
    assert list_termijnen(zaak=nieuw, gemeente=UTRECHT, today=NU.date())


def test_what_the_partner_took_back_does_not_come_along(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    signaal = Signaal.objects.get(partner__sleutel="pwn")
    jansen = Zaaksignaal.objects.get(zaak=zaak, signaal=signaal.id).persoon
    overdracht = offer(zaak, noor, personen=(jansen,))
    opdracht = Berichtopdracht(signaal=signaal.id, soort="betaald", datum=NU.date())
    report_bericht(opdracht=opdracht, door=speak_for(signaal.partner), now=NU)
    with pytest.raises(Weigering, match="overdracht_afgemeld"):
        accept(overdracht, hugo)


def test_what_the_partner_reports_later_holds_for_the_copy_too(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    nieuw = accept(offer(zaak, noor), hugo)
    worker = make_actor(partij=UTRECHT, gemeenten=[UTRECHT], gebruiker=hugo.gebruiker)
    take_zaak(zaak=nieuw, gemeente=UTRECHT, door=worker, now=NU)
    original = Signaal.objects.get(gemeente="0392", partner__sleutel="pwn")
    opdracht = Berichtopdracht(signaal=original.id, soort="betaald", datum=NU.date())
    report_bericht(opdracht=opdracht, door=speak_for(original.partner), now=NU)
    row = Zaak.objects.get(id=nieuw)
    assert (row.aantal, row.status) == (0, "in_behandeling")
    assert "geen_signaal_over" in row.markeringen
    assert Zaaksignaal.objects.get(gemeente=UTRECHT).afmeldreden == "betaald"
    pipeline.run_due(door=SYSTEEM, clock=lambda: NU)
    assert not Terugkoppeling.objects.filter(gemeente=UTRECHT).exists()
    lines = Logregel.objects.filter(gemeente=UTRECHT, handeling="zaak_gecorrigeerd")
    assert [line.gebruiker for line in lines] == [None]


def test_it_finds_the_copy_of_who_moved_and_nothing_of_another(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    accept(offer(zaak, noor), hugo)
    original = Signaal.objects.get(gemeente="0392", partner__sleutel="pwn")
    bakker = Signaal.objects.get(partner__sleutel="vitens")
    copy = Signaal.objects.get(gemeente=UTRECHT)
    found = list_kopieen([("0392", original.id), ("0392", bakker.id)])
    assert [(one.signaal, one.gemeente, one.van) for one in found] == [(copy.id, UTRECHT, original.id)]
    assert list_kopieen([("0392", bakker.id)]) == []


def test_decided_it_holds_no_name_and_no_address(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    overdracht = offer(zaak, noor)
    accept(overdracht, hugo)
    row = Overdracht.objects.get(id=overdracht)
    assert (row.status, row.persoon, row.toelichting) == ("aanvaard", {}, "")
    assert row.besloten_door == hugo.gebruiker


def test_every_step_stands_in_the_log_of_both(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    accept(offer(zaak, noor), hugo)
    lines = Logregel.objects.filter(handeling__startswith="overdracht_")
    assert sorted(lines.values_list("handeling", "gemeente")) == [
        ("overdracht_aangeboden", UTRECHT),
        ("overdracht_aangeboden", "0392"),
        ("overdracht_aanvaard", UTRECHT),
        ("overdracht_aanvaard", "0392"),
        ("overdracht_ontvangen", UTRECHT),
    ]
    assert not any(word in str(lines.values()) for word in ("Jansen", "Oudegracht", "3511"))


def test_who_stays_behind_keeps_the_old_zaak_open(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    jansen = Zaaksignaal.objects.get(zaak=zaak, signaal__partner__sleutel="pwn").persoon
    accept(offer(zaak, noor, personen=(jansen,)), hugo)
    zaak.refresh_from_db()
    assert zaak.status == "in_behandeling"
    results = dict(
        Zaaksignaal.objects.filter(zaak=zaak).values_list("signaal__partner__sleutel", "eindresultaat")
    )
    assert results == {"pwn": VERHUISD, "vitens": ""}
    codes = Terugkoppeling.objects.order_by("id").values_list("partner__sleutel", "code")
    assert len([code for sleutel, code in codes if sleutel == "pwn"]) == 2
    assert len([code for sleutel, code in codes if sleutel == "vitens"]) == 1


def test_it_joins_the_open_zaak_on_the_new_address(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    there = make_regel(
        klantnummer="U1", achternaam="Visser", postcode="3511AB", huisnummer="7", toevoeging="bis"
    )
    deliver(partner=make_partner(), regels=[there])
    standing = Zaak.objects.get(gemeente=UTRECHT)
    assert accept(offer(zaak, noor), hugo) == standing.id
    standing.refresh_from_db()
    assert (standing.aantal, standing.gezien_op) == (2, None)


def test_a_month_list_does_not_keep_what_a_person_decided_to_take(hugo: Actor) -> None:
    pwn, elan = make_partner(), make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    for code, naam, codes in (("0392", "Haarlem", ["2011-2037"]), (UTRECHT, "Utrecht", ["3511-3585"])):
        make_deelname(
            convenant="haarlem-zandvoort",
            gemeente=code,
            naam=naam,
            postcodes=codes,
            partners=[pwn, elan],
            capaciteit=2,
        )
    for partner, soort in ((pwn, "water"), (elan, "huur")):
        deliver(partner=partner, convenant="haarlem-zandvoort", regels=[make_regel(type_vordering=soort)])
    confirm_everything(convenant="haarlem-zandvoort")
    zaak = Zaak.objects.get()
    noor = make_noor()
    take_zaak(zaak=zaak.id, gemeente="0392", door=noor, now=NU)
    assert Zaak.objects.get(id=accept(offer(zaak, noor), hugo)).status == "nieuw"


def test_where_no_partner_takes_part_it_can_only_be_refused(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    overdracht = offer(zaak, noor)
    PartnerDeelname.objects.filter(gemeente=UTRECHT).delete()
    with pytest.raises(Weigering, match="overdracht_partner"):
        accept(overdracht, hugo)
    assert not Signaal.objects.filter(gemeente=UTRECHT).exists()
    refuse_overdracht(
        overdracht=overdracht, gemeente=UTRECHT, reden="PWN doet hier niet mee", door=hugo, now=NU
    )
    zaak.refresh_from_db()
    assert (zaak.status, zaak.gezien_op) == ("in_behandeling", None)
    row = Overdracht.objects.get()
    assert (row.status, row.persoon, row.reden) == ("geweigerd", {}, "PWN doet hier niet mee")


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"postcode": "9999"}, "overdracht_adres"),
        ({"naar": "0392"}, "overdracht_gemeente_onbekend"),
        ({"naar": "0363"}, "overdracht_gemeente_onbekend"),
        ({"personen": ()}, "overdracht_persoon"),
    ],
)
def test_an_offer_that_cannot_be_is_refused(
    zaak: Zaak, noor: Actor, anders: dict[str, Any], code: str
) -> None:
    make_gemeente(code="0363", naam="Amsterdam")
    with pytest.raises(Weigering, match=code):
        offer(zaak, noor, **anders)
    assert not Overdracht.objects.exists()


def test_it_is_offered_once_and_decided_once(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    overdracht = offer(zaak, noor)
    with pytest.raises(Weigering, match="overdracht_loopt"):
        offer(zaak, noor)
    accept(overdracht, hugo)
    with pytest.raises(Weigering, match="overdracht_besloten"):
        accept(overdracht, hugo)
    with pytest.raises(Weigering, match="overdracht_besloten"):
        withdraw_overdracht(overdracht=overdracht, gemeente="0392", door=noor, now=NU)
    assert Signaal.objects.filter(gemeente=UTRECHT).count() == 1


def test_an_offer_taken_back_is_empty_and_can_be_made_again(zaak: Zaak, noor: Actor) -> None:
    overdracht = offer(zaak, noor)
    withdraw_overdracht(overdracht=overdracht, gemeente="0392", door=noor, now=NU)
    assert Overdracht.objects.get().persoon == {}
    offer(zaak, noor)


def test_an_offer_nobody_decides_on_lapses_after_four_weeks(zaak: Zaak, noor: Actor) -> None:
    offer(zaak, noor)
    for days, status in ((27, "aangeboden"), (28, "ingetrokken")):
        pipeline.run_daily(door=SYSTEEM, clock=lambda days=days: NU + timedelta(days=days))
        assert Overdracht.objects.get().status == status
    assert Overdracht.objects.get().persoon == {}
    offer(zaak, noor)


def test_nobody_else_decides_or_looks(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    overdracht = offer(zaak, noor)
    stranger = make_actor(rol="coordinator", partij="0363", gemeenten=["0363"])
    worker = make_actor(partij=UTRECHT, gemeenten=[UTRECHT])
    for actor in (noor, stranger, worker):
        with pytest.raises(GeenToegang):
            get_overdracht(overdracht=overdracht, gemeente=UTRECHT, door=actor, on=NU.date())
        with pytest.raises(GeenToegang):
            accept(overdracht, actor)
        with pytest.raises(GeenToegang):
            refuse_overdracht(overdracht=overdracht, gemeente=UTRECHT, reden="nee", door=actor, now=NU)
    with pytest.raises(GeenToegang):
        list_overdrachten(door=worker)
    assert list_overdrachten(door=stranger) == []
    assert [one.id for one in list_overdrachten(door=hugo)] == [overdracht]


def test_a_team_does_not_offer_a_zaak_elsewhere(zaak: Zaak) -> None:
    Zaak.objects.update(team="wijkteam")
    team = make_actor(
        rol="uitvoerder", partijsoort="uitvoerder", partij="wijkteam", gebruiker=zaak.behandelaar
    )
    with pytest.raises(GeenToegang, match="Alleen de gemeente"):
        offer(zaak, team)


def test_a_recall_by_the_partner_reaches_the_copy(zaak: Zaak, noor: Actor, hugo: Actor) -> None:
    nieuw = accept(offer(zaak, noor), hugo)
    aanlevering = Aanlevering.objects.get(partner__sleutel="pwn")
    recall_aanlevering(aanlevering=aanlevering.id, reden="Verkeerd", door=SYSTEEM, now=NU)
    pipeline.run_aanlevering(aanlevering=aanlevering.id, door=SYSTEEM, clock=lambda: NU)
    assert Zaak.objects.get(id=nieuw).status == "vervallen"


def test_only_municipalities_that_take_part_can_be_chosen(zaak: Zaak) -> None:
    make_gemeente(code="0363", naam="Amsterdam")
    assert list_ontvangers(van="0392", on=NU.date()) == [(UTRECHT, "Utrecht")]
    make_partnerdeelname(partner=make_partner(), gemeente="0363")
    assert list_ontvangers(van=UTRECHT, on=NU.date()) == [("0392", "Haarlem")]
