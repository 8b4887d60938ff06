"""The protocol with an OpenID provider, through a real one over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
from tests.oidc.aanbieder import Testaanbieder, run_aanbieder

from meldpunt.toegang.oidc import Aanbieder, OidcFout, Verzoek, check_adres, read_antwoord, start_verzoek

TERUGKEER = "https://meldpunt.example/aanmelden/organisatie/terug/"


@pytest.fixture
def provider() -> Iterator[Testaanbieder]:
    with run_aanbieder(claims={"sub": "persoon-1", "amr": ["pwd", "mfa"]}) as running:
        yield running


def as_seen_by_us(provider: Testaanbieder) -> Aanbieder:
    return Aanbieder(provider.issuer, provider.client_id, provider.geheim, TERUGKEER)


def go(verzoek: Verzoek) -> dict[str, str]:
    """Follow the browser to the provider and return what it comes back with."""
    answer = requests.get(verzoek.url, allow_redirects=False, timeout=5)
    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def test_it_returns_the_claims_of_who_came_back(provider) -> None:
    provider.userinfo = {"email": "anne@elan.example", "amr": ["niets"]}
    verzoek = start_verzoek(as_seen_by_us(provider))
    claims = read_antwoord(as_seen_by_us(provider), verzoek, antwoord=go(verzoek))
    assert claims["sub"] == "persoon-1"
    assert claims["email"] == "anne@elan.example"
    assert claims["amr"] == ["pwd", "mfa"], "userinfo replaces nothing that was signed"


def test_it_asks_with_pkce_a_nonce_and_the_level_wanted(provider) -> None:
    aanbieder = Aanbieder(provider.issuer, "meldpunt", provider.geheim, TERUGKEER, acr=("hoog", "midden"))
    verzoek = start_verzoek(aanbieder)
    go(verzoek)
    asked = provider.verzoeken[-1]
    assert asked["acr_values"] == "hoog midden"
    assert asked["nonce"] == verzoek.nonce
    assert verzoek.verifier not in verzoek.url


@pytest.mark.parametrize(
    "knoei",
    ["handtekening", "nonce", "issuer", "aud", "verlopen", "alg_none", "sub_userinfo", "ontdekking"],
)
def test_it_refuses_a_provider_that_says_something_else(provider, knoei) -> None:
    verzoek = start_verzoek(as_seen_by_us(provider))
    antwoord = go(verzoek)
    provider.knoei.add(knoei)
    with pytest.raises(OidcFout):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=antwoord)


def test_it_refuses_the_answer_to_another_request(provider) -> None:
    first, second = start_verzoek(as_seen_by_us(provider)), start_verzoek(as_seen_by_us(provider))
    with pytest.raises(OidcFout, match="state"):
        read_antwoord(as_seen_by_us(provider), second, antwoord=go(first))


def test_it_refuses_a_code_without_its_verifier(provider) -> None:
    verzoek = start_verzoek(as_seen_by_us(provider))
    stolen = Verzoek(verzoek.url, verzoek.state, verzoek.nonce, "een ander")
    with pytest.raises(OidcFout, match="answer 400"):
        read_antwoord(as_seen_by_us(provider), stolen, antwoord=go(verzoek))


def test_it_refuses_a_code_that_was_used(provider) -> None:
    verzoek = start_verzoek(as_seen_by_us(provider))
    antwoord = go(verzoek)
    read_antwoord(as_seen_by_us(provider), verzoek, antwoord=antwoord)
    with pytest.raises(OidcFout):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=antwoord)


def test_it_says_why_the_provider_refused(provider) -> None:
    provider.weigert = "access_denied"
    verzoek = start_verzoek(as_seen_by_us(provider))
    with pytest.raises(OidcFout, match="access_denied"):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=go(verzoek))


@pytest.mark.parametrize("adres", ["http://idp.example", "ftp://idp.example", "", "https://een@idp.example"])
def test_it_asks_no_address_without_tls(adres) -> None:
    with pytest.raises(OidcFout):
        check_adres(adres)


def test_it_asks_this_machine_without_tls_in_the_demo_only(settings) -> None:
    check_adres("http://127.0.0.1:8000")
    settings.DEMO = False
    with pytest.raises(OidcFout):
        check_adres("http://127.0.0.1:8000")


def test_it_refuses_an_access_token_that_the_id_token_does_not_know(provider) -> None:
    provider.claims["at_hash"] = "een andere"
    verzoek = start_verzoek(as_seen_by_us(provider))
    with pytest.raises(OidcFout, match="at_hash"):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=go(verzoek))
