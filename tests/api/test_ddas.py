"""The CBS fetches a period: signed both ways, page by page, and nobody else gets a thing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.http import HttpResponse
from django.utils import timezone
from jsonschema import Draft202012Validator
from tests.adapters.certificaten import make_root, make_signer
from tests.api.programma import Programma, make_toepassing, write_jwks
from tests.factories import deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.adapters.jades import Handtekeningfout, check_signature, sign, write_digest
from meldpunt.audit.models import Logregel
from meldpunt.inzicht.ddas.keuring import read_schema
from meldpunt.inzicht.ddas.ondertekening import check_vraag
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.toepassingen.actions import Nieuwetoepassing, approve_toepassing, register_toepassing
from meldpunt.toegang.toepassingen.models import Toepassing
from meldpunt.toegang.toepassingen.sleutelset import read_sleutels

pytestmark = pytest.mark.django_db
OIN_CBS = "00000001234567890000"
KWARTAAL = {"aanleverperiodeStartdatum": "2026-10-01", "aanleverperiodeEinddatum": "2026-12-31"}
ROOT = make_root()
CBS = make_signer(ROOT, naam="CBS", oin=OIN_CBS)
MELDPUNT = make_signer(ROOT, naam="Meldpunt")


@pytest.fixture
def ingericht(settings: Any, tmp_path: Path) -> None:
    """Give the installation a key to sign with, and an authority to trust."""
    key = MELDPUNT.sleutel.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    chain = b"".join(one.public_bytes(Encoding.PEM) for one in MELDPUNT.keten)
    for name, content in (
        ("SLEUTEL", key), ("CERTIFICAAT", chain), ("VERTROUWD", ROOT.certificaat.public_bytes(Encoding.PEM)),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(content)
        setattr(settings, f"MELDPUNT_DDAS_{name}", str(path))


def make_cbs(*, oin: str = "") -> Toepassing:
    who = {"rol": "beheer", "partijsoort": "meldpunt", "partij": "meldpunt", "gemeenten": ()}
    nieuw = Nieuwetoepassing(
        naam="CBS", partijsoort="statistiek", partij="cbs", scopes=["read"],
        sleutels=read_sleutels(write_jwks()), oin=oin,
    )  # fmt: skip
    with signing_in():
        row = register_toepassing(
            toepassing=nieuw, door=make_actor(**who, gebruiker=uuid4()), now=timezone.now()
        )
        approve_toepassing(toepassing=row.id, door=make_actor(**who, gebruiker=uuid4()), now=timezone.now())
        return Toepassing.objects.get(id=row.id)


def ask(programma: Programma, vraag: Any, **koppen: str) -> HttpResponse:
    body = json.dumps(vraag).encode()
    own = {"Digest": write_digest(body), "nlgov-adr-payload-sig": sign(body, door=CBS, now=timezone.now())}
    answer: Any = programma.client.post(
        "/api/v1/gegevens", body, content_type="application/json", headers={**own, **koppen}
    )
    return answer


def read(answer: HttpResponse) -> dict[str, Any]:
    """Return what was given, once the signature under it holds and the schema agrees."""
    assert answer.status_code == 200, answer.content
    check_signature(
        answer.content, digest=answer["Digest"], handtekening=answer["nlgov-adr-payload-sig"],
        vertrouwd=(ROOT.certificaat,), now=timezone.now(),
    )  # fmt: skip
    told: dict[str, Any] = json.loads(answer.content)
    Draft202012Validator(read_schema("1.2"), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
        told["gegevens"]
    )
    return told


def fill() -> None:
    partner = make_partner()
    make_deelname(partners=[partner])
    make_deelname(partners=[partner], gemeente="0375", naam="Beverwijk", postcodes=["1940-1949"])
    regels = [make_regel(klantnummer=f"K{n}", huisnummer=str(n)) for n in range(1, 4)]
    deliver(partner=partner, regels=[*regels, make_regel(klantnummer="K9", postcode="1941AA")])


@pytest.mark.usefixtures("ingericht")
def test_it_gives_the_whole_period_without_paging_when_it_fits() -> None:
    fill()
    told = read(ask(Programma(make_cbs()), KWARTAAL))
    assert told.keys() == {"gegevens"}
    counts = {one["gemeentecode"]: len(one["vroegsignalen"]) for one in told["gegevens"]["leveringen"]}
    assert counts == {"0375": 1, "0392": 3}
    line = Logregel.objects.get(handeling="ddas_geleverd")
    assert (line.rol, line.betrokkenen) == ("statistiek", [])
    assert line.waarden == {"pagina": 1, "gemeenten": 2, "signalen": 4}


@pytest.mark.usefixtures("ingericht")
def test_it_gives_pages_and_says_of_how_many() -> None:
    fill()
    programma, keys = Programma(make_cbs()), []
    for nummer in (1, 2):
        told = read(ask(programma, {**KWARTAAL, "page": nummer, "pageSize": 3}))
        assert told["paginering"] == {
            "pageSize": 3,
            "currentPage": nummer,
            "totalPages": 2,
            "totalRecords": 4,
        }
        keys += [one["ID"] for part in told["gegevens"]["leveringen"] for one in part["vroegsignalen"]]
    assert len(set(keys)) == len(keys) == 4
    beyond = read(ask(programma, {**KWARTAAL, "page": 3, "pageSize": 3}))
    assert "leveringen" not in beyond["gegevens"]
    assert beyond["paginering"]["totalPages"] == 2
    assert read(ask(programma, {**KWARTAAL, "pageSize": 900_000}))["paginering"]["pageSize"] == 50_000


@pytest.mark.usefixtures("ingericht")
@pytest.mark.parametrize("naam", ["Gemeente Beverwijk", "beverwijk", "GM0375", "0375"])
def test_it_gives_one_organisation_by_its_name_or_code(naam: str) -> None:
    fill()
    told = read(ask(Programma(make_cbs()), {**KWARTAAL, "aanleverendeOrganisatie": naam}))
    assert [one["gemeentecode"] for one in told["gegevens"]["leveringen"]] == ["0375"]


@pytest.mark.usefixtures("ingericht")
def test_it_gives_the_last_quarter_when_no_period_is_named() -> None:
    fill()
    told = read(ask(Programma(make_cbs()), {}))["gegevens"]
    begin, end = told["startdatumLevering"], told["einddatumLevering"]
    assert (begin[5:7], end[5:]) in {("01", "03-31"), ("04", "06-30"), ("07", "09-30"), ("10", "12-31")}
    assert end < timezone.localdate().isoformat()


@pytest.mark.usefixtures("ingericht")
@pytest.mark.parametrize(
    ("vraag", "status", "code"),
    [
        ({**KWARTAAL, "aanleverperiodeEinddatum": "2026-09-01"}, 422, "ddas_periode"),
        ({**KWARTAAL, "aanleverendeOrganisatie": "Gemeente Nergens"}, 422, "ddas_gemeente"),
        ({**KWARTAAL, "aanleverendeOrganisatie": "9999"}, 422, "ddas_gemeente"),
        ({"page": 0}, 400, "velden_ongeldig"),
        ({"pageSize": "veel"}, 400, "velden_ongeldig"),
        ({"aanleverperiodeStartdatum": "1 okt"}, 400, "velden_ongeldig"),
        ({"aanleverende_organisatie": "x"}, 400, "velden_ongeldig"),
        ([], 400, "inhoud_onleesbaar"),
    ],
)
def test_it_says_what_is_wrong_with_a_question(vraag: Any, status: int, code: str) -> None:
    fill()
    answer = ask(Programma(make_cbs()), vraag)
    told = json.loads(answer.content)
    assert (answer.status_code, told["code"]) == (status, code)
    assert told["title"]
    assert answer["Content-Type"] == "application/problem+json"
    assert "Fsc-Error-Code" not in answer


@pytest.mark.usefixtures("ingericht")
def test_it_gives_nothing_for_an_unsigned_question_or_one_signed_by_another() -> None:
    fill()
    programma = Programma(make_cbs())
    other = make_signer(make_root("Andere uitgever"), naam="Vreemd")
    body = json.dumps(KWARTAAL).encode()
    for koppen, code in (
        ({"nlgov-adr-payload-sig": ""}, "handtekening_ontbreekt"),
        ({"Digest": ""}, "digest_klopt_niet"),
        ({"Digest": write_digest(b"{}")}, "digest_klopt_niet"),
        ({"nlgov-adr-payload-sig": sign(b"{}", door=CBS, now=timezone.now())}, "handtekening_ongeldig"),
        ({"nlgov-adr-payload-sig": sign(body, door=other, now=timezone.now())}, "certificaat_onbekend"),
    ):
        answer = ask(programma, KWARTAAL, **koppen)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (400, code)
        assert b"vroegsignalen" not in answer.content


def test_it_gives_nothing_before_the_operator_named_key_and_authority() -> None:
    fill()
    answer = ask(Programma(make_cbs()), KWARTAAL)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "ddas_niet_ingericht")


@pytest.mark.usefixtures("ingericht")
def test_it_answers_a_stranger_with_the_codes_of_fsc() -> None:
    fill()
    programma = Programma(make_cbs())
    partner = Programma(make_toepassing(partner=make_partner()))
    gemeente = Programma(make_toepassing(gemeente="0392"))
    nobody = Programma(make_cbs())
    nobody.client.defaults.pop("HTTP_AUTHORIZATION")
    forged = Programma(make_cbs())
    forged.client.defaults["HTTP_AUTHORIZATION"] = "Bearer e30.e30.x"
    for who, status, code in (
        (nobody, 401, "ERROR_CODE_ACCESS_TOKEN_MISSING"),
        (forged, 401, "ERROR_CODE_ACCESS_TOKEN_INVALID"),
        (partner, 403, "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN"),
        (gemeente, 403, "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN"),
    ):
        answer = ask(who, KWARTAAL)
        told = json.loads(answer.content)
        assert (answer.status_code, answer["Fsc-Error-Code"], told["code"]) == (status, code, code)
        assert told["domain"] == "ERROR_DOMAIN_INWAY"
    answer = programma.get("/gegevens")
    assert (answer.status_code, answer["Fsc-Error-Code"]) == (405, "ERROR_CODE_METHOD_UNSUPPORTED")


@pytest.mark.usefixtures("ingericht")
def test_it_lets_the_program_of_the_cbs_reach_nothing_else() -> None:
    fill()
    programma = Programma(make_cbs())
    assert programma.get("/aanleveringen").status_code == 403


@pytest.mark.usefixtures("ingericht")
def test_it_takes_a_question_of_the_oin_of_the_program_alone() -> None:
    now = timezone.now()
    signed = {"digest": write_digest(b"{}"), "handtekening": sign(b"{}", door=CBS, now=now)}
    check_vraag(b"{}", **signed, oin=OIN_CBS, now=now)
    with pytest.raises(Handtekeningfout, match="handtekening_oin"):
        check_vraag(b"{}", **signed, oin="00000009999999990000", now=now)
