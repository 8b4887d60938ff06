"""Webhooks by program: from a subscription to the feedback that a notice points to."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone
from tests.api.programma import Programma, make_toepassing
from tests.api.test_partner import deliver, read
from tests.factories import make_deelname, make_partner
from tests.koppelingen.buren import Buur, buur
from tests.slices.notificaties.wereld import allow_all, make_notificatie, notify, posted, say_yes

from meldpunt.audit.models import Logregel
from meldpunt.notificaties.models import Abonnement, Notificatie
from meldpunt.notificaties.ondertekening import sign
from meldpunt.partijen.models import Signaalpartner
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN
from meldpunt.terugkoppeling.models import Navraag, Opschorting, Partnermededeling, Terugkoppeling

pytestmark = pytest.mark.django_db(transaction=True)
TYPEN = [soort.type for soort in GEBEURTENISSOORTEN.values()]
ADRES = "https://haak.pwn.example/meldpunt"


@pytest.fixture
def programma() -> Programma:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    return Programma(make_toepassing(partner=pwn))


@pytest.fixture
def ander(programma: Programma) -> Programma:
    return Programma(make_toepassing(partner=make_partner(sleutel="vitens")))


def begin(programma: Programma, *, adres: str = ADRES, typen: list[str] | None = None) -> dict[str, Any]:
    asked = {"naam": "debiteuren", "adres": adres, "gebeurtenissen": typen or TYPEN}
    made: dict[str, Any] = read(programma.post("/abonnementen", asked), 201)
    return made


def test_a_program_subscribes_receives_and_fetches_what_it_is_about(programma: Programma) -> None:
    with buur(tls=False) as receiver:
        say_yes(receiver)
        made = begin(programma, adres=f"{receiver.adres}/haak")
        assert (made["status"], made["server"]) == ("bevestigen", "gevraagd")
        allow_all(now=timezone.now())
        notify(now=timezone.now())
        shown = read(programma.get(f"/abonnementen/{made['id']}"))
        assert shown["status"] == "actief"
        assert "geheim" not in shown
        aanlevering = deliver(programma)
        notify(now=timezone.now())
        fetched = [fetch(programma, one) for one in received(receiver, made["geheim"])]
    assert aanlevering["id"] in [one["id"] for one in fetched]
    assert aanlevering["status"] == "verwerkt"


def received(receiver: Buur, geheim: str) -> list[str]:
    """Check every message as a receiver does and return where it points."""
    for one in posted(receiver):
        moment = datetime.fromtimestamp(int(one.koppen["webhook-timestamp"]), UTC)
        made = sign(one.inhoud, id=one.koppen["webhook-id"], geheimen=[geheim], now=moment)
        assert made["webhook-signature"] == one.koppen["webhook-signature"]
    return [one.json()["dataref"] for one in posted(receiver)]


def fetch(programma: Programma, dataref: str) -> dict[str, Any]:
    found: dict[str, Any] = read(programma.get(dataref.removeprefix("https://meldpunt.example/api/v1")))
    return found


@pytest.mark.parametrize("soort", GEBEURTENISSOORTEN)
def test_every_notice_points_to_a_resource_that_there_is(soort: str) -> None:
    pad = GEBEURTENISSOORTEN[soort].pad.format(bron=uuid4())
    try:
        resolve(f"/api/v1/{pad}")
    except Resolver404:
        pytest.fail(f"{pad} is no address of the interface")


def test_what_a_notice_points_to_shows_its_partner_alone_and_writes_that_it_was_read(
    programma: Programma, ander: Programma
) -> None:
    deliver(programma)
    signaal = read(programma.get("/signalen"))["resultaten"][0]["id"]
    partner = Signaalpartner.objects.get(sleutel="pwn")
    keys = make_rows(UUID(signaal), partner)
    for pad, key in keys.items():
        assert read(programma.get(f"/{pad}/{key}"))["id"] == str(key)
        read(ander.get(f"/{pad}/{key}"), 404)
        read(programma.get(f"/{pad}/{uuid4()}"), 404)
    lines = Logregel.objects.filter(handeling__endswith="_ingezien", rol="partner")
    assert {
        "terugkoppeling_ingezien",
        "opschortingen_ingezien",
        "vragen_ingezien",
        "mededelingen_ingezien",
    } <= set(lines.values_list("handeling", flat=True))


def make_rows(signaal: UUID, partner: Any) -> dict[str, UUID]:
    """Make one of each beside the signaal: told, rested, asked, requested."""
    now, today = timezone.now(), timezone.localdate()
    over = {"gemeente_id": "0392", "signaal_id": signaal, "partner": partner}
    told = Terugkoppeling.objects.create(**over, code="opgepakt", tabelversie=today, gemeld_op=now)
    rests = Opschorting.objects.create(
        **over,
        begin=today,
        eind=today,
        lengte="1 dag",
        grondslag="proef",
        geeindigd_op=today,
        einde_reden="termijn",
    )
    asked = Navraag.objects.create(**over, gesteld_op=now, antwoord_tot=today + timedelta(days=2))
    requested = Partnermededeling.objects.create(
        **over, soort="beperking", gemeld_op=now, uiterlijk=today + timedelta(days=14), bevestigd_op=now
    )
    return {
        "terugkoppelingen": told.id,
        "opschortingen": rests.id,
        "navragen": asked.id,
        "mededelingen": requested.id,
    }


def test_it_pauses_goes_on_and_ends(programma: Programma) -> None:
    made = begin(programma)
    Abonnement.objects.update(status="actief", bevestigd_op=timezone.now())
    pad = f"/abonnementen/{made['id']}"
    assert read(programma.patch(pad, {"status": "gepauzeerd"}))["status"] == "gepauzeerd"
    told = read(programma.patch(pad, {"status": "gepauzeerd"}), 409)
    assert told["code"] == "abonnement_status"
    assert read(programma.patch(pad, {"status": "actief"}))["status"] == "actief"
    assert programma.delete(pad).status_code == 204
    assert read(programma.get(pad))["status"] == "beeindigd"


def test_it_gives_a_secret_once_and_a_new_one_when_asked(programma: Programma) -> None:
    made = begin(programma)
    listed = read(programma.get("/abonnementen"))
    assert made["geheim"].startswith("whsec_")
    assert made["geheim"] not in json.dumps(listed)
    new = read(programma.post(f"/abonnementen/{made['id']}/geheim"), 201)
    assert new["geheim"] != made["geheim"]
    assert new["vorigGeheimTot"]


def test_it_lists_what_was_lost_and_sends_it_again(programma: Programma) -> None:
    made = begin(programma)
    partner = Signaalpartner.objects.get(sleutel="pwn")
    lost = make_notificatie(UUID(made["id"]), partner, status="mislukt", afgerond_op=timezone.now())
    pad = f"/abonnementen/{made['id']}"
    (row,) = read(programma.get(f"{pad}/notificaties"))["resultaten"]
    assert (row["id"], row["type"], row["status"]) == (
        str(lost.id),
        "nl.meldpunt.terugkoppeling-gegeven",
        "mislukt",
    )
    assert read(programma.post(f"{pad}/herhaling", {"ids": [str(lost.id)]})) == {"herhaald": 1}
    assert read(programma.post(f"{pad}/herhaling", {})) == {"herhaald": 0}
    assert Notificatie.objects.get().status == "wacht"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"adres": "http://haak.pwn.example/"}, 409, "uitgaand_https"),
        ({"gebeurtenissen": ["nl.meldpunt.zaak-gesloten"]}, 400, "velden_ongeldig"),
        ({"gebeurtenissen": []}, 400, "velden_ongeldig"),
        ({"naam": ""}, 400, "velden_ongeldig"),
    ],
)
def test_it_says_what_is_wrong_in_what_was_asked(
    programma: Programma, changes: dict[str, Any], status: int, code: str
) -> None:
    asked = {"naam": "x", "adres": ADRES, "gebeurtenissen": TYPEN, **changes}
    assert read(programma.post("/abonnementen", asked), status)["code"] == code


def test_it_knows_no_subscription_of_another_partner(programma: Programma, ander: Programma) -> None:
    made = begin(programma)
    pad = f"/abonnementen/{made['id']}"
    for answer in (
        ander.get(pad),
        ander.patch(pad, {"status": "actief"}),
        ander.delete(pad),
        ander.post(f"{pad}/geheim"),
        ander.post(f"{pad}/proefbericht"),
        ander.get(f"{pad}/notificaties"),
        ander.post(f"{pad}/herhaling", {}),
    ):
        assert answer.status_code == 404, answer.content
    assert read(ander.get("/abonnementen")) == {"resultaten": []}


def test_it_needs_a_scope_of_its_own(programma: Programma) -> None:
    without = Programma(programma.toepassing, scope="aanleveren")
    assert read(without.get("/abonnementen"), 403)["code"] == "scope_ontbreekt"
