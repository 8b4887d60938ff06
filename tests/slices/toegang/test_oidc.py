"""The protocol with an OpenID provider, through a real one over HTTP."""

from __future__ import annotations

import time
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


BINNEN = [
    "https://127.0.0.1/",
    "https://10.1.2.3/x",
    "https://192.168.1.1:8443/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[fd00:ec2::254]/",
    "https://[::ffff:10.0.0.1]/",
    "https://0.0.0.0/",
]


@pytest.mark.parametrize("adres", BINNEN)
def test_it_asks_no_address_inside_the_network(settings, adres) -> None:
    settings.DEMO = False
    with pytest.raises(OidcFout, match="inside the network"):
        check_adres(adres)


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "fe80::1"])
def test_it_asks_no_name_that_leads_inside(settings, monkeypatch, provider, ip) -> None:
    from meldpunt.adapters import uitgaand

    settings.DEMO = False
    monkeypatch.setattr(uitgaand.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (ip, 443))])
    aanbieder = Aanbieder("https://login.haarlem.example", "x", "y", TERUGKEER)
    with pytest.raises(OidcFout, match="uitgaand_intern"):
        start_verzoek(aanbieder)


def test_it_asks_a_provider_in_a_network_that_the_operator_named_but_never_the_cloud(settings) -> None:
    settings.DEMO = False
    settings.MELDPUNT_OIDC_NETTEN = ["10.1.0.0/16", "169.254.0.0/16"]
    check_adres("https://10.1.2.3/")
    for inside in ("https://10.2.2.3/", "https://169.254.169.254/"):
        with pytest.raises(OidcFout):
            check_adres(inside)


@pytest.mark.parametrize("naam", ["token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize(
    "adres",
    [
        "http://169.254.169.254/latest/",
        "https://169.254.169.254/",
        "https://10.0.0.1/",
        "https://a.example:5432/",
    ],
)
def test_it_follows_no_discovery_to_the_inside(provider, naam, adres) -> None:
    """Not even in the demo, where only this machine is open."""
    verzoek = start_verzoek(as_seen_by_us(provider))
    antwoord = go(verzoek)
    provider.adressen[naam] = adres
    with pytest.raises(OidcFout, match=r"inside the network|uitgaand_https|uitgaand_poort"):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=antwoord)


def test_it_asks_the_provider_on_this_machine_in_the_demo_only(provider, settings) -> None:
    settings.DEMO = False
    with pytest.raises(OidcFout):
        start_verzoek(as_seen_by_us(provider))
    assert provider.gevraagd == []


@pytest.mark.parametrize(
    ("knoei", "code"),
    [("omleiding", "uitgaand_omleiding"), ("groot", "uitgaand_te_groot"), ("traag", "uitgaand_")],
)
def test_it_takes_no_redirect_and_no_answer_without_end(provider, monkeypatch, knoei, code) -> None:
    from meldpunt.toegang import oidc

    monkeypatch.setattr(oidc, "WACHTTIJD", 1)
    verzoek = start_verzoek(as_seen_by_us(provider))
    antwoord = go(verzoek)
    provider.knoei.add(knoei)
    before = time.monotonic()
    with pytest.raises(OidcFout, match=code):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=antwoord)
    assert time.monotonic() - before < 5
    assert "/elders" not in provider.gevraagd


def test_it_refuses_an_access_token_that_the_id_token_does_not_know(provider) -> None:
    provider.claims["at_hash"] = "een andere"
    verzoek = start_verzoek(as_seen_by_us(provider))
    with pytest.raises(OidcFout, match="at_hash"):
        read_antwoord(as_seen_by_us(provider), verzoek, antwoord=go(verzoek))
