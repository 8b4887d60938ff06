"""A connection is set up by beheer, keeps its secrets under seal, and is found by who asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.factories import make_actor, make_gemeente
from tests.koppelingen.buren import buur, make_certificaat

from meldpunt.audit.models import Logregel
from meldpunt.koppelingen.actions import end_rest, set_koppeling, switch_koppeling, try_koppeling
from meldpunt.koppelingen.beeld import Koppelingregel, list_koppelingen
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Aanmeldwijze, Geheimen, Koppelinggegevens
from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.koppelingen.queries import find_koppeling, get_koppeling
from meldpunt.koppelingen.wachtend import Wachtend, record_wachtend
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rijcontext import acting
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PEM, SLEUTEL = make_certificaat("meldpunt.example")
GOED = Koppelinggegevens(
    soort="brp",
    plek="0392",
    naam="Gateway van Haarlem",
    adres="https://gateway.haarlem.example/personen",
    aanmelding=Aanmeldwijze(soort="sleutel"),
    geheimen=Geheimen(sleutel="heel-geheim"),
    koppen={"X-DOEL": "vroegsignalering"},
)


@pytest.fixture
def beheer() -> Actor:
    make_gemeente(code="0392", naam="Haarlem")
    make_gemeente(code="0363", naam="Amsterdam")
    return make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())


def lines(door: Actor, zoek: str = "") -> list[Koppelingregel]:
    return list_koppelingen(door=door, now=NOW, zoek=zoek)


def test_it_seals_the_secrets_and_gives_them_back_to_who_asks(beheer: Actor) -> None:
    key = set_koppeling(gegevens=GOED, door=beheer, now=NOW)
    row = Koppeling.objects.get(id=key)
    assert b"heel-geheim" not in bytes(row.geheim)
    found = get_koppeling("brp", "0392")
    assert (found.geheimen.sleutel, found.koppen, found.sleutel) == ("heel-geheim", GOED.koppen, "brp:0392")
    line = Logregel.objects.get(handeling="koppeling_gezet")
    assert (line.gemeente, line.waarden["server"]) == ("0392", "gateway.haarlem.example")
    assert "heel-geheim" not in str(line.waarden)


def test_it_keeps_a_secret_that_is_left_empty(beheer: Actor) -> None:
    key = set_koppeling(gegevens=GOED, door=beheer, now=NOW)
    set_koppeling(
        gegevens=replace(GOED, naam="Anders", geheimen=Geheimen()), koppeling=key, door=beheer, now=NOW
    )
    found = get_koppeling("brp", "0392")
    assert (found.naam, found.geheimen.sleutel) == ("Anders", "heel-geheim")


def test_it_prefers_the_connection_of_the_municipality_and_obeys_its_switch(beheer: Actor) -> None:
    set_koppeling(gegevens=replace(GOED, plek="meldpunt", naam="Van allen"), door=beheer, now=NOW)
    assert get_koppeling("brp", "0392").naam == "Van allen"
    own = set_koppeling(gegevens=GOED, door=beheer, now=NOW)
    assert get_koppeling("brp", "0392").naam == "Gateway van Haarlem"
    assert get_koppeling("brp", "0363").naam == "Van allen"
    switch_koppeling(koppeling=own, aan=False, door=beheer, now=NOW)
    assert find_koppeling("brp", "0392") is None
    with pytest.raises(Koppelingfout, match="koppeling_ontbreekt"):
        get_koppeling("brp", "0392")


def test_it_has_one_connection_of_a_kind_for_a_municipality_and_one_for_all(beheer: Actor) -> None:
    for plek in ("0392", "meldpunt"):
        set_koppeling(gegevens=replace(GOED, plek=plek), door=beheer, now=NOW)
        with pytest.raises(Weigering, match="koppeling_bestaat"):
            set_koppeling(gegevens=replace(GOED, plek=plek), door=beheer, now=NOW)


def test_it_shows_a_municipality_its_own_connection_and_what_is_for_all(beheer: Actor) -> None:
    for plek in ("0392", "0363", "meldpunt"):
        set_koppeling(gegevens=replace(GOED, plek=plek), door=beheer, now=NOW)
    with acting(make_actor(rol="behandelaar", partij="0392", gemeenten=("0392",)), doel="proef"):
        assert set(Koppeling.objects.values_list("gemeente_id", flat=True)) == {"0392", None}
        assert Koppeling.objects.update(aan=False) == 0
    with acting(make_actor(rol="partner", partijsoort="partner", partij="x", gemeenten=()), doel="proef"):
        assert not Koppeling.objects.exists()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("uitgaand_https", {"adres": "http://gateway.haarlem.example/"}),
        ("uitgaand_poort", {"adres": "https://gateway.haarlem.example:5432/"}),
        ("koppeling_soort", {"soort": "iets"}),
        ("gemeente_onbekend", {"plek": "Haarlem"}),
        ("aanmelding_onvolledig", {"geheimen": Geheimen()}),
        ("aanmelding_onbekend", {"aanmelding": Aanmeldwijze(soort="ntlm")}),
        ("kop_ongeldig", {"koppen": {"X DOEL": "a"}}),
        ("kop_ongeldig", {"koppen": {"X-DOEL": "a\r\nX-Kwaad: 1"}}),
        ("kop_van_ons", {"koppen": {"Authorization": "Basic x"}}),
        ("sleutel_onleesbaar", {"geheimen": Geheimen(sleutel="a\nb")}),
        ("wachttijd_ongeldig", {"lezen_seconden": 0.0}),
        ("aantal_ongeldig", {"pogingen": 0}),
        ("certificaat_onvolledig", {"certificaat": PEM}),
        ("certificaat_onleesbaar", {"ca": "geen certificaat"}),
        (
            "certificaat_past_niet",
            {
                "certificaat": PEM,
                "geheimen": Geheimen(sleutel="x", certificaatsleutel=make_certificaat("a.nl")[1]),
            },
        ),
        (
            "sleutel_onleesbaar",
            {
                "aanmelding": Aanmeldwijze(
                    soort="oauth_handtekening", client_id="m", tokenadres="https://idp.example/token"
                ),
                "geheimen": Geheimen(handtekeningsleutel="geen PEM"),
            },
        ),
        (
            "uitgaand_https",
            {
                "aanmelding": Aanmeldwijze(
                    soort="oauth_geheim", client_id="m", tokenadres="ftp://idp.example"
                ),
                "geheimen": Geheimen(client_geheim="x"),
            },
        ),
    ],
)
def test_it_refuses_with_what_is_wrong(beheer: Actor, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Weigering, match=rf"\[{code}\]"):
        set_koppeling(gegevens=replace(GOED, **changes), door=beheer, now=NOW)
    assert not Koppeling.objects.exists()


def test_it_lets_nobody_but_beheer_set_switch_try_or_see(beheer: Actor) -> None:
    key = set_koppeling(gegevens=GOED, door=beheer, now=NOW)
    other = make_actor(rol="coordinator", partij="0392", gemeenten=("0392",))
    for act in (
        lambda: set_koppeling(gegevens=GOED, door=other, now=NOW),
        lambda: switch_koppeling(koppeling=key, aan=False, door=other, now=NOW),
        lambda: try_koppeling(koppeling=key, door=other, now=NOW),
        lambda: end_rest(sleutel="brp:0392", door=other, now=NOW),
        lambda: lines(other),
    ):
        with pytest.raises(GeenToegang):
            act()


def test_it_knows_when_a_certificate_ends_and_says_so_in_time(beheer: Actor) -> None:
    with_own = replace(GOED, certificaat=PEM, geheimen=Geheimen(sleutel="x", certificaatsleutel=SLEUTEL))
    set_koppeling(gegevens=with_own, door=beheer, now=NOW)
    (line,) = list_koppelingen(door=beheer, now=datetime.now(UTC))
    assert (line.toon, line.badge) == ("let_op", "Certificaat loopt af")


def test_it_tries_now_also_while_it_rests_and_asks_nothing_about_anybody(beheer: Actor) -> None:
    with buur() as one:
        key = set_koppeling(
            gegevens=one.koppeling(plek="0392", koppen={}, opties={"proefpad": "/gezond"}),
            door=beheer,
            now=NOW,
        )
        Koppelingstand.objects.create(
            sleutel="brp:0392", mislukt_op_rij=7, open_tot=NOW + timedelta(minutes=9), laatste_code="te_traag"
        )
        (line,) = lines(beheer)
        assert (line.toon, line.code, line.weer_op) == (
            "gevaar",
            "koppeling_te_traag",
            NOW + timedelta(minutes=9),
        )
        assert try_koppeling(koppeling=key, door=beheer, now=NOW).code == ""
        assert [(asked.methode, asked.pad, asked.inhoud) for asked in one.gevraagd] == [
            ("GET", "/gezond", b"")
        ]
        (line,) = lines(beheer)
        assert (line.toon, line.code, line.laatst_gelukt_op) == ("goed", "", NOW)
        one.fout = "serverfout"
        assert try_koppeling(koppeling=key, door=beheer, now=NOW).code == "serverfout"
        assert lines(beheer)[0].badge == "Hapert"


def test_it_begins_anew_when_it_is_set_up_differently(beheer: Actor) -> None:
    key = set_koppeling(gegevens=GOED, door=beheer, now=NOW)
    Koppelingstand.objects.create(sleutel="brp:0392", mislukt_op_rij=7, open_tot=NOW + timedelta(minutes=9))
    set_koppeling(gegevens=replace(GOED, adres="https://nieuw.example/"), koppeling=key, door=beheer, now=NOW)
    stand = Koppelingstand.objects.get()
    assert (stand.mislukt_op_rij, stand.open_tot) == (0, None)


def test_it_counts_what_waits_where_it_would_be_asked(beheer: Actor) -> None:
    set_koppeling(gegevens=replace(GOED, soort="sms"), door=beheer, now=NOW)
    old, new = NOW - timedelta(hours=3), NOW - timedelta(minutes=2)
    record_wachtend(
        "sms", {"0392": Wachtend(2, new), "0363": Wachtend(3, old), "0344": Wachtend(1, new)}, now=NOW
    )
    found = {line.sleutel: (line.wachtend, line.wacht_sinds) for line in lines(beheer)}
    assert found == {"sms:0392": (2, new), "sms:meldpunt": (4, old)}
    record_wachtend("sms", {}, now=NOW)
    assert [line.wachtend for line in lines(beheer)] == [0, 0]


def test_it_finds_a_connection_by_municipality(beheer: Actor) -> None:
    for plek, naam in (("0392", "Een"), ("0363", "Twee")):
        set_koppeling(gegevens=replace(GOED, plek=plek, naam=naam), door=beheer, now=NOW)
    assert [line.naam for line in lines(beheer, "amsterdam")] == ["Twee"]
