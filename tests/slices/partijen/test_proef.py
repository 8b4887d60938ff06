"""The trial municipality and the twins: made once, kept up to date, and in no list or count of the real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_partner,
    make_partnerdeelname,
    make_regel,
)

from meldpunt import pipeline
from meldpunt.betrokkenen.inwoner import list_plaatsen, resident_actor
from meldpunt.datalekken.werkblad import list_codes
from meldpunt.inzicht.algoritmeregister import list_registerteksten
from meldpunt.inzicht.analysekopie import Map, make_analysekopie
from meldpunt.partijen.actions import join_partner
from meldpunt.partijen.lijsten import list_gemeenten, list_gemeenten_page, list_partners, list_partners_page
from meldpunt.partijen.models import PartnerDeelname, Signaalpartner
from meldpunt.partijen.overeenkomsten import list_gemis
from meldpunt.partijen.overzicht import list_convenantstanden, list_gemeenteregels, list_partnerregels
from meldpunt.partijen.proef import find_proefpartner, open_proefwereld
from meldpunt.partijen.queries import find_postcodeclaim
from meldpunt.partijen.tekening import list_tekenstanden
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering
from meldpunt.werkvoorraad.overdrachten import list_ontvangers

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")
DAG = NU.date()


def see_everything(tmp_path, naam: str) -> dict[str, object]:
    """Look at every list and count in which municipalities or partners stand."""
    folder = tmp_path / naam
    folder.mkdir()
    make_analysekopie(naar=Map(folder), door=SYSTEEM, now=NU)
    return {
        "gemeenten": list_gemeenten(),
        "gemeenten_blad": list_gemeenten_page(),
        "partners": list_partners(),
        "partners_blad": list_partners_page(),
        "convenanten": list_convenantstanden(on=DAG),
        "deelnemers": list_gemeenteregels("landelijk", on=DAG),
        "partnerregels": list_partnerregels("landelijk", on=DAG),
        "tekenen": list_tekenstanden(on=DAG),
        "gemis": list_gemis(door=SYSTEEM, on=DAG),
        "algoritmen": list_registerteksten(door=SYSTEEM, on=DAG),
        "ontvangers": list_ontvangers(van="0363", on=DAG),
        "inwoner": list_plaatsen(bsn="999990019", door=resident_actor()),
        "datalekken": list_codes(),
        "claim": find_postcodeclaim("landelijk", "0363", ["8999"], vanaf=DAG),
        "analyse": {file.name: len(file.read_text().splitlines()) for file in folder.iterdir()},
    }


def test_it_shows_nothing_of_the_trial_in_any_list_or_count(tmp_path) -> None:
    make_deelname(partners=[partner := make_partner()])
    deliver(partner=partner, regels=[make_regel()])
    before = see_everything(tmp_path, "voor")

    open_proefwereld(door=SYSTEEM, now=NU)
    twin = find_proefpartner(partner)
    assert twin is not None
    found = deliver(partner=twin, regels=[make_regel(postcode="8999AB", huisnummer="1")])
    pipeline.run_due(door=SYSTEEM, clock=lambda: NU)

    assert found.aantal_geaccepteerd == 1
    assert see_everything(tmp_path, "na") == before
    assert before["analyse"]["signaal.csv"] == 2


def test_it_makes_only_what_is_missing() -> None:
    make_deelname(partners=[make_partner()])
    assert open_proefwereld(door=SYSTEEM, now=NU) > 0
    assert open_proefwereld(door=SYSTEEM, now=NU) == 0

    late = make_partner(sleutel="evides", naam="Evides")
    make_partnerdeelname(partner=late)
    assert open_proefwereld(door=SYSTEEM, now=NU) == 2
    assert Signaalpartner.objects.get(sleutel="proef-evides").naam == "Evides (proef)"


def test_it_refuses_a_real_postcode_of_a_twin_and_a_trial_postcode_of_a_partner() -> None:
    make_deelname(partners=[partner := make_partner()])
    open_proefwereld(door=SYSTEEM, now=NU)
    twin = Signaalpartner.objects.get(sleutel="proef-pwn")

    assert deliver(partner=twin, regels=[make_regel()]).gronden == {"partner_neemt_niet_deel": 1}
    refused = deliver(partner=partner, regels=[make_regel(postcode="8999AB", huisnummer="1")])
    assert refused.aantal_geaccepteerd == 0


def test_it_takes_a_trial_delivery_under_a_covenant_that_names_its_municipalities() -> None:
    duo = make_partner(sleutel="duo", naam="DUO", type="DUO")
    make_deelname(
        convenant="duo-amsterdam", gemeente="0363", naam="Amsterdam", postcodes=["1011-1109"], partners=[duo]
    )
    open_proefwereld(door=SYSTEEM, now=NU)
    own = PartnerDeelname.objects.get(partner__sleutel="proef-duo")
    assert (own.convenant, own.gemeente_id) == ("duo-amsterdam", PROEFGEMEENTE)


def test_it_lets_nobody_mix_the_two() -> None:
    make_deelname(partners=[make_partner()])
    open_proefwereld(door=SYSTEEM, now=NU)
    twin = Signaalpartner.objects.get(sleutel="proef-pwn")
    later = datetime(2026, 10, 26, tzinfo=UTC) + timedelta(days=30)
    with pytest.raises(Weigering, match="proefomgeving"):
        join_partner(
            convenant="landelijk",
            partner=twin.id,
            gemeente="0392",
            vanaf=later.date(),
            reden="",
            door=SYSTEEM,
            now=NU,
        )
    with pytest.raises(GeenToegang):
        open_proefwereld(door=make_actor(rol="coordinator"), now=NU)
