"""The delivery for the national statistics: true to the schema, to what happened, and to nobody's name."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from jsonschema import Draft202012Validator
from tests.factories import (
    NU,
    deliver,
    make_actor,
    make_deelname,
    make_partner,
    make_regel,
)

from meldpunt.aanlevering.bsn import seal_bsn
from meldpunt.aanlevering.models import (
    Aanlevering,
    Rectificatie,
    Signaal,
    SignaalPersoon,
    Verwerkingsbeperking,
)
from meldpunt.audit.models import Logregel
from meldpunt.inzicht.ddas.actions import Ddasvraag, make_pagina, write_levering
from meldpunt.inzicht.ddas.keuring import get_keuring, read_schema
from meldpunt.inzicht.ddas.uittreksel import Periode
from meldpunt.inzicht.ddas.volledigheid import Volledigheid
from meldpunt.matching.models import Zaak, Zaaksignaal
from meldpunt.opvolging.actions import close_zaak, record_contactpoging, take_zaak
from meldpunt.rules.ddas import VERSIES
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.rules.statussen import EINDRESULTATEN
from meldpunt.sleutels import new_id
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.weigering import Weigering

pytestmark = pytest.mark.django_db
KWARTAAL = Periode(date(2026, 10, 1), date(2026, 12, 31))
SYSTEEM = system_actor(herkomst="test")
NAMEN = ("Ondersteboven", "Q.X.", "Kerkstraat", "K-771", "REF-553")
OFFICIEEL = (
    Path(__file__).resolve().parents[2].parent / "shared/contracts/ddas/ddas-vroegsignalering-1.2.schema.json"
)


def export(versie: str = "1.2", periode: Periode = KWARTAAL) -> tuple[dict[str, Any], list[Volledigheid]]:
    pieces: list[str] = []
    told = write_levering(
        vraag=Ddasvraag(periode, versie=versie),
        schrijf=pieces.append,
        door=SYSTEEM,
        now=NU + timedelta(days=9),
    )
    made = json.loads("".join(pieces))
    validator = Draft202012Validator(read_schema(versie), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(made)] == []
    return made, told


def fill() -> None:
    """One address with two persons, one of them with a number; another address; and a second municipality."""
    partner = make_partner(sleutel="energie", naam="Energie NV", type="Energie")
    make_deelname(partners=[partner])
    make_deelname(partners=[partner], gemeente="0375", naam="Beverwijk", postcodes=["1940-1949"])
    deliver(
        partner=partner,
        regels=[
            make_regel(
                klantnummer="K-771", achternaam="Ondersteboven", voorletters="Q.X.", type_vordering="energie",
                bedrag="432,50", referentie="REF-553", toevoeging="zolder",
            ),
            make_regel(klantnummer="K2", achternaam="Bakker", geboortedatum="1991-02-03", type_vordering="energie",
                       toevoeging="zolder"),
            make_regel(klantnummer="K3", huisnummer="99", geboortedatum="", type_vordering="energie"),
            make_regel(klantnummer="K4", postcode="1941AA", type_vordering="energie"),
        ],
    )  # fmt: skip


def handle(zaak: Zaak, *, eindresultaat: str, per_persoon: dict[Any, str] | None = None) -> None:
    door = make_actor(
        rol="behandelaar", gebruiker=new_id(), partij=zaak.gemeente_id, gemeenten=[zaak.gemeente_id]
    )
    key = {"zaak": zaak.id, "gemeente": zaak.gemeente_id, "door": door}
    take_zaak(**key, now=NU + timedelta(days=2))
    record_contactpoging(
        **key, soort="Telefoon", bereikt=True, datum=date(2026, 10, 29), dagdeel="Avond", notitie="niet meesturen",
        persoon=None, now=NU + timedelta(days=3),
    )  # fmt: skip
    close_zaak(**key, eindresultaat=eindresultaat, per_persoon=per_persoon, now=NU + timedelta(days=4))


def zaak_of(klantnummer: str) -> Zaak:
    signaal = SignaalPersoon.objects.get(klantnummer=klantnummer)
    return Zaak.objects.get(koppelingen__signaal=signaal.id)


def test_it_restates_the_schema_of_the_standard() -> None:
    if not OFFICIEEL.exists():
        pytest.skip("SKIPPED LOUDLY: the published DDAS schema is not here; ours was not compared with it")
    assert read_schema("1.2") == json.loads(OFFICIEEL.read_text())


def test_it_is_valid_in_every_version_and_names_nobody() -> None:
    fill()
    handle(zaak_of("K-771"), eindresultaat="Verwijzing zonder tussenkomst inwoner")
    handle(zaak_of("K3"), eindresultaat="Vervolghulp en/of verwijzing")
    for versie in VERSIES:
        made, _ = export(versie)
        assert [levering["gemeentecode"] for levering in made["leveringen"]] == ["0375", "0392"]
        assert [levering["teller"] for levering in made["leveringen"]] == [1, 2]
        text = json.dumps(made)
        assert not [name for name in (*NAMEN, "niet meesturen") if name in text]


def test_it_tells_every_end_result_with_the_day_it_was_taken_in_hand() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    numbers = {resultaat: str(n) for n, resultaat in enumerate(EINDRESULTATEN, start=1)}
    deliver(partner=partner, regels=[make_regel(klantnummer=n, huisnummer=n) for n in numbers.values()])
    for resultaat, number in numbers.items():
        handle(zaak_of(number), eindresultaat=resultaat)
    made, _ = export()
    told = {zaak["resultaat"]: zaak for zaak in made["leveringen"][0]["vroegsignaalzaken"]}
    for resultaat, number in numbers.items():
        assert told[resultaat] == {
            "resultaat": resultaat,
            "matchingsdatum": "2026-10-26",
            "startdatumMatchingperiode": "2026-10-01",
            "einddatumMatchingperiode": "2026-10-31",
            "datumOpgepakt": "2026-10-28",
            "vroegsignalen": [{"ID": str(SignaalPersoon.objects.get(klantnummer=number).id)}],
            "contactpogingen": [
                {"soort": "Telefoon", "bereikt": True, "datum": "2026-10-29", "dagdeel": "Avond"}
            ],
        }


def test_it_names_the_client_by_number_alone_or_by_address() -> None:
    fill()
    SignaalPersoon.objects.filter(klantnummer="K2").update(**seal_bsn("999990019"))
    made, _ = export()
    key = {p.klantnummer: str(p.id) for p in SignaalPersoon.objects.all()}
    client = {s["ID"]: s["client"] for s in made["leveringen"][1]["vroegsignalen"]}
    assert client[key["K2"]] == {"burgerservicenummer": "999990019"}
    assert client[key["K3"]] == {"postcode": "2011AA", "huisnummer": "99"}
    assert client[key["K-771"]] == {
        "postcode": "2011AA", "huisnummer": "12", "huisnummertoevoeging": "ZOLDER", "geboortedatum": "1980-05-01",
    }  # fmt: skip


def test_it_makes_a_zaak_of_its_own_for_a_person_with_another_result() -> None:
    fill()
    zaak = zaak_of("K-771")
    other = Zaaksignaal.objects.get(zaak=zaak, signaal=SignaalPersoon.objects.get(klantnummer="K2").id)
    handle(
        zaak, eindresultaat="Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering",
        per_persoon={other.persoon: "Inwoner is overleden"},
    )  # fmt: skip
    made, _ = export()
    told = {
        z["resultaat"]: [one["ID"] for one in z["vroegsignalen"]]
        for z in made["leveringen"][1]["vroegsignaalzaken"]
        if "resultaat" in z
    }
    assert told["Inwoner is overleden"] == [str(other.signaal_id)]
    assert len(told) == 2
    assert all(len(ids) == 1 for ids in told.values())
    status = {s["ID"]: s["status"] for s in made["leveringen"][1]["vroegsignalen"]}
    assert status[str(other.signaal_id)] == "Inwoner is overleden"


def test_it_calls_the_claim_of_a_confirmed_situation_a_crisis_and_no_other() -> None:
    fill()
    zaak = zaak_of("K3")
    Zaak.objects.filter(id=zaak.id).update(bedreigend_op=NU.date(), bedreigend_grond="einde_energie_of_water")
    Zaak.objects.exclude(id=zaak.id).update(bedreigend_op=NU.date(), bedreigend_grond="huisuitzetting")
    made, _ = export()
    crisis = {s["ID"] for part in made["leveringen"] for s in part["vroegsignalen"] if s["crisissignaal"]}
    assert crisis == {str(SignaalPersoon.objects.get(klantnummer="K3").id)}


def test_it_tells_a_zaak_again_in_the_quarter_in_which_it_ends_with_all_its_signalen() -> None:
    fill()
    later = Periode(date(2026, 10, 30), date(2026, 12, 31))
    before, _ = export(periode=later)
    handle(zaak_of("K3"), eindresultaat="Inwoner is overleden")
    after, _ = export(periode=later)
    ends = [z for z in after["leveringen"][1]["vroegsignaalzaken"] if "resultaat" in z]
    assert len(ends) == 1
    assert {one["ID"] for one in ends[0]["vroegsignalen"]} <= {
        s["ID"] for s in after["leveringen"][1]["vroegsignalen"]
    }
    assert len(before["leveringen"][1]["vroegsignaalzaken"]) == 2
    closed_before, _ = export(periode=Periode(date(2026, 11, 5), date(2026, 12, 31)))
    assert not [z for z in closed_before["leveringen"][1]["vroegsignaalzaken"] if "resultaat" in z]


def test_it_leaves_out_what_may_not_go_and_says_why() -> None:
    fill()
    gone = SignaalPersoon.objects.get(klantnummer="K3")
    rests = SignaalPersoon.objects.get(klantnummer="K2")
    Verwerkingsbeperking.objects.create(
        gemeente_id="0392", signaal_id=rests.id, verzoek=new_id(), grond="juistheid", begonnen_op=NU
    )
    SignaalPersoon.objects.filter(id=gone.id).delete()
    assert Signaal.objects.filter(id=gone.id).exists()
    made, told = export()
    ids = {s["ID"] for s in made["leveringen"][1]["vroegsignalen"]}
    assert ids == {str(SignaalPersoon.objects.get(klantnummer="K-771").id)}
    linked = {one["ID"] for z in made["leveringen"][1]["vroegsignaalzaken"] for one in z["vroegsignalen"]}
    assert linked == ids
    counts = {found.code: found.aantal for found in told[1].bevindingen}
    assert (counts["ddas_persoon_vernietigd"], counts["ddas_beperkt"]) == (1, 1)


def test_it_leaves_out_a_recalled_delivery() -> None:
    fill()
    Aanlevering.objects.update(status="ingetrokken")
    made, told = export()
    assert all(part["vroegsignalen"] == [] and part["vroegsignaalzaken"] == [] for part in made["leveringen"])
    assert {f.code: f.aantal for f in told[1].bevindingen}["ddas_ingetrokken"] == 3


def test_it_tells_what_was_corrected_at_the_request_of_the_resident() -> None:
    fill()
    signaal = SignaalPersoon.objects.get(klantnummer="K-771").id
    shared = {"gemeente_id": "0392", "signaal_id": signaal, "verzoek": new_id(), "gemaakt_op": NU}
    Rectificatie.objects.create(**shared, veld="bedrag_cent", bedrag_cent=20049)
    Rectificatie.objects.create(**shared, veld="achterstand_sinds", achterstand_sinds=date(2026, 9, 1))
    made, _ = export()
    (told,) = [s for s in made["leveringen"][1]["vroegsignalen"] if s["ID"] == str(signaal)]
    assert (told["bedrag"], told["ontstaansdatum"]) == (200, "2026-09-01")


def test_it_counts_what_an_earlier_version_has_no_word_for() -> None:
    fill()
    handle(zaak_of("K3"), eindresultaat="Vervolghulp en/of verwijzing")
    made, told = export("1.0")
    zaken = made["leveringen"][1]["vroegsignaalzaken"]
    assert not [z for z in zaken if "resultaat" in z]
    assert Counter(f.code for f in told[1].bevindingen)["ddas_geen_woord"] == 2


def test_it_cuts_into_pages_that_together_tell_everything_once() -> None:
    fill()
    for grootte in (1, 2, 3, 4, 50_000):
        check_pages(grootte)


def check_pages(grootte: int) -> None:
    vraag = Ddasvraag(KWARTAAL)
    whole, _ = export()
    first = make_pagina(vraag=vraag, nummer=1, grootte=grootte, door=SYSTEEM, now=NU)
    assert (first.paginas, first.signalen) == (-(-4 // grootte), 4)
    found: dict[str, list[Any]] = {"vroegsignalen": [], "vroegsignaalzaken": []}
    for nummer in range(1, first.paginas + 1):
        page = make_pagina(vraag=vraag, nummer=nummer, grootte=grootte, door=SYSTEEM, now=NU).gegevens
        get_keuring("1.2").check_kop(page)
        parts = page["leveringen"]
        assert sum(len(part["vroegsignalen"]) for part in parts) <= grootte
        for name, seen in found.items():
            seen += [one for part in parts for one in part[name]]
    for name, seen in found.items():
        expected = [one for part in whole["leveringen"] for one in part[name]]
        assert sorted(map(json.dumps, seen)) == sorted(map(json.dumps, expected))
    beyond = make_pagina(vraag=vraag, nummer=first.paginas + 1, grootte=grootte, door=SYSTEEM, now=NU)
    assert "leveringen" not in beyond.gegevens
    assert beyond.paginas == first.paginas


@pytest.mark.parametrize(
    ("kind", "good", "change"),
    [
        ("signaal", {"bedrag": 12}, {"bedrag": "12"}),
        ("signaal", {"bedrag": 12}, {"bedrag": 12.5}),
        ("signaal", {"ontstaansdatum": "2026-09-01"}, {"ontstaansdatum": "01-09-2026"}),
        ("signaal", {"ontstaansdatum": "2026-09-01"}, {"ontstaansdatum": "2026-09-31"}),
        ("signaal", {"status": "Opgepakt"}, {"status": "opgepakt"}),
        (
            "signaal",
            {"client": {"burgerservicenummer": "999990019"}},
            {"client": {"burgerservicenummer": "99999001"}},
        ),
        (
            "signaal",
            {"client": {"postcode": "2011AA", "huisnummer": "1"}},
            {"client": {"postcode": "2011AA", "huisnummer": "1", "burgerservicenummer": "999990019"}},
        ),
        ("signaal", {}, {"naam": "Ondersteboven"}),
        ("zaak", {}, {"vroegsignalen": []}),
        (
            "zaak",
            {"vroegsignalen": [{"ID": "a"}, {"ID": "b"}]},
            {"vroegsignalen": [{"ID": "a"}, {"ID": "a"}]},
        ),
        ("zaak", {"contactpogingen": [{"soort": "Brief"}]}, {"contactpogingen": [{"soort": "Fax"}]}),
        ("zaak", {"resultaat": "Inwoner is overleden"}, {"resultaat": "Verhuisd"}),
    ],
)
def test_it_refuses_a_record_against_the_schema_also_after_it_let_a_like_one_through(
    kind: str, good: dict[str, Any], change: dict[str, Any]
) -> None:
    plain: dict[str, Any] = (
        {"ID": "a", "signaalpartner": {"type": "Water"}, "client": {"postcode": "2011AA", "huisnummer": "1"}}
        if kind == "signaal"
        else {"vroegsignalen": [{"ID": "a"}]}
    )
    keuring = get_keuring("1.2")

    def judge(record: dict[str, Any]) -> None:
        keuring.check_deel(*(([record], []) if kind == "signaal" else ([], [record])))

    judge({**plain, **good})
    with pytest.raises(Weigering, match="ddas_schema") as refusal:
        judge({**plain, **good, **change})
    assert "Ondersteboven" not in str(refusal.value)
    assert "99999001" not in str(refusal.value)


def test_it_writes_one_line_in_the_log_and_no_number_in_it() -> None:
    fill()
    SignaalPersoon.objects.filter(klantnummer="K2").update(**seal_bsn("999990019"))
    export()
    line = Logregel.objects.get(handeling="ddas_uitgevoerd")
    assert line.waarden == {"gemeenten": 2, "signalen": 4, "zaken": 3}
    assert "999990019" not in json.dumps(line.waarden) + line.object
    assert line.betrokkenen == []


def test_it_leaves_out_the_municipality_that_does_not_exist() -> None:
    fill()
    make_deelname(gemeente=PROEFGEMEENTE, naam="Proef", partners=[make_partner()], postcodes=["9990-9999"])
    made, _ = export()
    assert [levering["gemeentecode"] for levering in made["leveringen"]] == ["0375", "0392"]


def test_it_refuses_who_is_not_the_operator_and_questions_that_cannot_be() -> None:
    fill()
    for rol in ("behandelaar", "coordinator", "partner", "privacy", "beheer"):
        with pytest.raises(GeenToegang):
            write_levering(vraag=Ddasvraag(KWARTAAL), schrijf=None, door=make_actor(rol=rol), now=NU)
    for vraag, code in (
        (Ddasvraag(KWARTAAL, versie="2.0"), "ddas_versie"),
        (Ddasvraag(Periode(KWARTAAL.tot, KWARTAAL.van)), "ddas_periode"),
        (Ddasvraag(KWARTAAL, ("0001",)), "ddas_gemeente"),
        (Ddasvraag(KWARTAAL, (PROEFGEMEENTE,)), "ddas_gemeente"),
    ):
        with pytest.raises(Weigering, match=code):
            write_levering(vraag=vraag, schrijf=None, door=SYSTEEM, now=NU)
    with pytest.raises(Weigering, match="ddas_pagina"):
        make_pagina(vraag=Ddasvraag(KWARTAAL), nummer=1, grootte=50_001, door=SYSTEEM, now=NU)


def test_it_writes_a_file_for_the_owner_alone_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill()
    path = tmp_path / "levering.json"
    ask = ("ddas", "--van", "2026-10-01", "--tot", "2026-12-31", "--gemeente", "0392")
    call_command(*ask, "--alleen-rapport")
    assert not path.exists()
    assert "Gemeente Haarlem (0392): 3 signalen, 2 zaken" in capsys.readouterr().out
    call_command(*ask, "--naar", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["levering.json"]
    assert "[ddas_zwak_herkenbaar]" in capsys.readouterr().out
    assert len(json.loads(path.read_text())["leveringen"][0]["vroegsignalen"]) == 3
    with pytest.raises(CommandError, match="bestand_bestaat"):
        call_command(*ask, "--naar", str(path))
    with pytest.raises(CommandError, match="datum_ongeldig"):
        call_command("ddas", "--van", "gisteren", "--tot", "2026-12-31")
