"""That payments go on, or what happens instead: told to the partner of that claim, once, where it was agreed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from tests.factories import NU, make_actor
from tests.slices.terugkoppeling.partnerwereld import (
    HULP,
    close,
    make_gedeeld,
    signaal_of,
    speak_for,
    take,
    tell,
)
from tests.slices.terugkoppeling.test_opschortingen import make_lijst

from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.traject import Stapinvoer, record_trajectstap
from meldpunt.partijen.models import Signaalpartner
from meldpunt.terugkoppeling.models import Opschorting, Terugkoppeling
from meldpunt.terugkoppeling.queries import Berichtfilter, Filter, list_berichten, list_signalen

pytestmark = pytest.mark.django_db(transaction=True)


def step(zaak: Zaak, soort: str, *, aard: str = "", signaal: UUID | None = None, dagen: int = 0) -> None:
    persoon = Zaaksignaal.objects.filter(zaak=zaak.id).values_list("persoon", flat=True).first()
    now = NU + timedelta(days=dagen)
    stap = Stapinvoer(
        soort=soort,
        datum=now.date(),
        aard=aard,
        signaal=signaal,
        toelichting="Bijstand en schulden bij een bank" if aard == "anders" else "",
    )
    record_trajectstap(zaak=zaak.id, gemeente="0392", persoon=persoon, stap=stap, door=make_actor(), now=now)


def codes_of(partner: Signaalpartner) -> list[str]:
    rows = Terugkoppeling.objects.filter(partner=partner, signaal=signaal_of(partner).id).order_by("id")
    return list(rows.values_list("code", flat=True))


def make_in_hand() -> tuple[Signaalpartner, Signaalpartner, Zaak]:
    pwn, vitens, zaak = make_lijst()
    take(zaak)
    step(zaak, "aanbod_aanvaard")
    tell()
    return pwn, vitens, zaak


def test_it_tells_only_the_partner_of_the_claim_and_only_once() -> None:
    pwn, vitens, zaak = make_in_hand()
    before = codes_of(pwn), codes_of(vitens)
    step(zaak, "betaling_niet_hervat", aard="inhalen", signaal=signaal_of(pwn).id)
    tell()
    step(zaak, "betaling_niet_hervat", aard="inhalen", signaal=signaal_of(pwn).id, dagen=1)
    tell(now=NU + timedelta(days=1))
    assert (codes_of(pwn), codes_of(vitens)) == ([*before[0], "betaling_later"], before[1])


def test_it_tells_both_partners_of_a_step_about_all_claims_and_then_that_payments_go_on() -> None:
    pwn, vitens, zaak = make_in_hand()
    step(zaak, "betaling_niet_hervat", aard="inhouden_en_doorbetalen")
    tell()
    step(zaak, "betaling_hervat", dagen=1)
    tell(now=NU + timedelta(days=1))
    for partner in (pwn, vitens):
        assert codes_of(partner)[-2:] == ["betaling_door_gemeente", "betaling_hervat"]


def test_it_never_tells_what_was_agreed_instead() -> None:
    pwn, _, zaak = make_in_hand()
    step(zaak, "betaling_niet_hervat", aard="anders")
    tell()
    bericht = list_berichten(door=speak_for(pwn), keuze=Berichtfilter())[0]
    assert bericht.code == "betaling_nog_niet"
    assert "Bijstand" not in repr(bericht)
    assert "bank" not in bericht.zin


def test_the_progress_and_the_stay_go_on_as_they_were() -> None:
    pwn, _, zaak = make_in_hand()
    step(zaak, "betaling_niet_hervat", aard="inhalen")
    tell()
    regel = list_signalen(door=speak_for(pwn), keuze=Filter())[0]
    assert (regel.code, regel.stap) == ("in_behandeling", "contact")
    assert Opschorting.objects.filter(partner=pwn, geeindigd_op=None).exists()
    # What comes after is told once too: the message about payments does not stand between.
    step(zaak, "eerste_gesprek")
    tell()
    assert codes_of(pwn).count("in_behandeling") == 1


def test_a_zaak_that_closes_in_the_same_turn_still_tells_it_and_its_end_last() -> None:
    pwn, _, zaak = make_in_hand()
    step(zaak, "betaling_hervat")
    close(zaak, resultaat=HULP)
    tell()
    assert codes_of(pwn)[-2:] == ["betaling_hervat", "hulp_geaccepteerd"]


def test_it_tells_nothing_of_payments_where_the_covenant_does_not_speak_of_it() -> None:
    pwn, vitens, zaak = make_gedeeld()
    take(zaak)
    step(zaak, "aanbod_aanvaard")
    step(zaak, "betaling_niet_hervat", aard="inhalen")
    tell()
    assert not [code for partner in (pwn, vitens) for code in codes_of(partner) if "betaling" in code]
