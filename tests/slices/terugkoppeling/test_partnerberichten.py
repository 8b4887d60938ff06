"""What a partner says corrects the zaak at once, and stays corrected."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests.factories import NU, deliver, make_actor, make_partner, make_regel
from tests.slices.terugkoppeling.partnerwereld import (
    HULP,
    close,
    make_gedeeld,
    make_partners,
    say,
    signaal_named,
    signaal_of,
    speak_for,
    take,
    tell,
)

from meldpunt.aanlevering.models import Partnerbericht, Signaal
from meldpunt.audit.models import Logregel
from meldpunt.matching.actions import decide_persoon
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Persoonsvraag, Zaak, Zaaksignaal
from meldpunt.terugkoppeling.models import Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.partnerberichten import Berichtopdracht, report_bericht, report_berichten
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_leaves_the_signaal_out_of_a_zaak_that_nobody_has_taken() -> None:
    pwn, _, zaak = make_gedeeld()
    say(pwn)
    zaak.refresh_from_db()
    assert (zaak.aantal, zaak.aantal_partners, zaak.bedrag_cent) == (1, 1, 5000)
    assert (zaak.status, "partner_meldde" in zaak.markeringen) == ("nieuw", True)
    link = Zaaksignaal.objects.get(signaal__partner=pwn)
    assert (link.afgemeld_op, link.afmeldreden) == (NU, "betaald")


def test_it_keeps_the_place_of_a_zaak_in_hand_and_asks_to_close_it_when_nothing_is_left() -> None:
    pwn, vitens, zaak = make_gedeeld()
    take(zaak)
    say(pwn)
    zaak.refresh_from_db()
    assert (zaak.status, zaak.aantal, "geen_signaal_over" in zaak.markeringen) == ("in_behandeling", 1, False)
    say(vitens, soort="bezwaar")
    zaak.refresh_from_db()
    assert (zaak.status, zaak.aantal, zaak.bedrag_cent) == ("in_behandeling", 0, 0)
    assert {"partner_meldde", "geen_signaal_over"} <= set(zaak.markeringen)


def test_it_lets_a_new_zaak_lapse_when_nothing_is_left_and_the_next_delivery_starts_afresh() -> None:
    pwn, _ = make_partners()
    deliver(partner=pwn, regels=[make_regel(bedrag="100,00")])
    say(pwn)
    assert Zaak.objects.get().status == "vervallen"
    deliver(partner=pwn, regels=[make_regel(bedrag="90,00")], datum=date(2026, 10, 26))
    fresh = Zaak.objects.get(status="nieuw")
    # What was paid is no earlier report of what is owed now.
    assert (fresh.aantal, fresh.bedrag_cent, fresh.alles_herhaald) == (1, 9000, False)


def test_a_later_delivery_joins_the_open_zaak_and_does_not_bring_back_what_was_taken_out() -> None:
    pwn, vitens, zaak = make_gedeeld()
    take(zaak)
    say(pwn)
    say(vitens)
    deliver(partner=pwn, regels=[make_regel(klantnummer="K9", bedrag="70,00")], datum=date(2026, 10, 26))
    zaak.refresh_from_db()
    assert Zaak.objects.count() == 1
    assert (zaak.aantal, zaak.bedrag_cent) == (1, 7000)
    assert "geen_signaal_over" not in zaak.markeringen


def test_it_gives_the_same_zaak_whether_the_message_comes_before_or_after_the_next_delivery() -> None:
    pwn, vitens = make_partners()

    def outcome(*, first: bool) -> tuple[int, int, int]:
        number = "1" if first else "2"
        deliver(partner=pwn, regels=[make_regel(klantnummer=f"P{number}", huisnummer=number)])
        own = signaal_named(f"P{number}")
        opdracht = Berichtopdracht(signaal=own.id, soort="betaald", datum=NU.date())
        # A colleague of the household keeps the zaak alive.
        deliver(partner=pwn, regels=[make_regel(klantnummer=f"Q{number}", huisnummer=number, bedrag="30,00")])
        late = [make_regel(klantnummer=f"V{number}", huisnummer=number, bedrag="50,00")]
        if first:
            report_bericht(opdracht=opdracht, door=speak_for(pwn), now=NU)
            deliver(partner=vitens, regels=late)
        else:
            deliver(partner=vitens, regels=late)
            report_bericht(opdracht=opdracht, door=speak_for(pwn), now=NU)
        zaak = Zaak.objects.get(id=Zaaksignaal.objects.get(signaal=own).zaak_id)
        return zaak.aantal, zaak.aantal_partners, zaak.bedrag_cent

    assert outcome(first=True) == outcome(first=False) == (2, 2, 8000)


REGELS = {
    "P1": {"bedrag": "100,00"},
    "P2": {"bedrag": "30,00", "achternaam": "Bakker", "geboortedatum": "1990-02-03"},
    "V1": {"bedrag": "50,00", "geboortedatum": ""},
}


@pytest.mark.parametrize("afgemeld", ["P1", "P2", "V1"])
def test_one_by_one_or_all_at_once_a_zaak_without_what_was_taken_back_is_the_same(afgemeld: str) -> None:
    """The message comes after each possible delivery, on an address of its own each time."""
    partners = dict(zip("PV", make_partners(), strict=True))
    outcomes = set()
    last = list(REGELS).index(afgemeld)
    for number, moment in enumerate(range(last, len(REGELS))):
        huisnummer = str(10 + number)
        for place, (naam, cellen) in enumerate(REGELS.items()):
            regel = make_regel(klantnummer=f"{naam}-{number}", huisnummer=huisnummer, **cellen)
            deliver(partner=partners[naam[0]], regels=[regel])
            if place == moment:
                own = signaal_named(f"{afgemeld}-{number}")
                opdracht = Berichtopdracht(signaal=own.id, soort="betaald", datum=NU.date())
                report_bericht(opdracht=opdracht, door=speak_for(partners[afgemeld[0]]), now=NU)
        zaak = Zaak.objects.exclude(status="vervallen").get(
            id__in=Zaaksignaal.objects.filter(
                signaal=signaal_named(f"{'P2' if afgemeld == 'P1' else 'P1'}-{number}").id
            ).values("zaak")
        )
        outcomes.add((zaak.aantal, zaak.aantal_partners, zaak.bedrag_cent, zaak.vragen_open))
    assert len(outcomes) == 1


def test_it_drops_the_questions_about_persons_that_only_that_signaal_raised() -> None:
    pwn, vitens = make_partners()
    deliver(partner=pwn, regels=[make_regel(geboortedatum="")])
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1")])
    assert Zaak.objects.get().vragen_open == 1
    say(pwn)
    assert Zaak.objects.get().vragen_open == 0
    assert not Persoonsvraag.objects.filter(zelfde=None).exists()


def test_a_decision_about_persons_afterwards_does_not_count_it_again() -> None:
    pwn, vitens = make_partners()
    deliver(partner=pwn, regels=[make_regel(geboortedatum="")])
    deliver(
        partner=pwn, regels=[make_regel(klantnummer="K2", achternaam="Bakker", geboortedatum="1990-02-03")]
    )
    deliver(partner=vitens, regels=[make_regel(klantnummer="V1", bedrag="50,00")])
    bakker = signaal_named("K2")
    opdracht = Berichtopdracht(signaal=bakker.id, soort="ingetrokken", datum=NU.date())
    report_bericht(opdracht=opdracht, door=speak_for(pwn), now=NU)
    vraag = Persoonsvraag.objects.get(zelfde=None)
    decide_persoon(
        vraag=vraag.id, gemeente="0392", zelfde=True, was=None, toelichting="", door=make_actor(), now=NU
    )
    assert (Zaak.objects.get().aantal, Zaak.objects.get().bedrag_cent) == (2, 12050 + 5000)


def test_it_tells_the_partner_that_the_message_is_dealt_with_and_later_nothing_more() -> None:
    pwn, _, zaak = make_gedeeld()
    take(zaak)
    tell()
    say(pwn)
    close(zaak, resultaat=HULP)
    tell()
    told = Terugkoppeling.objects.order_by("id").values_list("partner__sleutel", "code")
    assert [code for partner, code in told if partner == "pwn"] == ["in_behandeling", "bericht_verwerkt"]
    assert [code for partner, code in told if partner == "vitens"] == ["in_behandeling", "hulp_geaccepteerd"]


def test_it_ends_the_stay_of_that_claim_alone() -> None:
    pwn, vitens, zaak = make_gedeeld()
    take(zaak)
    close(zaak, resultaat=HULP)
    tell()
    say(pwn, soort="eigen_regeling")
    over, running = Opschorting.objects.get(partner=pwn), Opschorting.objects.get(partner=vitens)
    assert (over.geeindigd_op, over.einde_reden) == (NU.date(), "partnerbericht")
    assert running.geeindigd_op is None
    zaak.refresh_from_db()
    # What a zaak was closed with does not change afterwards.
    assert (zaak.status, zaak.aantal) == ("gesloten", 2)


def test_it_keeps_a_signaal_that_was_taken_back_off_the_list_of_the_month() -> None:
    pwn, vitens = make_partners(convenant="haarlem-zandvoort")
    for partner, nummer in ((pwn, "K1"), (vitens, "V1")):
        deliver(partner=partner, convenant="haarlem-zandvoort", regels=[make_regel(klantnummer=nummer)])
    day = date(2026, 10, 26)
    before = preview_lijst(
        gemeente="0392", convenant="haarlem-zandvoort", peildatum=day, door=make_actor(rol="coordinator")
    )
    assert len(before.regels) == 1
    say(pwn)
    assert (
        preview_lijst(
            gemeente="0392", convenant="haarlem-zandvoort", peildatum=day, door=make_actor(rol="coordinator")
        ).regels
        == ()
    )


def test_it_says_of_each_of_many_what_came_of_it() -> None:
    pwn, vitens, _ = make_gedeeld()
    own, other = signaal_of(pwn), signaal_of(vitens)
    opdrachten = [
        Berichtopdracht(signaal=own.id, soort="betaald", datum=NU.date()),
        Berichtopdracht(signaal=own.id, soort="bezwaar", datum=NU.date()),
        Berichtopdracht(signaal=other.id, soort="betaald", datum=NU.date()),
    ]
    uitkomsten = report_berichten(opdrachten=opdrachten, door=speak_for(pwn), now=NU)
    assert [u.bezwaar.rpartition("[")[2] for u in uitkomsten] == ["", "bericht_dubbel]", "signaal_onbekend]"]
    assert Partnerbericht.objects.count() == 1


@pytest.mark.parametrize(
    ("soort", "dag", "code"),
    [
        ("weg", NU.date(), "bericht_soort"),
        ("betaald", None, "bericht_datum"),
        ("betaald", NU.date() + timedelta(days=1), "bericht_datum"),
        ("betaald", date(2020, 1, 1), "bericht_datum"),
    ],
)
def test_it_refuses_what_cannot_be(soort: str, dag: date | None, code: str) -> None:
    pwn, _, zaak = make_gedeeld()
    opdracht = Berichtopdracht(signaal=signaal_of(pwn).id, soort=soort, datum=dag)
    with pytest.raises(Weigering, match=code):
        report_bericht(opdracht=opdracht, door=speak_for(pwn), now=NU)
    zaak.refresh_from_db()
    assert zaak.aantal == 2


def test_it_takes_the_same_message_once() -> None:
    pwn, _, _ = make_gedeeld()
    say(pwn)
    with pytest.raises(Weigering, match="bericht_al_gemeld"):
        say(pwn)
    say(pwn, soort="bezwaar")
    assert Zaaksignaal.objects.get(signaal__partner=pwn).afmeldreden == "bezwaar"


def test_nobody_speaks_for_another_partner() -> None:
    pwn, vitens, _ = make_gedeeld()
    opdracht = Berichtopdracht(signaal=signaal_of(pwn).id, soort="betaald", datum=NU.date())
    with pytest.raises(Signaal.DoesNotExist):
        report_bericht(opdracht=opdracht, door=speak_for(vitens), now=NU)
    for door in (make_actor(), make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt")):
        with pytest.raises(GeenToegang):
            report_bericht(opdracht=opdracht, door=door, now=NU)
    assert not Partnerbericht.objects.exists()


def test_it_logs_the_message_and_every_zaak_it_corrected_without_words_of_people() -> None:
    pwn, _, zaak = make_gedeeld()
    opdracht = Berichtopdracht(
        signaal=signaal_of(pwn).id, soort="betaald", datum=NU.date(), toelichting="mevrouw belde"
    )
    report_bericht(opdracht=opdracht, door=speak_for(pwn), now=NU)
    line = Logregel.objects.get(handeling="partnerbericht_ontvangen")
    assert line.waarden == {"soort": "betaald", "zaken": [str(zaak.id)]}
    assert Logregel.objects.get(handeling="zaak_gecorrigeerd").object == str(zaak.id)
    assert not Logregel.objects.filter(waarden__icontains="mevrouw").exists()
    assert UUID(line.object) == opdracht.signaal


def test_it_waits_for_a_delivery_that_is_not_matched_yet() -> None:
    pwn, _, _ = make_gedeeld()
    signaal = signaal_of(pwn)
    type(signaal.aanlevering).objects.filter(id=signaal.aanlevering_id).update(gematcht_op=None)
    with pytest.raises(Weigering, match="aanlevering_bezig"):
        say(pwn)
    assert make_partner().id == pwn.id
