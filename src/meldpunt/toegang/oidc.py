"""Sign in with an OpenID provider: send somebody there, and read who came back.

The protocol only, for whoever needs it: it makes no account and asks no row. Authorization code with PKCE, state and
nonce; the signature, issuer, audience and time of the id_token are always checked, also when TLS vouches for it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings

from meldpunt.adapters import uitgaand

# No `none`, and no key that both sides hold: a client secret must not be able to sign a person.
ALGORITMEN: Final = ("RS256", "PS256", "ES256")
WACHTTIJD: Final = 10
GROOTST: Final = 256 * 1024
SPELING: Final = 60
POORTEN: Final = frozenset({443, 8443})
DEZE_MACHINE: Final = frozenset({"127.0.0.1", "localhost"})
LUS: Final = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
VERS: Final = 120


class OidcFout(Exception):
    """A provider that gave no answer to rely on; the text is for the log of the operator, not for the person."""


@dataclass(frozen=True, slots=True)
class Aanbieder:
    """A provider and how we are known to it."""

    issuer: str
    client_id: str
    geheim: str
    terugkeer: str
    scope: str = "openid email profile"
    acr: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verzoek:
    """A sign-in that was begun: where the browser goes, and what its answer must fit."""

    url: str
    state: str
    nonce: str
    verifier: str


def start_verzoek(aanbieder: Aanbieder, *, opnieuw: bool = False) -> Verzoek:
    """Begin a sign-in; the caller keeps the answer in the session. Raises OidcFout.

    `opnieuw` asks the provider not to rely on an earlier sign-in.
    """
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    asked = {
        "response_type": "code",
        "client_id": aanbieder.client_id,
        "redirect_uri": aanbieder.terugkeer,
        "scope": aanbieder.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": _challenge(verifier),
        "code_challenge_method": "S256",
    }
    if aanbieder.acr:
        asked["acr_values"] = " ".join(aanbieder.acr)
    if opnieuw:
        asked |= {"prompt": "login", "max_age": "0"}
    endpoint = _endpoint(_discover(aanbieder), "authorization_endpoint")
    return Verzoek(f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", state, nonce, verifier)


def read_antwoord(aanbieder: Aanbieder, verzoek: Verzoek, *, antwoord: Mapping[str, str]) -> dict[str, Any]:
    """Return the claims about who came back with this answer. Raises OidcFout when anything does not fit."""
    if not hmac.compare_digest(antwoord.get("state", ""), verzoek.state):
        raise OidcFout("state")
    if error := antwoord.get("error"):
        raise OidcFout(f"refused: {error[:40]}")
    found = _discover(aanbieder)
    # RFC 9207: an answer of another provider is no answer to this question.
    if antwoord.get("iss", aanbieder.issuer) != aanbieder.issuer:
        raise OidcFout("iss of the answer")
    tokens = _call(
        _endpoint(found, "token_endpoint"),
        form={
            "grant_type": "authorization_code",
            "code": antwoord.get("code", ""),
            "redirect_uri": aanbieder.terugkeer,
            "code_verifier": verzoek.verifier,
            "client_id": aanbieder.client_id,
            "client_secret": aanbieder.geheim,
        },
    )
    claims = _verify(aanbieder, found, str(tokens.get("id_token", "")), verzoek.nonce)
    token = str(tokens.get("access_token", ""))
    _check_at_hash(claims, token)
    return _complete(found, claims, token)


def asked_just_now(claims: Mapping[str, Any], *, now: float) -> bool:
    """Say whether the provider says that it asked the person for a password or factor a moment ago."""
    asked = claims.get("auth_time")
    return isinstance(asked, int) and not isinstance(asked, bool) and -SPELING <= now - asked <= VERS


def check_adres(adres: str) -> None:
    """Raise OidcFout unless this address may be asked: over TLS, or on this machine in the demo.

    Where a name leads is looked at when it is asked; an address of the own network is refused here already.
    """
    try:
        uitgang = _door_to(adres)
        doel = uitgaand.check_adres(adres, uitgang=uitgang)
        number = _read_ip(doel.host)
    except (uitgaand.Uitgaandfout, ValueError) as problem:
        raise OidcFout(f"address: {problem}") from problem
    if number is not None and not uitgaand.is_open(number, uitgang=uitgang):
        raise OidcFout("address inside the network")


def _door_to(adres: str) -> uitgaand.Uitgang:
    """Return the way out to one address that a provider or beheer named, and to nothing else.

    Any name in the world, for whoever runs this cannot list the parts of each provider; but only in the world, or in a
    network that the operator named. What the demo may ask on this machine is the provider of the demo.
    """
    place = urlsplit(adres)
    host = (place.hostname or "").lower()
    here = settings.DEMO and host in DEZE_MACHINE
    return uitgaand.Uitgang(
        hosts=frozenset({host} if host else ()),
        poorten=frozenset({place.port or 80} if here else POORTEN),
        eigen_netten=(*(LUS if here else ()), *map(ip_network, settings.MELDPUNT_OIDC_NETTEN)),
        zonder_tls=frozenset({host} if here else ()),
        seconden=WACHTTIJD,
        grootste=GROOTST,
    )


def _read_ip(host: str) -> uitgaand.Adres | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _discover(aanbieder: Aanbieder) -> dict[str, Any]:
    found = _call(f"{aanbieder.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != aanbieder.issuer:
        raise OidcFout("issuer of the discovery document")
    return found


def _endpoint(found: dict[str, Any], naam: str) -> str:
    adres = str(found.get(naam, ""))
    check_adres(adres)
    return adres


def _verify(aanbieder: Aanbieder, found: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_call(_endpoint(found, "jwks_uri"))).keys
        key = next(one for one in keys if kid is None or one.key_id == kid)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=list(ALGORITMEN),
            audience=aanbieder.client_id,
            issuer=aanbieder.issuer,
            leeway=SPELING,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except (jwt.PyJWTError, StopIteration, TypeError) as problem:
        raise OidcFout(f"id_token: {type(problem).__name__}") from problem
    if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise OidcFout("nonce")
    if (
        isinstance(claims["aud"], list)
        and len(claims["aud"]) > 1
        and claims.get("azp") != aanbieder.client_id
    ):
        raise OidcFout("azp")
    return claims


def _check_at_hash(claims: Mapping[str, Any], token: str) -> None:
    """Raise OidcFout when the id_token says which access token it came with, and that is another one."""
    said = claims.get("at_hash")
    if said is None or not token:
        return
    # Every algorithm that is accepted goes with SHA-256; half of it counts (OpenID Connect Core 3.1.3.6).
    half = hashlib.sha256(token.encode()).digest()[:16]
    if not hmac.compare_digest(str(said), base64.urlsafe_b64encode(half).rstrip(b"=").decode()):
        raise OidcFout("at_hash")


def _complete(found: dict[str, Any], claims: dict[str, Any], token: str) -> dict[str, Any]:
    """Add what only userinfo tells; what was signed is never replaced by it."""
    if not found.get("userinfo_endpoint") or not token:
        return claims
    told = _call(_endpoint(found, "userinfo_endpoint"), token=token)
    if told.get("sub") != claims["sub"]:
        raise OidcFout("sub of userinfo")
    return {**told, **claims}


def _call(adres: str, *, form: dict[str, str] | None = None, token: str = "") -> dict[str, Any]:
    check_adres(adres)
    headers = {"Accept": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    asked = uitgaand.Verzoek(
        adres=adres,
        methode="GET" if form is None else "POST",
        inhoud=urlencode(form or {}).encode(),
        koppen=headers,
    )
    try:
        # No redirect is followed: it would carry the secret to an address that nobody checked.
        answer = uitgaand.send(asked, uitgang=_door_to(adres))
        told = json.loads(answer.inhoud) if answer.status == HTTPStatus.OK else None
    except (uitgaand.Uitgaandfout, ValueError) as problem:
        raise OidcFout(f"no answer: {problem}") from problem
    if not isinstance(told, dict):
        raise OidcFout(f"answer {answer.status}")
    return told


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
