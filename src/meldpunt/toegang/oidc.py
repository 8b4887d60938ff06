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
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings

# No `none`, and no key that both sides hold: a client secret must not be able to sign a person.
ALGORITMEN: Final = ("RS256", "PS256", "ES256")
WACHTTIJD: Final = 10
GROOTST: Final = 256 * 1024
SPELING: Final = 60


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


def start_verzoek(aanbieder: Aanbieder) -> Verzoek:
    """Begin a sign-in; the caller keeps the answer in the session. Raises OidcFout."""
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


def check_adres(adres: str) -> None:
    """Raise OidcFout unless this address may be asked: over TLS, or on this machine in the demo."""
    place = urlsplit(adres)
    own = settings.DEMO and place.hostname in {"127.0.0.1", "localhost"}
    if (
        not place.hostname
        or place.username
        or not (place.scheme == "https" or (place.scheme == "http" and own))
    ):
        raise OidcFout("address without TLS")


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
    try:
        # A redirect would carry the secret to an address that nobody checked.
        with requests.request(
            "POST" if form is not None else "GET",
            adres,
            data=form,
            headers=headers,
            timeout=WACHTTIJD,
            allow_redirects=False,
            stream=True,
        ) as answer:
            body = answer.raw.read(GROOTST + 1, decode_content=True)
            status = answer.status_code
        told = json.loads(body) if status == requests.codes.ok and len(body) <= GROOTST else None
    except (requests.RequestException, ValueError, OSError) as problem:
        raise OidcFout(f"no answer: {type(problem).__name__}") from problem
    if not isinstance(told, dict):
        raise OidcFout(f"answer {status}")
    return told


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
