"""An address belongs to one municipality, and a covenant is stopped once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import NU, make_actor, make_deelname

from meldpunt.partijen.actions import adopt_werkprotocol, end_gemeente, record_convenantgebeurtenis
from meldpunt.partijen.models import Convenantgebeurtenis, GemeenteDeelname, Werkprotocol
from meldpunt.partijen.noodstop import confirm_hervatting
from meldpunt.sleutels import new_id
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
HZ = "haarlem-zandvoort"
MORGEN = NU.date() + timedelta(days=1)
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())


def adopt(*postcodes: str, vanaf: date = MORGEN) -> Werkprotocol:
    return adopt_werkprotocol(
        convenant=HZ,
        gemeente="0392",
        vanaf=vanaf,
        capaciteit=None,
        bekende_huishoudens="meenemen",
        postcodes=list(postcodes),
        teams={},
        lokaal_aanbod="",
        door=make_actor(rol="coordinator"),
        now=NU,
    )


def make_buren() -> None:
    make_deelname(convenant=HZ)
    make_deelname(convenant=HZ, gemeente="0473", naam="Zandvoort", postcodes=["2041-2042"])


@pytest.mark.parametrize("bereik", ["1000-9999", "2042ZZ", "2042-2050", "2011-2041AA"])
def test_it_refuses_postcodes_of_another_municipality(bereik: str) -> None:
    make_buren()
    with pytest.raises(Weigering, match=r"2041-2042 .* Zandvoort .*\[postcode_van_andere_gemeente\]"):
        adopt("2011-2037", bereik)
    assert adopt("2011-2040", "2043AA").postcodes == ["2011-2040", "2043AA"]


def test_it_lets_postcodes_follow_a_municipality_that_ended() -> None:
    make_buren()
    zandvoort = GemeenteDeelname.objects.get(gemeente="0473")
    end_gemeente(deelname=zandvoort.id, tot=NU.date(), door=BEHEER, now=NU)
    with pytest.raises(Weigering, match="postcode_van_andere_gemeente"):
        adopt("2011-2042", vanaf=NU.date())
    assert adopt("2011-2042").vanaf == MORGEN


def test_it_stops_a_covenant_once_and_names_the_article_of_its_notice() -> None:
    def happen(soort: str, per: date) -> Convenantgebeurtenis:
        given: dict[str, Any] = {"convenant": "landelijk", "reden": "Bezwaar AP", "door": BEHEER, "now": NU}
        return record_convenantgebeurtenis(soort=soort, per=per, **given)

    happen("noodstop", NU.date())
    with pytest.raises(Weigering, match="al_gestopt"):
        happen("noodstop", NU.date())
    hervatting = happen("hervatting", MORGEN)
    with pytest.raises(Weigering, match="hervatting_wacht"):
        happen("hervatting", MORGEN)
    second = make_actor(rol="privacy", gebruiker=new_id())
    confirm_hervatting(gebeurtenis=hervatting.id, door=second, now=NU)
    happen("noodstop", MORGEN)
    with pytest.raises(Weigering, match=r"3 maanden \(art\. 6\)"):
        happen("opzegging", MORGEN)
