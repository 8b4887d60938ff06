"""A partner by program: it delivers, reads what came of it, says and answers, by the same acts as on the screens."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.api.programma import Programma, make_toepassing
from tests.factories import KOP, make_deelname, make_partner, make_regel

from meldpunt import pipeline
from meldpunt.aanlevering.models import Aanlevering, Partnerbericht, Signaal
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.rijcontext import DOELEN, acting
from meldpunt.toegang.toepassingen.models import Herhaalverzoek

pytestmark = pytest.mark.django_db(transaction=True)


def day(ago: int = 70) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


def rij(**anders: Any) -> dict[str, Any]:
    return {
        "klantnummer": "K1",
        "voorletters": "J.",
        "achternaam": "Jansen",
        "geboortedatum": "1980-05-01",
        "postcode": "2011AA",
        "huisnummer": 12,
        "type_vordering": "water",
        "bedrag": "120,50",
        "achterstand_sinds": day(),
        **anders,
    }


def read(answer: HttpResponse, status: int = 200) -> Any:
    assert answer.status_code == status, (answer.status_code, answer.content)
    return json.loads(answer.content) if answer.content else None


def run(programma: Programma) -> None:
    """Let the worker do what is due."""
    door = system_actor(herkomst="test")
    with acting(door, doel=DOELEN["systeem"]):
        pipeline.run_due(door=door, clock=timezone.now)


@pytest.fixture
def programma() -> Programma:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    return Programma(make_toepassing(partner=pwn))


@pytest.fixture
def ander(programma: Programma) -> Programma:
    return Programma(make_toepassing(partner=make_partner(sleutel="vitens")))


def deliver(programma: Programma, *regels: dict[str, Any]) -> dict[str, Any]:
    told = read(programma.post("/aanleveringen", {"regels": list(regels) or [rij()]}), 202)
    run(programma)
    found: dict[str, Any] = read(programma.get(f"/aanleveringen/{told['id']}"))
    return found


def test_it_takes_rows_in_and_tells_what_came_of_them(programma: Programma) -> None:
    answer = programma.post(
        "/aanleveringen",
        {"convenant": "landelijk", "regels": [rij(), rij(klantnummer="K2", postcode="9999ZZ", bedrag=12.5)]},
    )
    told = read(answer, 202)
    assert answer["Location"] == f"https://meldpunt.example/api/v1/aanleveringen/{told['id']}"
    assert (told["status"], told["klaar"], told["kanaal"]) == ("ontvangen", False, "api")
    run(programma)
    told = read(programma.get(f"/aanleveringen/{told['id']}"))
    assert (told["status"], told["klaar"]) == ("verwerkt", True)
    assert (told["aantalRegels"], told["aantalGeaccepteerd"], told["aantalGeweigerd"]) == (2, 1, 1)
    assert told["bedragCent"] == 12050
    (wrong,) = read(programma.get(f"/aanleveringen/{told['id']}/regels"))["resultaten"]
    assert (wrong["regel"], wrong["gronden"]) == (3, ["gemeente_neemt_niet_deel"])
    (why,) = wrong["uitleg"]
    assert (why["waarde"], why["grond"]) == ("9999ZZ", "gemeente_neemt_niet_deel")
    assert why["artikel"]
    assert why["zin"].startswith("Regel 3:")
    assert Logregel.objects.get(handeling="foutverslag_ingezien").herkomst == "api"


def test_it_takes_a_file_in_a_form_and_by_itself(programma: Programma) -> None:
    text = f"{KOP}\n{make_regel(sinds=day())}\n".encode()
    form = {"convenant": "landelijk", "bestand": SimpleUploadedFile("maand.csv", text, "text/csv")}
    first = read(programma.client.post("/api/v1/aanleveringen", form), 202)  # type: ignore[arg-type]
    assert first["bestandsnaam"] == "maand.csv"
    again = programma.client.post(
        "/api/v1/aanleveringen?bestandsnaam=anders.csv", text, content_type="text/csv"
    )
    # The same content is the same delivery, however it was sent.
    assert read(again, 200)["id"] == first["id"]  # type: ignore[arg-type]
    assert Aanlevering.objects.count() == 1


def test_it_judges_json_as_it_judges_the_same_file(programma: Programma) -> None:
    sent = [rij(), rij(klantnummer="K2", bedrag=99999), rij(postcode="9999ZZ"), rij(achternaam="")]
    judged = read(programma.post("/proefbeoordelingen", {"regels": sent}))
    assert Aanlevering.objects.count() == 0
    told = deliver(programma, *sent)
    assert judged["aantalGeaccepteerd"] == told["aantalGeaccepteerd"] == 2
    assert judged["gronden"] == told["gronden"]
    rows = read(programma.get(f"/aanleveringen/{told['id']}/regels"))["resultaten"]
    refused = [(row["regel"], row["gronden"], row["uitleg"]) for row in judged["regels"] if row["gronden"]]
    assert refused == [(row["regel"], row["gronden"], row["uitleg"]) for row in rows]


def test_it_says_of_each_field_what_is_wrong(programma: Programma) -> None:
    told = read(programma.post("/aanleveringen", {"regels": [{"kleur": "rood"}, {"bedrag": [1]}]}), 400)
    assert [(one["name"], one["code"]) for one in told["invalidParams"]] == [
        ("regels.0.kleur", "veld_onbekend"),
        ("regels.1.bedrag", "waarde_soort"),
    ]
    told = read(programma.post("/aanleveringen", {"convenant": "duo-amsterdam", "regels": [rij()]}), 400)
    assert told["invalidParams"][0]["name"] == "convenant"
    assert read(programma.post("/aanleveringen", {"regels": []}), 400)["code"] == "velden_ongeldig"
    wrong = programma.client.post("/api/v1/aanleveringen", b"{", content_type="application/json")
    assert read(wrong, 400)["code"] == "inhoud_onleesbaar"  # type: ignore[arg-type]
    assert Aanlevering.objects.count() == 0


def test_it_tells_of_a_row_which_field_is_missing(programma: Programma) -> None:
    told = read(programma.post("/proefbeoordelingen", {"regels": [rij(), {"klantnummer": "K2"}]}))
    assert (told["aantalGeaccepteerd"], told["aantalGeweigerd"]) == (1, 1)
    (wrong,) = [row for row in told["regels"] if not row["geaccepteerd"]]
    assert wrong["gronden"] == ["verplicht_veld_ontbreekt"]
    assert "achternaam" in wrong["uitleg"][0]["waarde"]


def test_it_does_not_drop_a_column_that_surely_is_a_field(programma: Programma) -> None:
    text = f"{KOP};Geb. datum\n{make_regel(sinds=day())};1980-05-01\n".replace("geboortedatum", "x").encode()
    answer = programma.client.post("/api/v1/aanleveringen", text, content_type="text/csv")
    told = read(answer, 422)  # type: ignore[arg-type]
    assert told["invalidParams"][0]["name"] == "kolommen"


def test_it_does_nothing_twice_under_one_key(programma: Programma) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = programma.post("/aanleveringen", {"regels": [rij()]}, **key)
    again = programma.post("/aanleveringen", {"regels": [rij()]}, **key)
    assert read(first, 202) == read(again, 202)
    assert again["Location"] == first["Location"]
    assert (again.get("Idempotent-Replayed"), first.get("Idempotent-Replayed")) == ("true", None)
    other = programma.post("/aanleveringen", {"regels": [rij(klantnummer="K2")]}, **key)
    assert read(other, 422)["code"] == "sleutel_bezet"
    assert Aanlevering.objects.count() == 1
    assert (
        read(programma.post("/aanleveringen", {}, **{"Idempotency-Key": "x"}), 400)["code"]
        == "velden_ongeldig"
    )


def test_it_keeps_no_answer_of_what_was_refused(programma: Programma) -> None:
    told = read(programma.post("/aanleveringen", {"regels": [rij()]}), 202)
    key = {"Idempotency-Key": str(uuid4())}
    path = f"/aanleveringen/{told['id']}/intrekking"
    assert read(programma.post(path, {"reden": "Fout"}, **key), 409)["code"] == "aanlevering_status"
    assert not Herhaalverzoek.objects.exists()
    run(programma)
    assert read(programma.post(path, {"reden": "Fout"}, **key))["status"] == "ingetrokken"
    assert read(programma.post(path, {"reden": "Fout"}, **key))["status"] == "ingetrokken"
    assert read(programma.post(path, {"reden": " "}), 400)["invalidParams"][0]["name"] == "reden"


def test_it_follows_a_signaal_from_delivery_to_the_last_word(programma: Programma) -> None:
    deliver(programma)
    page = read(programma.get("/signalen"))
    (row,) = page["resultaten"]
    assert (row["klantnummer"], row["bedragCent"], row["gemeente"]) == ("K1", 12050, "Haarlem")
    assert page["_links"]["self"]["href"] == "https://meldpunt.example/api/v1/signalen"
    assert read(programma.post("/signalen/_zoek", {"klantnummer": "K1"}))["resultaten"] == [row]
    assert read(programma.post("/signalen/_zoek", {"klantnummer": "K9"}))["resultaten"] == []
    said = {"signaal": row["id"], "soort": "betaald", "datum": day(1)}
    told = read(programma.post("/partnerberichten", {"berichten": [said]}))
    assert (told["verwerkt"], told["resultaten"][0]["verwerkt"]) == (1, True)
    told = read(programma.post("/partnerberichten", {"berichten": [said]}))
    assert (told["verwerkt"], told["resultaten"][0]["code"]) == (0, "bericht_al_gemeld")
    assert Partnerbericht.objects.get().gemeld_door == programma.toepassing.id
    rows = read(programma.get("/terugkoppelingen", {"onbevestigd": "true"}))["resultaten"]
    assert rows
    assert {one["signaal"] for one in rows} == {row["id"]}
    keys = {"ids": [one["id"] for one in rows]}
    assert read(programma.post("/terugkoppelingen/bevestigingen", keys)) == {"bevestigd": len(rows)}
    assert read(programma.post("/terugkoppelingen/bevestigingen", keys)) == {"bevestigd": 0}
    assert read(programma.get("/terugkoppelingen", {"onbevestigd": "true"}))["resultaten"] == []
    dossier = read(programma.get(f"/signalen/{row['id']}"))
    assert dossier["partnerberichten"][0]["soort"] == "betaald"
    assert [one["code"] for one in dossier["terugkoppelingen"]] == [one["code"] for one in rows]


def test_it_writes_at_whom_a_program_looked(programma: Programma) -> None:
    deliver(programma)
    read(programma.get("/signalen"))
    line = Logregel.objects.get(handeling="signalen_ingezien")
    assert line.betrokkenen == [f"signaal:{Signaal.objects.get().id}"]
    assert (line.herkomst, line.gebruiker) == ("api", programma.toepassing.id)
    assert line.doel


def test_it_pages_by_the_last_key(programma: Programma) -> None:
    deliver(programma, *[rij(klantnummer=f"K{n}", huisnummer=n) for n in range(1, 6)])
    seen: list[str] = []
    page = read(programma.get("/signalen", {"aantal": 2}))
    while True:
        seen += [one["klantnummer"] for one in page["resultaten"]]
        if "next" not in page["_links"]:
            break
        page = read(
            programma.get(page["_links"]["next"]["href"].removeprefix("https://meldpunt.example/api/v1"))
        )
    assert sorted(seen) == ["K1", "K2", "K3", "K4", "K5"]


def test_it_gives_another_partner_nothing(programma: Programma, ander: Programma) -> None:
    told = deliver(programma)
    (row,) = read(programma.get("/signalen"))["resultaten"]
    for path in (
        f"/aanleveringen/{told['id']}",
        f"/aanleveringen/{told['id']}/regels",
        f"/signalen/{row['id']}",
    ):
        assert read(ander.get(path), 404)["code"] == "niet_gevonden"
    assert read(ander.post(f"/aanleveringen/{told['id']}/intrekking", {"reden": "x"}), 404)
    for path in (
        "/aanleveringen",
        "/signalen",
        "/terugkoppelingen",
        "/opschortingen",
        "/navragen",
        "/mededelingen",
    ):
        assert read(ander.get(path))["resultaten"] == []
    said = {"signaal": row["id"], "soort": "betaald", "datum": day(1)}
    answer = read(ander.post("/partnerberichten", {"berichten": [said]}))
    assert answer["resultaten"][0]["code"] == "signaal_onbekend"
    assert not Partnerbericht.objects.exists()
    nobody = uuid4()
    assert read(ander.post(f"/navragen/{nobody}/antwoord", {"antwoord": "open"}), 404)
    assert read(ander.post(f"/opschortingen/{nobody}/verlenging", {"akkoord": True}), 404)
    assert read(ander.post(f"/mededelingen/{nobody}/bevestiging"), 404)


def test_it_gives_lists_that_may_be_kept(programma: Programma) -> None:
    answer = programma.get("/postcodes")
    (area,) = read(answer)["resultaten"]
    assert (area["gemeente"], area["postcodes"]) == ("0392", ["2011-2037"])
    again = programma.get("/postcodes", **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    anybody = Client().get("/api/v1/waardelijsten/berichtsoorten")
    assert read(anybody)["waarden"] == ["betaald", "eigen_regeling", "ingetrokken", "bezwaar"]
    assert read(programma.get("/waardelijsten/kleuren"), 404)


def test_it_refuses_a_sign_that_no_database_takes(programma: Programma) -> None:
    assert read(programma.post("/signalen/_zoek", {"klantnummer": "a\0b"}), 400)["code"] == "teken_ongeldig"
    assert read(programma.get("/signalen", {"resultaat": "\0"}), 400)["code"] == "teken_ongeldig"
