"""Parties join and leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import NU, make_actor, make_deelname, make_gemeente, make_partner, make_werkprotocol

from meldpunt.audit.models import Logregel
from meldpunt.partijen.actions import (
    Weigering,
    end_gemeente,
    end_partner,
    join_gemeente,
    join_partner,
    meet_voorwaarde,
    record_convenantgebeurtenis,
)
from meldpunt.partijen.models import GemeenteDeelname, PartnerDeelname
from meldpunt.partijen.noodstop import confirm_hervatting
from meldpunt.partijen.overzicht import get_convenantstand, list_gemeenteregels, list_partnerregels
from meldpunt.partijen.queries import find_last_day
from meldpunt.sleutels import new_id
from meldpunt.toegang.policies import GeenToegang

pytestmark = pytest.mark.django_db

HZ = "haarlem-zandvoort"
VANDAAG = NU.date()
TWEEDE = make_actor(rol="privacy", gebruiker=new_id())
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())


def join(**anders: Any) -> GemeenteDeelname:
    given: dict[str, Any] = {
        "convenant": HZ,
        "gemeente": make_gemeente().code,
        "vanaf": date(2026, 1, 1),
        "besluit_op": None,
        "middelen_op": None,
    }
    return join_gemeente(**{**given, "door": BEHEER, "now": NU, **anders})


def join_with(partner: Any, *, reden: str = "", **anders: Any) -> PartnerDeelname:
    given: dict[str, Any] = {"convenant": HZ, "gemeente": "0392", "vanaf": date(2026, 2, 1)}
    return join_partner(partner=partner.id, reden=reden, door=BEHEER, now=NU, **{**given, **anders})


def test_a_municipality_waits_until_all_conditions_are_met() -> None:
    deelname = join()
    assert list_gemeenteregels(HZ, on=VANDAAG)[0].stand == "Wacht op besluit en geld en werkprotocol"
    meet_voorwaarde(deelname=deelname.id, voorwaarde="besluit", op=VANDAAG, door=BEHEER, now=NU)
    meet_voorwaarde(deelname=deelname.id, voorwaarde="geld", op=VANDAAG, door=BEHEER, now=NU)
    make_werkprotocol(convenant=HZ)
    assert list_gemeenteregels(HZ, on=VANDAAG)[0].stand == "Doet mee"
    assert Logregel.objects.filter(gemeente="0392").count() == 3


def test_a_condition_is_noted_once() -> None:
    deelname = join(besluit_op=date(2026, 1, 5))
    with pytest.raises(Weigering, match="voorwaarde_bekend"):
        meet_voorwaarde(deelname=deelname.id, voorwaarde="besluit", op=VANDAAG, door=BEHEER, now=NU)


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"vanaf": date(2021, 12, 31)}, "voor_begin_convenant"),
        ({"convenant": "duo-amsterdam", "vanaf": date(2026, 1, 1)}, "gemeente_niet_in_convenant"),
    ],
)
def test_refuses_a_municipality_outside_the_covenant(anders: dict[str, Any], code: str) -> None:
    with pytest.raises(Weigering, match=code):
        join(**anders)


def test_refuses_a_municipality_twice_and_takes_it_back_after_its_end() -> None:
    deelname = join()
    with pytest.raises(Weigering, match="deelname_overlapt"):
        join(vanaf=date(2026, 5, 1))
    end_gemeente(deelname=deelname.id, tot=VANDAAG, door=BEHEER, now=NU)
    assert join(vanaf=VANDAAG + timedelta(days=1)).tot is None


def test_refuses_an_end_in_the_past() -> None:
    deelname = join()
    with pytest.raises(Weigering, match="einde_te_vroeg"):
        end_gemeente(deelname=deelname.id, tot=VANDAAG - timedelta(days=1), door=BEHEER, now=NU)


def test_a_partner_without_a_basis_in_law_needs_a_reason_and_keeps_the_warning() -> None:
    join()
    cocensus = make_partner(sleutel="cocensus", naam="Cocensus", type="Overige")
    with pytest.raises(Weigering, match="reden_zonder_grondslag"):
        join_with(cocensus)
    join_with(cocensus, reden="Besluit van het college van 6 januari.")
    (regel,) = list_partnerregels(HZ, on=VANDAAG)
    assert regel.reden == "Besluit van het college van 6 januari."
    assert {w.artikel for w in regel.waarschuwingen} == {
        "wet: Tijdelijke regeling (Wgs 10)",
        "wet: Wgs 3, Wgs 10",
    }


def test_a_partner_with_a_basis_in_law_needs_no_reason() -> None:
    join()
    join_with(make_partner())
    assert list_partnerregels(HZ, on=VANDAAG)[0].waarschuwingen == ()


def test_refuses_a_partner_of_a_type_the_covenant_does_not_know() -> None:
    join()
    with pytest.raises(Weigering, match="partnertype_niet_in_convenant"):
        join_with(make_partner(sleutel="duo", naam="DUO", type="DUO"))


def test_refuses_a_partner_before_its_municipality() -> None:
    make_gemeente()
    with pytest.raises(Weigering, match="gemeente_neemt_niet_deel"):
        join_with(make_partner())


def test_one_partner_leaves_and_the_others_go_on() -> None:
    pwn, elan = make_partner(), make_partner(sleutel="elan", naam="Elan Wonen", type="Huur")
    make_deelname(convenant=HZ, partners=[pwn, elan])
    deelname = PartnerDeelname.objects.get(partner=pwn)
    end_partner(deelname=deelname.id, tot=VANDAAG, door=BEHEER, now=NU)
    with pytest.raises(Weigering, match="deelname_geeindigd"):
        end_partner(deelname=deelname.id, tot=VANDAAG, door=BEHEER, now=NU + timedelta(days=2))
    assert PartnerDeelname.objects.get(partner=elan).tot is None


def test_notice_keeps_to_its_term() -> None:
    given: dict[str, Any] = {
        "convenant": "landelijk",
        "soort": "opzegging",
        "reden": "Besluit",
        "door": BEHEER,
    }
    with pytest.raises(Weigering, match="opzegtermijn"):
        record_convenantgebeurtenis(per=date(2026, 12, 31), now=NU, **given)
    record_convenantgebeurtenis(per=date(2027, 1, 31), now=NU, **given)
    assert get_convenantstand("landelijk", on=VANDAAG).stand == "Opgezegd"


def test_an_emergency_stop_ends_at_once_and_can_be_resumed() -> None:
    given: dict[str, Any] = {"convenant": HZ, "per": VANDAAG, "reden": "Bezwaar van de AP", "door": BEHEER}
    with pytest.raises(Weigering, match="niet_gestopt"):
        record_convenantgebeurtenis(soort="hervatting", now=NU, **given)
    record_convenantgebeurtenis(soort="noodstop", now=NU, **given)
    assert find_last_day(HZ, on=VANDAAG) == VANDAAG - timedelta(days=1)
    assert get_convenantstand(HZ, on=VANDAAG).stand == "Noodstop"
    row = record_convenantgebeurtenis(soort="hervatting", now=NU + timedelta(hours=1), **given)
    assert get_convenantstand(HZ, on=VANDAAG).stand == "Noodstop"
    confirm_hervatting(gebeurtenis=row.id, door=TWEEDE, now=NU + timedelta(hours=2))
    assert get_convenantstand(HZ, on=VANDAAG).stand == "In werking"


def test_tells_when_a_covenant_renews_itself() -> None:
    assert get_convenantstand("duo-amsterdam", on=VANDAAG).verlengt_op == date(2027, 3, 1)


def test_only_beheer_lets_parties_join() -> None:
    with pytest.raises(GeenToegang):
        join(door=make_actor(rol="coordinator"))


def happen(soort: str, per: date, *, uur: int, convenant: str = HZ) -> None:
    row = record_convenantgebeurtenis(
        convenant=convenant,
        soort=soort,
        per=per,
        reden="Bezwaar van de AP",
        door=BEHEER,
        now=NU + timedelta(hours=uur),
    )
    if row.bevestigd_op is None:
        confirm_hervatting(gebeurtenis=row.id, door=TWEEDE, now=NU + timedelta(hours=uur))


def test_notice_during_an_emergency_stop_does_not_lift_the_stop() -> None:
    happen("noodstop", VANDAAG, uur=0)
    happen("opzegging", date(2026, 12, 31), uur=1)
    assert find_last_day(HZ, on=VANDAAG) == VANDAAG - timedelta(days=1)
    assert get_convenantstand(HZ, on=VANDAAG).stand == "Noodstop"


def test_a_resumption_lifts_the_stop_and_leaves_the_notice() -> None:
    happen("opzegging", date(2026, 12, 31), uur=0)
    happen("noodstop", VANDAAG, uur=1)
    happen("hervatting", VANDAAG, uur=2)
    assert find_last_day(HZ, on=VANDAAG) == date(2026, 12, 31)
    assert get_convenantstand(HZ, on=VANDAAG).stand == "Opgezegd"


def test_a_resumption_without_a_stop_takes_the_notice_back() -> None:
    happen("opzegging", date(2026, 12, 31), uur=0)
    happen("hervatting", VANDAAG, uur=1)
    assert find_last_day(HZ, on=VANDAAG) is None


def test_refuses_notice_in_the_past_in_words_also_without_a_term() -> None:
    with pytest.raises(Weigering, match="opzegtermijn") as weigering:
        happen("opzegging", VANDAAG - timedelta(days=1), uur=0)
    assert "None" not in str(weigering.value)
    with pytest.raises(Weigering, match=r"opzegtermijn is 1 maand \("):
        happen("opzegging", VANDAAG, uur=0, convenant="duo-amsterdam")


def test_refuses_to_move_an_end_into_the_next_participation() -> None:
    deelname = join()
    end_gemeente(deelname=deelname.id, tot=date(2026, 11, 30), door=BEHEER, now=NU)
    join(vanaf=date(2026, 12, 1))
    end_gemeente(deelname=deelname.id, tot=date(2026, 11, 15), door=BEHEER, now=NU)
    with pytest.raises(Weigering, match="deelname_overlapt"):
        end_gemeente(deelname=deelname.id, tot=date(2026, 12, 1), door=BEHEER, now=NU)
