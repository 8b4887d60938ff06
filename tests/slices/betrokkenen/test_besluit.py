"""What a decision does at once: correct, destroy, rest, stop; and what partners hear of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import NU, deliver, make_actor, make_partner, make_regel
from tests.slices.betrokkenen.verzoekwereld import (
    confirm,
    decide,
    grant,
    make_officer,
    make_wereld,
    receive,
    signaal_named,
    speak_for,
)

from meldpunt import pipeline
from meldpunt.aanlevering.models import Rectificatie, Signaal, SignaalPersoon, Verwerkingsbeperking
from meldpunt.betrokkenen.beperkingen import lift_beperking
from meldpunt.betrokkenen.models import Verzoek
from meldpunt.betrokkenen.rectificaties import Correctie
from meldpunt.correspondentie.antwoordcodes import find_code, issue_code
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import record_contactpoging, take_zaak
from meldpunt.opvolging.traject import Stapinvoer, record_trajectstap
from meldpunt.terugkoppeling.models import Partnermededeling, Terugkoppeling
from meldpunt.terugkoppeling.navragen import ask_navraag
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_bericht
from meldpunt.terugkoppeling.partnermededelingen import (
    confirm_mededeling,
    count_open_mededelingen,
    list_mededelingen,
    remind_mededelingen,
)
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")


def call(zaak: Zaak, persoon=None) -> None:
    record_contactpoging(
        zaak=zaak.id,
        gemeente="0392",
        soort="Telefoon",
        bereikt=False,
        datum=NU.date(),
        dagdeel="Middag",
        notitie="",
        persoon=persoon,
        door=make_actor(),
        now=NU,
    )


def person_of(klantnummer: str):
    return Zaaksignaal.objects.get(signaal=signaal_named(klantnummer)).persoon


def test_a_corrected_amount_counts_and_the_signaal_keeps_what_was_delivered() -> None:
    zaak = make_wereld()
    k1 = signaal_named("K1")
    grant(
        make_officer(),
        soort="rectificatie",
        grond="onjuist",
        correcties=[Correctie(k1.id, "bedrag_cent", "20,50")],
    )
    row = Rectificatie.objects.get()
    assert (row.veld, row.bedrag_cent, row.oud, row.nieuw) == ("bedrag_cent", 2050, "", "")
    assert Signaal.objects.get(id=k1.id).bedrag_cent == 12050
    before = zaak.bedrag_cent
    zaak.refresh_from_db()
    assert zaak.bedrag_cent == before - 12050 + 2050


def test_a_corrected_name_is_changed_in_place_and_the_history_stands_beside_it() -> None:
    make_wereld()
    k1 = signaal_named("K1")
    fixes = [Correctie(k1.id, "achternaam", "Janssen"), Correctie(k1.id, "geboortedatum", "02-05-1980")]
    grant(make_officer(), soort="rectificatie", grond="onjuist", correcties=fixes)
    persoon = SignaalPersoon.objects.get(id=k1.id)
    assert (persoon.achternaam, persoon.geboortedatum) == ("Janssen", date(1980, 5, 2))
    kept = {row.veld: (row.oud, row.nieuw) for row in Rectificatie.objects.all()}
    assert kept == {"achternaam": ("Jansen", "Janssen"), "geboortedatum": ("01-05-1980", "02-05-1980")}


@pytest.mark.parametrize(
    ("klantnummer", "veld", "nieuw", "code"),
    [
        ("K9", "achternaam", "Bakkers", "signaal_niet_van_inwoner"),
        ("K1", "achternaam", "Jansen", "waarde_gelijk"),
        ("K1", "bedrag_cent", "120,50", "waarde_gelijk"),
        ("K1", "bedrag_cent", "niets", "waarde_bedrag"),
        ("K1", "huisnummer", "14", "rectificatie_adres"),
    ],
)
def test_it_corrects_nothing_when_one_cannot_be(klantnummer, veld, nieuw, code) -> None:
    make_wereld()
    door = make_officer()
    verzoek = receive(door, soort="rectificatie")
    confirm(verzoek, door)
    fixes = [
        Correctie(signaal_named("V1").id, "telefoon", "0612345678"),
        Correctie(signaal_named(klantnummer).id, veld, nieuw),
    ]
    with pytest.raises(Weigering, match=rf"\[{code}\]"):
        decide(verzoek, door, grond="onjuist", correcties=fixes)
    assert not Partnermededeling.objects.exists()
    assert SignaalPersoon.objects.get(klantnummer="V1").telefoon == ""
    assert Verzoek.objects.get(id=verzoek).status == "gezocht"


def test_a_partner_hears_of_its_own_signaal_what_to_do_and_nothing_else() -> None:
    make_wereld()
    k1 = signaal_named("K1")
    grant(
        make_officer(),
        soort="rectificatie",
        grond="onjuist",
        correcties=[Correctie(k1.id, "bedrag_cent", "20,50")],
    )
    pwn, vitens = speak_for(make_partner()), speak_for(make_partner(sleutel="vitens"))
    (told,) = list_mededelingen(door=pwn)
    assert (told.klantnummer, told.referentie, told.veld, told.nieuw) == (
        "K1",
        "ref-1",
        "Bedrag van de achterstand",
        "€ 20,50",
    )
    assert list_mededelingen(door=vitens) == []
    # Long enough never to turn up in sealed text by chance.
    assert "ref-1" not in Partnermededeling.objects.get().inhoud_verzegeld
    assert count_open_mededelingen(door=pwn) == 1
    with pytest.raises(Partnermededeling.DoesNotExist):
        confirm_mededeling(mededeling=told.id, door=vitens, now=NU)
    confirm_mededeling(mededeling=told.id, door=pwn, now=NU)
    row = Partnermededeling.objects.get()
    assert (row.inhoud_verzegeld, row.bevestigd_op) == ("", NU)
    with pytest.raises(Weigering, match=r"\[al_bevestigd\]"):
        confirm_mededeling(mededeling=told.id, door=pwn, now=NU)


def test_a_partner_that_is_silent_is_reminded_once() -> None:
    make_wereld()
    grant(make_officer(), soort="bezwaar", grond="bezwaar_gegrond")
    later = NU + timedelta(days=15)
    assert remind_mededelingen(door=SYSTEEM, now=NU + timedelta(days=14)) == 0
    assert remind_mededelingen(door=SYSTEEM, now=later) == 2
    assert remind_mededelingen(door=SYSTEEM, now=later) == 0


def test_deletion_works_at_once_and_leaves_the_housemate() -> None:
    zaak = make_wereld()
    k1, k9 = signaal_named("K1"), signaal_named("K9")
    grant(make_officer(), soort="wissing", grond="niet_meer_nodig")
    assert set(SignaalPersoon.objects.values_list("id", flat=True)) == {k9.id}
    assert Signaal.objects.filter(id=k1.id).exists(), "the fact stays and counts"
    zaak.refresh_from_db()
    assert (zaak.status, zaak.aantal) == ("nieuw", 1)
    told = {one.titel for one in list_mededelingen(door=speak_for(make_partner()))}
    assert told == {"Gegevens verwijderd"}
    (message,) = list_mededelingen(door=speak_for(make_partner()))
    assert message.klantnummer == "K1", "the partner must know which signaal it was"


def test_deletion_closes_a_zaak_in_hand_in_which_nobody_is_left() -> None:
    pwn = make_partner()
    make_wereld()
    SignaalPersoon.objects.filter(klantnummer="K9").update(
        achternaam="Jansen", voorletters="J.", geboortedatum="1980-05-01"
    )
    zaak = Zaak.objects.get()
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    grant(make_officer(), soort="wissing", grond="niet_meer_nodig")
    zaak.refresh_from_db()
    assert zaak.status == "gesloten"
    assert zaak.eindresultaat == "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    assert SignaalPersoon.objects.count() == 0
    pipeline.tell_due(door=SYSTEEM, clock=lambda: NU)
    assert not Terugkoppeling.objects.filter(partner=pwn, code__contains="hulp").exists()


def test_objection_stops_what_runs_and_the_code_on_a_letter() -> None:
    zaak = make_wereld()
    code = issue_code(
        zaak=zaak.id, gemeente="0392", persoon=person_of("K1"), kanaal="brief", verzending=None, now=NU
    )
    other = issue_code(
        zaak=zaak.id, gemeente="0392", persoon=person_of("K9"), kanaal="brief", verzending=None, now=NU
    )
    grant(make_officer(), soort="bezwaar", grond="bezwaar_gegrond")
    links = Zaaksignaal.objects.filter(afgemeld_op__isnull=False)
    assert {link.signaal_id for link in links} == {signaal_named("K1").id, signaal_named("V1").id}
    assert {link.afmeldreden for link in links} == {"bezwaar"}
    assert find_code(tekst=code, now=NU) is None
    assert find_code(tekst=other, now=NU) is not None
    assert SignaalPersoon.objects.count() == 3, "objection destroys nothing"


def test_restriction_keeps_everything_and_refuses_every_act_about_this_resident() -> None:
    zaak = make_wereld()
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    pipeline.tell_due(door=SYSTEEM, clock=lambda: NU)
    verzoek = grant(make_officer(), soort="beperking", grond="juistheid_betwist")
    assert SignaalPersoon.objects.count() == 3
    jansen, bakker = person_of("K1"), person_of("K9")
    with pytest.raises(Weigering, match=r"\[beperkt\]"):
        call(zaak, jansen)
    call(zaak, bakker)
    step = Stapinvoer(soort="aanbod_gedaan", datum=NU.date())
    with pytest.raises(Weigering, match=r"\[beperkt\]"):
        record_trajectstap(
            zaak=zaak.id, gemeente="0392", persoon=jansen, stap=step, door=make_actor(), now=NU
        )
    asked = ask_navraag(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    assert asked == 1, "only the partner of the housemate is asked"
    told = Terugkoppeling.objects.count()
    Zaak.objects.update(terugkoppelen=True)
    pipeline.tell_due(door=SYSTEEM, clock=lambda: NU)
    assert Terugkoppeling.objects.count() == told
    door = make_actor(rol="privacy", gebruiker=Verzoek.objects.get(id=verzoek).besloten_door)
    lift_beperking(verzoek=verzoek, gemeente="0392", reden="Het klopte toch.", door=door, now=NU)
    assert not Verwerkingsbeperking.objects.filter(geeindigd_op=None).exists()
    call(zaak, jansen)
    with pytest.raises(Weigering, match=r"\[beperking_voorbij\]"):
        lift_beperking(verzoek=verzoek, gemeente="0392", reden="Weer.", door=door, now=NU)


def test_it_does_not_restrict_twice() -> None:
    make_wereld()
    door = make_officer()
    for turn in range(2):
        verzoek = receive(door, soort="beperking")
        confirm(verzoek, door)
        if turn:
            with pytest.raises(Weigering, match=r"\[al_beperkt\]"):
                decide(verzoek, door, grond="juistheid_betwist")
        else:
            decide(verzoek, door, grond="juistheid_betwist")


def object_as_partner(klantnummer: str = "K1") -> None:
    opdracht = Berichtopdracht(signaal=signaal_named(klantnummer).id, soort="bezwaar", datum=NU.date())
    report_bericht(opdracht=opdracht, door=speak_for(make_partner()), now=NU)


def test_objection_of_a_partner_stops_the_signaal_before_the_zaak_is_taken() -> None:
    zaak = make_wereld()
    object_as_partner()
    assert Zaaksignaal.objects.get(signaal=signaal_named("K1")).afmeldreden == "bezwaar"
    zaak.refresh_from_db()
    assert zaak.aantal == 2


def test_objection_of_a_partner_stops_the_signaal_of_a_zaak_in_hand() -> None:
    zaak = make_wereld()
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(), now=NU)
    object_as_partner()
    zaak.refresh_from_db()
    assert (zaak.status, zaak.aantal) == ("in_behandeling", 2)
    assert "partner_meldde" in zaak.markeringen


def test_objection_of_a_partner_holds_when_more_signalen_come_in_later() -> None:
    make_wereld()
    object_as_partner()
    deliver(
        partner=make_partner(sleutel="vitens"),
        regels=[make_regel(klantnummer="V2", bedrag="60,00")],
        now=NU + timedelta(days=1),
        datum=date(2026, 10, 26),
    )
    assert Zaaksignaal.objects.get(signaal=signaal_named("K1")).afmeldreden == "bezwaar"
    assert Zaak.objects.get(status="nieuw").aantal == 3


def test_objection_of_a_partner_after_that_of_the_resident_changes_nothing() -> None:
    make_wereld()
    grant(make_officer(), soort="bezwaar", grond="bezwaar_gegrond")
    first = Zaaksignaal.objects.get(signaal=signaal_named("K1")).afgemeld_op
    object_as_partner()
    assert Zaaksignaal.objects.get(signaal=signaal_named("K1")).afgemeld_op == first
