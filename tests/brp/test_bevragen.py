"""Residents of open zaken are looked up in the BRP; what it says becomes a state, and what it does not say waits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories import NU, deliver, make_actor, make_deelname, make_partner, make_regel
from tests.koppelingen.buren import FOUTEN, Buur, buur

from meldpunt import pipeline
from meldpunt.audit.models import Logregel
from meldpunt.bag.models import Bagadres
from meldpunt.brp.actions import ask_again, ask_due, plan_bevragingen
from meldpunt.brp.mismatch import decide_mismatch, take_back
from meldpunt.brp.mismatchbank import get_mismatch
from meldpunt.brp.models import Brpbevraging, Mismatch
from meldpunt.brp.queries import list_bevragingen
from meldpunt.demo.brpserver.lijsten import read_bestanden
from meldpunt.demo.brpserver.schrijven import write_lijsten
from meldpunt.demo.brpserver.server import reply
from meldpunt.koppelingen import oproep
from meldpunt.koppelingen.actions import set_koppeling, switch_koppeling
from meldpunt.koppelingen.models import Koppeling, Koppelingstand
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.controlebeeld import list_beperkingen
from meldpunt.opvolging.controles import set_controle
from meldpunt.opvolging.models import Controle
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
SYSTEEM = system_actor(herkomst="test")
BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
COORDINATOR = make_actor(rol="coordinator")
JANSEN = {
    "01.01.20": "999990019",
    "01.02.10": "Jan",
    "01.02.40": "Jansen",
    "01.03.10": "19800501",
    "08.09.10": "0392",
    "08.11.10": "Kerkstraat",
    "08.11.20": "12",
    "08.11.60": "2011AA",
}


class Register:
    """The neighbour with persons of the test's own."""

    def __init__(self, neighbour: Buur, folder: Path) -> None:
        self.neighbour, self._file = neighbour, folder / "lijsten.csv"
        self.set()

    def set(self, *personen: Mapping[str, str]) -> None:
        write_lijsten(self._file, personen)
        bestand = read_bestanden(self._file)
        self.neighbour.antwoorden["/personen"] = lambda asked: reply(asked.inhoud, bestand=bestand)

    @property
    def vragen(self) -> list[Any]:
        return [json.loads(one.inhoud) for one in self.neighbour.gevraagd]


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Buur]:
    with buur() as one:
        yield one


@pytest.fixture
def brp(neighbour: Buur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Register:
    """Give Haarlem a connection to a register on this machine."""
    neighbour.fout = ""
    neighbour.gevraagd.clear()
    monkeypatch.setattr(oproep, "sleep", lambda seconds: None)
    make_deelname(partners=[make_partner()])
    gegevens = neighbour.koppeling("brp", plek="0392", koppen={"X-DOELBINDING": "vroegsignalering"})
    set_koppeling(gegevens=gegevens, door=BEHEER, now=NU)
    return Register(neighbour, tmp_path)


def report(**values: str) -> Zaak:
    deliver(partner=make_partner(), regels=[make_regel(**values)])
    return Zaak.objects.get()


def ask(now: datetime = NU) -> Brpbevraging:
    pipeline.brp_due(door=SYSTEEM, clock=lambda: now)
    return Brpbevraging.objects.get()


def test_it_finds_a_resident_and_keeps_nothing_of_the_person(brp: Register) -> None:
    brp.set(JANSEN)
    report()
    row = ask()
    assert (row.uitkomst, row.stap, row.standen, row.volgende_op) == ("gevonden", "adres", [], None)
    assert not Controle.objects.exists()
    kept = json.dumps({name: str(value) for name, value in vars(row).items()})
    assert "999990019" not in kept
    assert "Jansen" not in kept
    asked = brp.neighbour.gevraagd
    assert [one.pad for one in asked] == ["/personen", "/personen"]
    assert {one.koppen["x-doelbinding"] for one in asked} == {"vroegsignalering"}


def test_it_writes_for_what_it_asked(brp: Register) -> None:
    brp.set(JANSEN)
    zaak = report()
    row = ask()
    line = Logregel.objects.get(handeling="brp_bevraagd")
    assert (line.object, line.doel) == (str(zaak.id), "Controle in de BRP vóór contact (Wgs art. 8b)")
    assert f"persoon:{row.persoon}" in line.betrokkenen
    assert "999990019" not in json.dumps(line.waarden)


def test_it_asks_about_everybody_once(brp: Register) -> None:
    brp.set(JANSEN)
    report()
    ask()
    before = len(brp.vragen)
    ask()
    assert len(brp.vragen) == before


STANDEN: dict[str, tuple[dict[str, str], list[str], str]] = {
    "died": ({"06.08.10": "20260901"}, ["overleden"], "Inwoner is overleden"),
    "moved to another municipality": (
        {"08.09.10": "0363", "08.11.60": "1011AB", "08.11.20": "5"},
        ["verhuisd_buiten"],
        "Persoon is geen inwoner (meer) in de gemeente",
    ),
    "moved within the municipality": (
        {"08.11.60": "2012BB", "08.11.20": "7"},
        ["verhuisd_binnen"],
        "",
    ),
    "emigrated": (
        {"07.67.10": "20260101", "07.67.20": "E", "08.13.10": "5010", "08.13.20": "20260101"},
        ["geemigreerd"],
        "Persoon is geen inwoner (meer) in de gemeente",
    ),
    "left for an unknown place": (
        {"08.13.10": "0000", "08.13.20": "20260101"},
        ["adres_onbekend"],
        "Niet opgepakt: andere reden",
    ),
    "does not live there": ({"08.83.10": "089999", "08.83.20": "20260801"}, ["adres_onbekend"], ""),
    "secret": ({"07.70.10": "7"}, ["geheim_adres"], ""),
    "address under investigation": (
        {"08.83.10": "081000", "08.83.20": "20260801"},
        ["in_onderzoek"],
        "",
    ),
    "secret, and moved": (
        {"07.70.10": "7", "08.11.60": "2012BB", "08.11.20": "7"},
        ["geheim_adres", "verhuisd_binnen"],
        "",
    ),
}


@pytest.mark.parametrize("geval", STANDEN)
def test_it_makes_a_state_of_what_the_register_says(brp: Register, geval: str) -> None:
    changed, expected, proposal = STANDEN[geval]
    brp.set({**JANSEN, **changed})
    zaak = report()
    row = ask()
    assert row.uitkomst == "gevonden"
    assert sorted(row.standen) == expected
    standing = Controle.objects.filter(zaak=zaak.id, vervallen_op=None)
    assert sorted(one.soort for one in standing) == expected
    assert {(one.bron, one.persoon) for one in standing} == {("koppeling", row.persoon)}
    stand = list_beperkingen([("0392", zaak.id)], on=NU.date())[zaak.id]
    assert stand.of(row.persoon).voorstel.startswith(proposal)
    assert row.nieuwe_gemeente == ("0363" if "verhuisd_buiten" in expected else "")


def test_it_lifts_what_no_longer_holds_and_leaves_what_somebody_set(brp: Register) -> None:
    brp.set({**JANSEN, "07.70.10": "7", "08.83.10": "081000", "08.83.20": "20260801"})
    zaak = report()
    row = ask()
    set_controle(
        zaak=zaak.id,
        gemeente="0392",
        soort="verhuisd_binnen",
        persoon=row.persoon,
        toelichting="Buurvrouw, 3 oktober",
        door=COORDINATOR,
        now=NU,
    )
    brp.set({**JANSEN, "07.70.10": "7"})
    later = NU + timedelta(days=9)
    ask_again(zaak=zaak.id, gemeente="0392", persoon=row.persoon, door=COORDINATOR, now=later)
    ask(later)
    standing = Controle.objects.filter(vervallen_op=None).values_list("soort", "bron")
    assert sorted(standing) == [("geheim_adres", "koppeling"), ("verhuisd_binnen", "hand")]
    zaak.refresh_from_db()
    assert "geheim_adres" in zaak.markeringen


ONBESLIST: dict[str, tuple[list[dict[str, str]], str, str]] = {
    "nobody": ([], "niemand", ""),
    "a father and a son of one birthday": (
        [JANSEN, {**JANSEN, "01.01.20": "999990020", "01.02.10": "Jaap"}],
        "meer",
        "",
    ),
    "another surname at the address": ([{**JANSEN, "01.02.40": "Pietersen"}], "onzeker", "andere_achternaam"),
    "a birth date without a day": (
        [{**JANSEN, "01.03.10": "19800500"}],
        "onzeker",
        "geboortedatum_onvolledig",
    ),
    "a year that differs": ([{**JANSEN, "01.03.10": "19750000"}], "niemand", ""),
    "a name under investigation": (
        [{**JANSEN, "01.83.10": "010200", "01.83.20": "20260801"}],
        "onzeker",
        "in_onderzoek",
    ),
    "a namesake elsewhere without initials to compare": (
        [{**JANSEN, "01.02.10": "", "08.11.60": "1011AB", "08.11.20": "5"}],
        "onzeker",
        "naam_past",
    ),
}


@pytest.mark.parametrize("geval", ONBESLIST)
def test_it_leaves_to_a_person_what_is_not_certain(brp: Register, geval: str) -> None:
    personen, uitkomst, reden = ONBESLIST[geval]
    brp.set(*personen)
    report()
    row = ask()
    assert (row.uitkomst, row.reden, row.standen, row.volgende_op) == (uitkomst, reden, [], None)
    assert not Controle.objects.exists()


def test_it_puts_who_must_be_chosen_on_the_bench_and_reads_who_was_chosen(brp: Register) -> None:
    moved = {**JANSEN, "08.11.60": "2012BB", "08.11.20": "7", "01.02.40": "Janssens"}
    brp.set(JANSEN | {"01.01.20": "999990020", "01.02.10": "Jaap"}, moved)
    report(voorletters="J.P.", achternaam="Janssens")
    row = ask()
    mismatch = Mismatch.objects.get()
    assert (mismatch.persoon, mismatch.uitkomst, mismatch.besluit) == (row.persoon, row.uitkomst, "")
    shown = get_mismatch(mismatch=mismatch.id, gemeente="0392", door=COORDINATOR).kandidaten
    (number,) = [one.nummer for one in shown if one.persoon.bsn == JANSEN["01.01.20"]]
    later = NU + timedelta(hours=1)
    values = {"mismatch": mismatch.id, "gemeente": "0392", "door": COORDINATOR, "now": later}
    decide_mismatch(kandidaat=number, oorzaak="", **values)  # type: ignore[arg-type]
    brp.neighbour.gevraagd.clear()
    row = ask(later)
    assert [one["type"] for one in brp.vragen] == ["RaadpleegMetBurgerservicenummer"]
    assert (row.uitkomst, row.reden, row.standen) == ("gevonden", "besluit", ["verhuisd_binnen"])
    assert Controle.objects.filter(vervallen_op=None).count() == 1
    take_back(**values)  # type: ignore[arg-type]
    row = ask(later)
    assert (row.uitkomst, row.standen) == ("onzeker", [])
    assert Controle.objects.filter(vervallen_op=None).count() == 0
    assert Mismatch.objects.filter(besluit="").count() == 1


def test_it_takes_off_the_bench_who_is_found_after_all(brp: Register) -> None:
    zaak = report()
    row = ask()
    assert Mismatch.objects.get().uitkomst == "niemand"
    brp.set(JANSEN)
    ask_again(zaak=zaak.id, gemeente="0392", persoon=row.persoon, door=COORDINATOR, now=NU)
    assert ask().uitkomst == "gevonden"
    assert not Mismatch.objects.exists()


def test_it_asks_by_the_object_of_the_address_first(brp: Register) -> None:
    values = {"postcode": "2011AA", "huisnummer": 12, "straat": "Kerkstraat", "woonplaats": "Haarlem"}
    Bagadres.objects.create(
        nummeraanduiding="0392200000000001",
        object="0392010000000001",
        gemeentecode="0392",
        hoofdadres=True,
        deelt=False,
        **values,
    )
    brp.set({**JANSEN, "08.11.80": "0392010000000001"})
    report()
    assert (ask().stap, ask().standen) == ("object", [])
    assert [one["type"] for one in brp.vragen] == [
        "ZoekMetAdresseerbaarObjectIdentificatie",
        "RaadpleegMetBurgerservicenummer",
    ]


def test_it_says_that_too_many_live_there(brp: Register) -> None:
    crowd = [
        {**JANSEN, "01.01.20": f"9999901{n:02}", "01.02.40": f"Naam{n}", "01.03.10": "19700101"}
        for n in range(31)
    ]
    brp.set(*crowd)
    report()
    assert ask().uitkomst == "te_veel"


def test_it_finds_who_is_reported_under_the_name_of_a_partner(brp: Register) -> None:
    brp.set({**JANSEN, "01.02.40": "Smit", "05.02.40": "Jansen", "05.06.10": "20100101"})
    report()
    row = ask()
    assert (row.uitkomst, row.reden) == ("gevonden", "naam_van_partner")


def test_it_decides_nothing_without_a_birth_date(brp: Register) -> None:
    brp.set(JANSEN)
    report(geboortedatum="")
    assert (ask().uitkomst, ask().reden) == ("onzeker", "geen_geboortedatum")


def test_it_asks_nothing_about_who_asked_to_be_let_be(brp: Register) -> None:
    from meldpunt.aanlevering.models import Verwerkingsbeperking
    from meldpunt.sleutels import new_id

    brp.set(JANSEN)
    zaak = report()
    signaal = Zaaksignaal.objects.get(zaak=zaak.id).signaal_id
    Verwerkingsbeperking.objects.create(
        gemeente_id="0392", signaal_id=signaal, verzoek=new_id(), grond="bezwaar", begonnen_op=NU
    )
    plan_bevragingen(now=NU)
    assert not Brpbevraging.objects.exists()


def test_it_asks_nothing_for_a_municipality_without_a_connection(brp: Register) -> None:
    report()
    switch_koppeling(koppeling=Koppeling.objects.get().id, aan=False, door=BEHEER, now=NU)
    assert plan_bevragingen(now=NU) == 0


@pytest.mark.parametrize("fout", FOUTEN)
def test_it_loses_nothing_when_the_register_fails(brp: Register, fout: str) -> None:
    brp.set(JANSEN)
    report()
    brp.neighbour.fout = fout
    row = ask()
    assert (row.uitkomst, row.fout_code, row.pogingen) == ("", FOUTEN[fout], 1)
    assert row.volgende_op is not None
    assert row.volgende_op > NU
    assert Koppelingstand.objects.get(sleutel="brp:0392").laatste_code == FOUTEN[fout]
    brp.neighbour.fout = ""
    row = ask(row.volgende_op + timedelta(minutes=20))
    assert (row.uitkomst, row.fout_code, row.pogingen) == ("gevonden", "", 0)


def test_it_waits_with_all_questions_while_the_connection_rests(brp: Register) -> None:
    rows = [make_regel(klantnummer=f"K{n}", huisnummer=str(n), referentie=f"R{n}") for n in range(1, 9)]
    deliver(partner=make_partner(), regels=rows)
    brp.neighbour.fout = "serverfout"
    plan_bevragingen(now=NU)
    ask_due(door=SYSTEEM, clock=lambda: NU)
    asked = len(brp.vragen)
    assert asked < 8
    assert not Brpbevraging.objects.filter(volgende_op__lte=NU).exists()
    assert ask_due(door=SYSTEEM, clock=lambda: NU) == 0
    assert len(brp.vragen) == asked


def test_it_says_what_came_of_it_to_who_works_on_the_zaak(brp: Register) -> None:
    brp.set({**JANSEN, "06.08.10": "20260901"})
    zaak = report()
    ask()
    (shown,) = list_bevragingen(zaak=zaak.id, gemeente="0392", door=COORDINATOR)
    assert (shown.uitkomst, shown.stap, shown.standen) == ("gevonden", "adres", ("overleden",))
    assert shown.beantwoord_op == NU


def test_it_asks_again_only_about_a_resident_of_the_zaak(brp: Register) -> None:
    from meldpunt.sleutels import new_id

    zaak = report()
    with pytest.raises(Weigering, match="persoon_onbekend"):
        ask_again(
            zaak=zaak.id,
            gemeente="0392",
            persoon=new_id(),
            door=COORDINATOR,
            now=datetime(2026, 11, 1, tzinfo=UTC),
        )
