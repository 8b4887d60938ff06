"""A request: taken in, identity, clock, search by a human being, withdrawal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import NU, make_gebruiker
from tests.slices.betrokkenen.verzoekwereld import (
    BSN,
    JANSEN,
    act_as,
    confirm,
    decide,
    give_bsn,
    make_officer,
    make_wereld,
    receive,
    signaal_named,
)

from meldpunt.audit.models import Logregel
from meldpunt.betrokkenen.actions import establish_identiteit, extend_verzoek, withdraw_verzoek
from meldpunt.betrokkenen.models import Verzoek, Verzoeksignaal, Verzoektermijn
from meldpunt.betrokkenen.queries import get_verzoek, list_verzoeken
from meldpunt.betrokkenen.verzegeling import Inwoner, open_inwoner
from meldpunt.betrokkenen.vinden import confirm_personen, list_kandidaten, search_again
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db


def test_a_plain_request_is_answered_in_four_steps() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    confirm(verzoek, door)
    decide(verzoek, door, grond="overzicht_verstrekt")
    beeld = get_verzoek(verzoek=verzoek, gemeente="0392", door=door)
    assert beeld.status == "ingewilligd"
    assert [one.toestand for one in beeld.termijnen] == ["gehaald"]
    done = list(
        Logregel.objects.filter(objectsoort="verzoek").order_by("id").values_list("handeling", flat=True)
    )
    assert done == ["verzoek_ontvangen", "verzoek_identiteit", "verzoek_personen", "verzoek_besloten"]


def test_it_keeps_who_asks_under_a_seal_and_out_of_the_log() -> None:
    make_wereld()
    verzoek = receive(make_officer(), inwoner=replace(JANSEN, bsn=BSN))
    row = Verzoek.objects.get(id=verzoek)
    for text in (row.inwoner_verzegeld, row.bsn_index, str(list(Logregel.objects.values()))):
        assert "Jansen" not in text
        assert BSN not in text
    assert open_inwoner(row.inwoner_verzegeld) == replace(JANSEN, bsn=BSN)


def test_the_counter_takes_in_and_establishes_and_the_officer_does_the_rest() -> None:
    make_wereld()
    noor = act_as(make_gebruiker())
    verzoek = receive(noor, identiteit="")
    establish_identiteit(verzoek=verzoek, gemeente="0392", hoe="document", door=noor, now=NU)
    row = Verzoek.objects.get(id=verzoek)
    assert (row.status, row.identiteit, row.identiteit_door) == ("vastgesteld", "document", noor.gebruiker)
    with pytest.raises(GeenToegang):
        list_kandidaten(verzoek=verzoek, gemeente="0392", door=noor)
    with pytest.raises(GeenToegang):
        get_verzoek(verzoek=verzoek, gemeente="0392", door=noor)


def test_nobody_handles_a_request_for_themself() -> None:
    make_wereld()
    own = make_officer(naam="Jet Jansen")
    with pytest.raises(Weigering, match=r"\[eigen_verzoek\]"):
        receive(own)
    petra = make_gebruiker(rol="privacy", naam="Petra Lammers", email="petra@haarlem.example")
    colleague = act_as(petra, rol="privacy")
    verzoek = receive(colleague)
    with pytest.raises(Weigering, match=r"\[eigen_verzoek\]"):
        confirm(verzoek, own)
    confirm(verzoek, colleague)
    with pytest.raises(Weigering, match=r"\[eigen_verzoek\]"):
        decide(verzoek, own, grond="overzicht_verstrekt")


def test_it_takes_no_request_of_another_municipality_or_of_nobody() -> None:
    make_wereld()
    door = make_officer()
    stranger = replace(door, gemeenten=("0473",), partij="0473")
    with pytest.raises(GeenToegang):
        receive(stranger)
    with pytest.raises(Weigering, match=r"\[wie_onbekend\]"):
        receive(door, inwoner=Inwoner(achternaam="Jansen"))
    with pytest.raises(Weigering, match=r"\[verzoek_soort\]"):
        receive(door, soort="vergeten")


def test_an_employee_cannot_say_that_digid_established_it() -> None:
    make_wereld()
    with pytest.raises(Weigering, match=r"\[identiteit_hoe\]"):
        receive(make_officer(), identiteit="digid")


def test_the_clock_runs_a_month_and_is_made_longer_once_with_a_reason() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    with pytest.raises(Weigering, match=r"\[reden_ontbreekt\]"):
        extend_verzoek(verzoek=verzoek, gemeente="0392", reden=" ", door=door, now=NU)
    extend_verzoek(verzoek=verzoek, gemeente="0392", reden="Er zijn veel verzoeken.", door=door, now=NU)
    rows = {row.naam: row for row in Verzoektermijn.objects.filter(verzoek=verzoek)}
    assert (rows["antwoord"].eind, rows["antwoord"].toestand) == (date(2026, 11, 26), "gestopt")
    assert (rows["verlenging"].eind, rows["verlenging"].toestand) == (date(2027, 1, 26), "loopt")
    with pytest.raises(Weigering, match=r"\[al_verlengd\]"):
        extend_verzoek(verzoek=verzoek, gemeente="0392", reden="Nog eens.", door=door, now=NU)


def test_it_is_not_made_longer_after_the_month() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    with pytest.raises(Weigering, match=r"\[verlengen_te_laat\]"):
        extend_verzoek(
            verzoek=verzoek, gemeente="0392", reden="Druk.", door=door, now=NU + timedelta(days=32)
        )


def test_a_late_answer_stays_late() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    confirm(verzoek, door)
    decide(verzoek, door, grond="overzicht_verstrekt", now=NU + timedelta(days=40))
    assert Verzoektermijn.objects.get(verzoek=verzoek).toestand == "te_laat"


def test_it_finds_by_name_and_leaves_housemates_out() -> None:
    make_wereld()
    door = make_officer()
    found = list_kandidaten(verzoek=receive(door), gemeente="0392", door=door)
    assert {one.signaal for one in found} == {signaal_named("K1").id, signaal_named("V1").id}
    assert {one.reden for one in found} == {"naam_en_voorletters"}
    assert {one.adres for one in found} == {JANSEN.adres} == {"2011 AA 12"}


def test_it_finds_by_number_whatever_the_name_and_never_another_number() -> None:
    make_wereld()
    door = make_officer()
    give_bsn("K9")
    give_bsn("K1", "111222333")
    found = list_kandidaten(
        verzoek=receive(door, inwoner=replace(JANSEN, bsn=BSN)), gemeente="0392", door=door
    )
    tiers = {one.signaal: one.reden for one in found}
    assert tiers[signaal_named("K9").id] == "zelfde_bsn"
    assert signaal_named("V1").id in tiers
    # Its own number is another one; it stands with V1 as one person, so that a human being sees it.
    assert tiers[signaal_named("K1").id] == "zelfde_in_zaak"


def test_it_finds_who_moved_by_birth_date() -> None:
    make_wereld()
    door = make_officer()
    moved = replace(JANSEN, postcode="2012BB", huisnummer=99)
    found = list_kandidaten(verzoek=receive(door, inwoner=moved), gemeente="0392", door=door)
    assert len(found) == 2


def test_a_human_being_says_who_it_is_and_no_other_is_taken() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    one = signaal_named("K1").id
    confirm(verzoek, door, alleen={one})
    rows = Verzoeksignaal.objects.filter(verzoek=verzoek)
    assert {(row.signaal_id, row.bevestigd) for row in rows} == {(one, True), (signaal_named("V1").id, False)}
    assert {row.besloten_door for row in rows} == {door.gebruiker}
    with transaction.atomic(), pytest.raises(IntegrityError):
        rows.update(besloten_door=None)


def test_it_refuses_what_was_no_candidate_or_not_shown() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    k1, v1, k9 = (signaal_named(key).id for key in ("K1", "V1", "K9"))
    for own, seen in (([k9], [k1, v1]), ([k1], [k1]), ([k9], [k1, v1, k9])):
        with pytest.raises(Weigering, match=r"\[kandidaten_veranderd\]"):
            confirm_personen(verzoek=verzoek, gemeente="0392", signalen=own, gezien=seen, door=door, now=NU)


def test_it_searches_again_as_long_as_nothing_was_decided() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    confirm(verzoek, door, alleen=set())
    search_again(verzoek=verzoek, gemeente="0392", door=door, now=NU)
    assert confirm(verzoek, door)
    decide(verzoek, door, grond="overzicht_verstrekt")
    with pytest.raises(Weigering, match=r"\[overgang_bestaat_niet\]"):
        search_again(verzoek=verzoek, gemeente="0392", door=door, now=NU)


def test_a_refusal_says_why_and_needs_words() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door, soort="wissing")
    confirm(verzoek, door)
    with pytest.raises(Weigering, match=r"\[toelichting_ontbreekt\]"):
        decide(verzoek, door, grond="wettelijke_taak", inwilligen=False)
    decide(verzoek, door, grond="wettelijke_taak", inwilligen=False, toelichting="Wij helpen u nog.")
    beeld = get_verzoek(verzoek=verzoek, gemeente="0392", door=door)
    assert "Autoriteit Persoonsgegevens" in beeld.besluit
    assert beeld.status == "geweigerd"


def test_nothing_but_an_uncertain_identity_is_decided_before_it_is_known_who_asks() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door, identiteit="")
    with pytest.raises(Weigering, match=r"\[identiteit_ontbreekt\]"):
        decide(verzoek, door, grond="ongegrond_of_te_vaak", inwilligen=False, toelichting="Weer.")
    decide(verzoek, door, grond="identiteit_onzeker", inwilligen=False, toelichting="Kom langs.")
    assert Verzoek.objects.get(id=verzoek).status == "geweigerd"


def test_it_is_withdrawn_and_its_clock_stops() -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door)
    withdraw_verzoek(verzoek=verzoek, gemeente="0392", door=door, now=NU)
    assert Verzoektermijn.objects.get(verzoek=verzoek).toestand == "gestopt"
    assert [one.id for one in list_verzoeken(door=door, stand="klaar")] == [verzoek]
    assert list_verzoeken(door=door) == []
