"""The stay: begun in the transaction of its message, confirmed, made longer, over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from tests.factories import NU, deliver, make_actor, make_regel
from tests.slices.terugkoppeling.partnerwereld import (
    GEEN_CONTACT,
    HULP,
    SYSTEEM,
    close,
    make_gedeeld,
    make_partners,
    signaal_of,
    speak_for,
    take,
    tell,
)

from meldpunt import pipeline
from meldpunt.aanlevering.actions import recall_aanlevering
from meldpunt.audit.models import Logregel
from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.opvolging.actions import reopen_zaak, take_zaak
from meldpunt.partijen.models import Signaalpartner
from meldpunt.terugkoppeling.models import Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.opschortingen import (
    ask_verlenging,
    confirm_opschortingen,
    decide_verlenging,
    end_due_opschortingen,
)
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db(transaction=True)
HZ = "haarlem-zandvoort"
TOT = NU.date() + timedelta(days=45)


def make_lijst() -> tuple[Signaalpartner, Signaalpartner, Zaak]:
    """Confirm a list with one address in Haarlem; its partners hear that it is taken up."""
    pwn, vitens = make_partners(convenant=HZ)
    for partner, nummer in ((pwn, "K1"), (vitens, "V1")):
        deliver(partner=partner, convenant=HZ, regels=[make_regel(klantnummer=nummer)])
    day = NU.date()
    voorstel = preview_lijst(gemeente="0392", convenant=HZ, peildatum=day, door=make_actor(rol="coordinator"))
    confirm_lijst(
        gemeente="0392",
        convenant=HZ,
        peildatum=day,
        vingerafdruk=voorstel.vingerafdruk,
        door=SYSTEEM,
        now=NU,
    )
    tell()
    return pwn, vitens, Zaak.objects.get()


def ask(zaak: Zaak, stay: Opschorting, *, tot: date = TOT, reden: str = "wacht op stukken") -> None:
    ask_verlenging(
        opschorting=stay.id,
        zaak=zaak.id,
        gemeente="0392",
        tot=tot,
        reden=reden,
        door=make_actor(gebruiker=UUID(int=7)),
        now=NU,
    )


def test_it_begins_where_the_covenant_says_when_that_is_told() -> None:
    pwn, vitens, _ = make_lijst()
    stays = Opschorting.objects.order_by("partner__sleutel")
    assert [(s.partner_id, s.begin, s.eind) for s in stays] == [
        (pwn.id, NU.date(), NU.date() + timedelta(weeks=4)),
        (vitens.id, NU.date(), NU.date() + timedelta(weeks=4)),
    ]


def test_it_begins_as_well_when_a_zaak_that_was_left_out_is_taken_up_after_all() -> None:
    pwn, _, zaak = make_lijst()
    Opschorting.objects.all().delete()
    Terugkoppeling.objects.all().delete()
    Zaak.objects.update(status="niet_opgepakt", selectie="niet_opgepakt", terugkoppelen=True)
    tell()
    take_zaak(zaak=zaak.id, gemeente="0392", door=make_actor(rol="coordinator"), now=NU)
    tell()
    told = Terugkoppeling.objects.filter(partner=pwn).order_by("id").values_list("code", flat=True)
    assert list(told) == ["niet_opgepakt", "opgepakt", "in_behandeling"]
    assert Opschorting.objects.count() == 2


def test_it_begins_with_accepted_help_under_the_national_covenant_and_not_before() -> None:
    _, _, zaak = make_gedeeld()
    take(zaak)
    tell()
    assert not Opschorting.objects.exists()
    close(zaak, resultaat=HULP)
    tell()
    assert {s.eind for s in Opschorting.objects.all()} == {NU.date() + timedelta(days=30)}


def test_it_does_not_begin_when_nobody_accepted_help() -> None:
    _, _, zaak = make_gedeeld()
    take(zaak)
    close(zaak, resultaat=GEEN_CONTACT)
    tell()
    assert not Opschorting.objects.exists()


def test_it_runs_once_however_often_it_is_told() -> None:
    _, _, zaak = make_gedeeld()
    take(zaak)
    close(zaak, resultaat=HULP)
    tell()
    reopen_zaak(zaak=zaak.id, gemeente="0392", reden="vergissing", door=make_actor(), now=NU)
    tell()
    close(zaak, resultaat=HULP)
    tell()
    assert Opschorting.objects.count() == 2


@pytest.mark.parametrize(("resultaat", "loopt"), [(HULP, True), (GEEN_CONTACT, False)])
def test_closing_ends_it_unless_help_was_accepted(resultaat: str, loopt: bool) -> None:
    _, _, zaak = make_lijst()
    take(zaak)
    tell()
    assert Opschorting.objects.filter(geeindigd_op=None).count() == 2
    close(zaak, resultaat=resultaat, now=NU + timedelta(days=3))
    tell(now=NU + timedelta(days=3))
    reasons = set(Opschorting.objects.values_list("einde_reden", flat=True))
    assert reasons == ({""} if loopt else {"afgerond"})


def end_on(day: datetime) -> int:
    return end_due_opschortingen(door=SYSTEEM, now=day)


def test_the_night_ends_what_is_over_and_not_a_day_earlier() -> None:
    make_lijst()
    last = NU + timedelta(weeks=4)
    assert end_on(last) == 0
    assert end_on(last + timedelta(days=1)) == 2
    assert end_on(last + timedelta(days=2)) == 0
    stay = Opschorting.objects.first()
    assert stay is not None
    assert (stay.geeindigd_op, stay.einde_reden) == (last.date(), "termijn")


def test_a_recall_ends_it_at_once() -> None:
    pwn, _, _ = make_lijst()
    delivery = signaal_of(pwn).aanlevering_id
    recall_aanlevering(aanlevering=delivery, reden="fout", door=SYSTEEM, now=NU)
    pipeline.run_aanlevering(aanlevering=delivery, door=SYSTEEM, clock=lambda: NU)
    assert Opschorting.objects.get(partner=pwn).einde_reden == "ingetrokken"
    assert Opschorting.objects.exclude(partner=pwn).get().geeindigd_op is None


def test_a_partner_confirms_its_own_once() -> None:
    pwn, vitens, _ = make_lijst()
    keys = list(Opschorting.objects.values_list("id", flat=True))
    assert confirm_opschortingen(keuze=keys, door=speak_for(pwn), now=NU) == 1
    assert confirm_opschortingen(keuze=keys, door=speak_for(pwn), now=NU) == 0
    assert Opschorting.objects.get(partner=vitens).bevestigd_op is None
    with pytest.raises(GeenToegang):
        confirm_opschortingen(keuze=keys, door=make_actor(), now=NU)


@pytest.mark.parametrize(("akkoord", "eind"), [(True, TOT), (False, NU.date() + timedelta(weeks=4))])
def test_it_becomes_longer_only_when_the_partner_agrees(akkoord: bool, eind: date) -> None:
    pwn, vitens, zaak = make_lijst()
    stay = Opschorting.objects.get(partner=pwn)
    ask(zaak, stay)
    with pytest.raises(Weigering, match="verlenging_gevraagd"):
        ask(zaak, stay)
    with pytest.raises(Opschorting.DoesNotExist):
        decide_verlenging(opschorting=stay.id, akkoord=True, door=speak_for(vitens), now=NU)
    decide_verlenging(opschorting=stay.id, akkoord=akkoord, door=speak_for(pwn), now=NU)
    stay.refresh_from_db()
    assert (stay.eind, stay.verlenging_akkoord) == (eind, akkoord)
    with pytest.raises(Weigering, match="verlenging_niet_open"):
        decide_verlenging(opschorting=stay.id, akkoord=True, door=speak_for(pwn), now=NU)
    assert not Logregel.objects.filter(waarden__icontains="stukken").exists()


def test_more_time_is_not_asked_under_a_covenant_without_it_nor_by_who_does_not_see_the_zaak() -> None:
    _, _, zaak = make_gedeeld()
    take(zaak)
    close(zaak, resultaat=HULP)
    tell()
    stay = Opschorting.objects.first()
    assert stay is not None
    with pytest.raises(Weigering, match="verlenging_niet_in_convenant"):
        ask(zaak, stay)
    with pytest.raises(GeenToegang):
        ask_verlenging(
            opschorting=stay.id,
            zaak=zaak.id,
            gemeente="0392",
            tot=TOT,
            reden="x",
            door=make_actor(partij="0344", gemeenten=["0344"]),
            now=NU,
        )


def test_more_time_is_not_asked_through_another_zaak() -> None:
    pwn, _, zaak = make_lijst()
    deliver(partner=pwn, regels=[make_regel(klantnummer="K8", huisnummer="80")])
    stay = Opschorting.objects.get(partner=pwn)
    Zaaksignaal.objects.filter(zaak=zaak, signaal=stay.signaal_id).delete()
    with pytest.raises(Opschorting.DoesNotExist):
        ask(zaak, stay)
