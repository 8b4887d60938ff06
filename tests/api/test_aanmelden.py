"""A program signs in with a proof that its own key signed, once, and its pass opens what its party may see."""

from __future__ import annotations

import json
import time
from uuid import UUID

import jwt
import pytest
from django.test import Client
from django.utils import timezone
from tests.api.programma import (
    SITE,
    Programma,
    ask_token,
    make_toepassing,
    sign_bewijs,
)
from tests.factories import deliver, make_actor, make_deelname, make_partner, make_regel

from meldpunt.aanlevering.sleutelronde import begin_round
from meldpunt.audit.models import Logregel
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.toepassingen.actions import end_toepassing
from meldpunt.toegang.toepassingen.models import Toepassing, Toepassingbewijs

pytestmark = pytest.mark.django_db


@pytest.fixture
def toepassing() -> Toepassing:
    return make_toepassing(partner=make_partner())


def test_it_gives_a_pass_as_the_standards_write_one(toepassing: Toepassing) -> None:
    answer = ask_token(sign_bewijs(toepassing.client_id), scope="signalen")
    told = json.loads(answer.content)
    assert (answer.status_code, told["token_type"], told["expires_in"], told["scope"]) == (
        200,
        "Bearer",
        900,
        "signalen",
    )
    assert answer["Cache-Control"] == "no-store"
    assert answer["API-Version"] == "1.0.0"
    header = jwt.get_unverified_header(told["access_token"])
    assert (header["typ"], header["alg"]) == ("at+jwt", "ES256")
    keys = jwt.PyJWKSet.from_dict(json.loads(Client().get("/.well-known/jwks.json").content))
    claims = jwt.decode(
        told["access_token"], keys[header["kid"]].key, algorithms=["ES256"], audience=f"{SITE}/api/v1"
    )
    assert claims["iss"] == SITE
    assert claims["sub"] == claims["client_id"] == toepassing.client_id
    assert claims["scope"] == "signalen"
    assert claims.keys() >= {"jti", "iat", "exp"}


def test_it_tells_where_to_sign_in() -> None:
    told = json.loads(Client().get("/.well-known/oauth-authorization-server").content)
    assert told["token_endpoint"] == f"{SITE}/api/v1/oauth/token"
    assert told["token_endpoint_auth_methods_supported"] == ["private_key_jwt"]


@pytest.mark.parametrize(
    ("anders", "code"),
    [
        ({"aud": "https://elders.example"}, "bewijs_ongeldig"),
        ({"exp": 1_600_000_000}, "bewijs_ongeldig"),
        ({"exp": int(time.time()) + 86_400}, "bewijs_te_lang"),
        ({"jti": None}, "bewijs_ongeldig"),
        ({"exp": None}, "bewijs_ongeldig"),
        ({"iss": "iemand-anders"}, "bewijs_ongeldig"),
        ({"sub": "iemand-anders"}, "bewijs_ongeldig"),
        ({"nbf": int(time.time()) + 600}, "bewijs_ongeldig"),
        ({"sleutel": "andere", "kop": {"kid": "eerste"}}, "bewijs_ongeldig"),
        ({"kop": {"kid": "onbekend"}}, "bewijs_ongeldig"),
    ],
)
def test_it_refuses_a_proof_that_does_not_fit(toepassing: Toepassing, anders: dict, code: str) -> None:
    answer = ask_token(sign_bewijs(toepassing.client_id, **anders))
    told = json.loads(answer.content)
    assert (answer.status_code, told["error"], told["code"]) == (401, "invalid_client", code)
    assert not Toepassingbewijs.objects.exists()


def test_it_refuses_a_proof_that_is_not_signed(toepassing: Toepassing) -> None:
    claims = jwt.decode(sign_bewijs(toepassing.client_id), options={"verify_signature": False})
    bare = jwt.encode(claims, key=None, algorithm="none", headers={"kid": "eerste"})
    assert ask_token(bare).status_code == 401


def test_it_takes_a_proof_once(toepassing: Toepassing) -> None:
    proof = sign_bewijs(toepassing.client_id)
    assert ask_token(proof).status_code == 200
    again = ask_token(proof)
    assert (again.status_code, json.loads(again.content)["code"]) == (401, "bewijs_gebruikt")


def test_it_gives_no_scope_that_the_program_does_not_have() -> None:
    narrow = make_toepassing(partner=make_partner(), scopes=["signalen"])
    answer = ask_token(sign_bewijs(narrow.client_id), scope="signalen aanleveren")
    assert (answer.status_code, json.loads(answer.content)["error"]) == (400, "invalid_scope")


def test_it_knows_no_other_way_in(toepassing: Toepassing) -> None:
    answer = ask_token("x", grant_type="password")
    assert json.loads(answer.content)["error"] == "unsupported_grant_type"
    answer = Client().post(
        "/api/v1/oauth/token", {"grant_type": "client_credentials", "client_secret": "geheim"}
    )
    assert json.loads(answer.content)["error"] == "invalid_request"
    assert Client().get("/api/v1/oauth/token").status_code == 405


def test_it_asks_for_a_pass_and_says_how() -> None:
    answer = Client().get("/api/v1/aanleveringen")
    told = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"], told["code"]) == (
        401,
        "application/problem+json",
        "token_ontbreekt",
    )
    assert answer["WWW-Authenticate"].startswith("Bearer")
    answer = Client().get("/api/v1/aanleveringen", headers={"Authorization": "Bearer e30.e30.x"})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "token_ongeldig")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_it_takes_no_proof_of_a_program_for_a_pass(toepassing: Toepassing) -> None:
    proof = sign_bewijs(toepassing.client_id, aud=f"{SITE}/api/v1", scope="aanleveren")
    answer = Client().get("/api/v1/aanleveringen", headers={"Authorization": f"Bearer {proof}"})
    assert answer.status_code == 401


def test_it_wants_the_scope_of_the_resource(toepassing: Toepassing) -> None:
    answer = Programma(toepassing, scope="signalen").get("/aanleveringen")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (403, "scope_ontbreekt")
    assert 'error="insufficient_scope", scope="aanleveren"' in answer["WWW-Authenticate"]


def test_it_ends_a_pass_with_its_program(toepassing: Toepassing) -> None:
    program = Programma(toepassing)
    assert program.get("/aanleveringen").status_code == 200
    door = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
    with signing_in():
        end_toepassing(toepassing=toepassing.id, door=door, now=timezone.now())
    answer = program.get("/aanleveringen")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "toepassing_beeindigd")
    assert ask_token(sign_bewijs(toepassing.client_id)).status_code == 401


def test_it_shows_a_program_what_its_own_party_delivered() -> None:
    pwn, vitens = make_partner(), make_partner(sleutel="vitens", naam="Vitens")
    make_deelname(partners=[pwn, vitens])
    for partner in (pwn, vitens):
        deliver(partner=partner, regels=[make_regel()])
    own = json.loads(Programma(make_toepassing(partner=pwn)).get("/aanleveringen").content)["resultaten"]
    assert len(own) == 1
    other = Programma(make_toepassing(partner=vitens))
    key = UUID(own[0]["id"])
    answer = other.get(f"/aanleveringen/{key}")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "niet_gevonden")
    line = Logregel.objects.get(resultaat="geweigerd")
    assert (line.herkomst, line.partij, line.object) == ("api", "partner:vitens", "api:aanlevering")
    assert line.gebruiker == other.toepassing.id


def test_it_answers_a_program_never_with_a_page(toepassing: Toepassing) -> None:
    for path in ("/api/v1/bestaat-niet", "/api/v2/aanleveringen", "/api", "/api/v1/aanleveringen/"):
        answer = Client().get(path)
        assert (path, answer.status_code, answer["Content-Type"]) == (path, 404, "application/problem+json")
    answer = Programma(toepassing).client.delete("/api/v1/aanleveringen")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, HEAD, OPTIONS")
    assert json.loads(answer.content)["code"] == "methode_onbekend"


def test_it_says_which_parameters_do_not_fit(toepassing: Toepassing) -> None:
    answer = Programma(toepassing).get("/aanleveringen", {"aantal": "0", "voor": "x", "kleur": "rood"})
    told = json.loads(answer.content)
    assert (answer.status_code, told["code"]) == (400, "parameters_ongeldig")
    assert [one["name"] for one in told["invalidParams"]] == ["voor", "aantal", "kleur"]


def test_it_counts_what_a_program_asks(toepassing: Toepassing, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from meldpunt.api import weergave
    from meldpunt.toegang.tellers import Grens

    monkeypatch.setattr(weergave, "PER_TOEPASSING", Grens("api", 1, timedelta(hours=24)))
    program = Programma(toepassing)
    first, second = program.get("/aanleveringen"), program.get("/aanleveringen")
    assert (first.status_code, first["RateLimit-Limit"], first["RateLimit-Remaining"]) == (200, "1", "0")
    assert (second.status_code, json.loads(second.content)["code"]) == (429, "te_vaak")
    assert int(second["Retry-After"]) > 0


def test_it_signs_with_a_new_key_after_a_round_and_still_knows_the_former(toepassing: Toepassing) -> None:
    program = Programma(toepassing)
    begin_round(door=system_actor(herkomst="test"), now=timezone.now())
    fresh = Programma(toepassing)
    kids = [jwt.get_unverified_header(one.token)["kid"] for one in (program, fresh)]
    assert kids[0] != kids[1]
    assert {one["kid"] for one in json.loads(Client().get("/.well-known/jwks.json").content)["keys"]} >= set(
        kids
    )
    assert [one.get("/aanleveringen").status_code for one in (program, fresh)] == [200, 200]
