"""A program signs in: with a proof that its own key signed, once (RFC 7523), it gets a pass for a while (RFC 9068).

The two sides of the interface are one system, so the pass is read here as well; it is signed with a key that follows
from the key ring, and ends with the program the moment somebody ends that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from django.db import IntegrityError, transaction
from django.db.models import Q
from jwt.types import Options

from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.toepassingen.models import Toepassing, Toepassingbewijs
from meldpunt.toegang.toepassingen.sleutelset import ALGORITMEN, find_sleutel
from meldpunt.toegang.toepassingen.tekenen import ALGORITME, find_tekensleutel, get_tekensleutel
from meldpunt.toegang.toepassingen.verbinding import Verbinding

GELDIG: Final = timedelta(minutes=15)
# How long a proof may hold at the most, and how far clocks may differ.
BEWIJS_HOOGSTENS: Final = timedelta(minutes=10)
SPELING: Final = timedelta(seconds=60)
LANGSTE: Final = 4000
BEARER: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# After so long the moment of last use is written again: not one change of a row for every request.
GEBRUIK_NA: Final = timedelta(minutes=10)


class Aanmeldfout(Exception):
    """A program that was not let in: the error of RFC 6749 and a Dutch sentence with a stable code."""

    def __init__(self, fout: str, zin: str) -> None:
        super().__init__(zin)
        self.fout, self.zin = fout, zin


class Bewijsfout(Exception):
    """A pass that does not hold (any more); the text is a Dutch sentence with a stable code."""


@dataclass(frozen=True, slots=True)
class Uitgever:
    """Who issues and who is asked: the site by its address from outside."""

    adres: str

    @property
    def tokenadres(self) -> str:
        """Return where a program signs in."""
        return f"{self.adres}/api/v1/oauth/token"

    @property
    def publiek(self) -> str:
        """Return for whom a pass is meant."""
        return f"{self.adres}/api/v1"


@dataclass(frozen=True, slots=True)
class Toegangsbewijs:
    """A pass as it is handed out."""

    token: str
    seconden: int
    scopes: tuple[str, ...]


@acting_on_accounts()
def issue_toegangsbewijs(
    *, aanvraag: Mapping[str, str], verbinding: Verbinding, uitgever: Uitgever, now: datetime
) -> Toegangsbewijs:
    """Hand out a pass for a proof. Raises Aanmeldfout; the proof counts once, whatever comes of it."""
    if aanvraag.get("grant_type") != "client_credentials":
        raise Aanmeldfout("unsupported_grant_type", "Gebruik grant_type client_credentials. [grant_onbekend]")
    proof = aanvraag.get("client_assertion", "")
    if aanvraag.get("client_assertion_type") != BEARER or not 0 < len(proof) <= LANGSTE:
        raise Aanmeldfout(
            "invalid_request",
            "Meld u aan met private_key_jwt: een ondertekend client_assertion. [bewijs_ontbreekt]",
        )
    toepassing, claims = _verify(proof, uitgever=uitgever, now=now)
    if aanvraag.get("client_id", toepassing.client_id) != toepassing.client_id:
        raise Aanmeldfout("invalid_client", "client_id hoort niet bij dit bewijs. [client_anders]")
    _spend(toepassing, claims)
    if bezwaar := find_bezwaar(toepassing, verbinding):
        raise Aanmeldfout("invalid_client", bezwaar)
    return _sign(toepassing, _choose_scopes(toepassing, aanvraag.get("scope", "")), verbinding, uitgever, now)


def read_toegangsbewijs(
    *, token: str, verbinding: Verbinding, uitgever: Uitgever, now: datetime
) -> tuple[Toepassing, frozenset[str]]:
    """Return whose pass this is and what it allows now. Raises Bewijsfout; call it where accounts are open."""
    claims = _open(token, uitgever, now)
    toepassing = _find(str(claims["client_id"]))
    if toepassing is None or claims["sub"] != toepassing.client_id:
        raise Bewijsfout("Deze toepassing is beëindigd. Vraag een nieuwe aan. [toepassing_beeindigd]")
    told = str(dict(claims.get("cnf") or {}).get("x5t#S256", ""))
    if (told and not hmac.compare_digest(told, verbinding.certificaat)) or find_bezwaar(
        toepassing, verbinding
    ):
        raise Bewijsfout("Dit token hoort bij een ander certificaat. [certificaat_anders]")
    if toepassing.laatst_gebruikt_op is None or now - toepassing.laatst_gebruikt_op > GEBRUIK_NA:
        Toepassing.objects.filter(id=toepassing.id).update(laatst_gebruikt_op=now)
    return toepassing, frozenset(str(claims["scope"]).split()) & frozenset(toepassing.scopes)


def find_bezwaar(toepassing: Toepassing, verbinding: Verbinding) -> str:
    """Say why this connection does not fit the program; empty when it does or nothing was asked."""
    if toepassing.certificaten and verbinding.certificaat not in toepassing.certificaten:
        return "Gebruik het clientcertificaat dat bij deze toepassing hoort. [certificaat_anders]"
    if toepassing.oin and toepassing.oin != verbinding.oin:
        return "Het OIN van de verbinding hoort niet bij deze toepassing. [oin_anders]"
    return ""


def sweep_bewijzen(*, now: datetime) -> int:
    """Delete the proofs that would not be taken any more; return how many."""
    return Toepassingbewijs.objects.filter(verloopt_op__lt=now - SPELING).delete()[0]


def _verify(proof: str, *, uitgever: Uitgever, now: datetime) -> tuple[Toepassing, dict[str, Any]]:
    """Return the program that signed this, and what it said. Every reason gives the same answer."""
    wrong = Aanmeldfout(
        "invalid_client",
        "Dit bewijs klopt niet. Kijk naar client_id, sleutel (kid), aud, exp en jti. [bewijs_ongeldig]",
    )
    try:
        header = jwt.get_unverified_header(proof)
        who = jwt.decode(proof, options={"verify_signature": False}).get("sub")
        toepassing = _find(who) if isinstance(who, str) else None
        kid = header.get("kid")
        key = (
            find_sleutel(toepassing.sleutels, kid=kid if isinstance(kid, str) else None)
            if toepassing
            else None
        )
        if toepassing is None or key is None:
            raise wrong
        claims: dict[str, Any] = jwt.decode(
            proof,
            key.key,
            algorithms=[one for one in ALGORITMEN if (one == "ES256") == (key.key_type == "EC")],
            audience=[uitgever.tokenadres, uitgever.adres, uitgever.publiek],
            issuer=toepassing.client_id,
            options=_options("exp", "sub", "aud", "iss", "jti"),
        )
        until = _moment(claims["exp"])
        begun = _moment(claims.get("nbf", 0)) <= now + SPELING
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as problem:
        raise wrong from problem
    if until < now - SPELING or not begun or not str(claims["jti"]):
        raise wrong
    if until > now + BEWIJS_HOOGSTENS + SPELING:
        raise Aanmeldfout("invalid_client", "Een bewijs geldt hooguit 10 minuten (exp). [bewijs_te_lang]")
    return toepassing, claims


def _spend(toepassing: Toepassing, claims: Mapping[str, Any]) -> None:
    """Let the proof count. Raises Aanmeldfout when it did before; two at the same moment are one too many."""
    number = hashlib.sha256(str(claims["jti"]).encode()).hexdigest()
    until = _moment(claims["exp"])
    try:
        with transaction.atomic():
            Toepassingbewijs.objects.create(toepassing=toepassing, nummer=number, verloopt_op=until)
    except IntegrityError as problem:
        raise Aanmeldfout(
            "invalid_client",
            "Dit bewijs is al gebruikt. Maak een nieuw, met een eigen jti. [bewijs_gebruikt]",
        ) from problem


def _choose_scopes(toepassing: Toepassing, asked: str) -> tuple[str, ...]:
    wanted = asked.split()
    if not wanted:
        return tuple(toepassing.scopes)
    if unknown := [one for one in wanted if one not in toepassing.scopes]:
        raise Aanmeldfout(
            "invalid_scope", f"Deze toepassing heeft geen scope {' '.join(unknown)[:100]}. [scope_ontbreekt]"
        )
    return tuple(dict.fromkeys(wanted))


def _sign(
    toepassing: Toepassing, scopes: tuple[str, ...], verbinding: Verbinding, uitgever: Uitgever, now: datetime
) -> Toegangsbewijs:
    key = get_tekensleutel()
    claims: dict[str, Any] = {
        "iss": uitgever.adres,
        "aud": uitgever.publiek,
        "sub": toepassing.client_id,
        "client_id": toepassing.client_id,
        "scope": " ".join(scopes),
        "jti": secrets.token_urlsafe(16),
        "iat": int(now.timestamp()),
        "exp": int((now + GELDIG).timestamp()),
    }
    if verbinding.certificaat:
        claims["cnf"] = {"x5t#S256": verbinding.certificaat}
    token = jwt.encode(claims, key.geheim, algorithm=ALGORITME, headers={"typ": "at+jwt", "kid": key.kid})
    return Toegangsbewijs(token, int(GELDIG.total_seconds()), scopes)


def _open(token: str, uitgever: Uitgever, now: datetime) -> dict[str, Any]:
    over = Bewijsfout("Dit token geldt niet of niet meer. Vraag een nieuw token aan. [token_ongeldig]")
    if not 0 < len(token) <= LANGSTE:
        raise over
    try:
        header = jwt.get_unverified_header(token)
        key = find_tekensleutel(str(header.get("kid", "")))
        if key is None or str(header.get("typ", "")).lower() not in {"at+jwt", "application/at+jwt"}:
            raise over
        claims: dict[str, Any] = jwt.decode(
            token,
            key.publiek,
            algorithms=[ALGORITME],
            audience=uitgever.publiek,
            issuer=uitgever.adres,
            options=_options("exp", "iat", "sub", "aud", "iss", "client_id", "scope"),
        )
        until = _moment(claims["exp"])
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as problem:
        raise over from problem
    if until < now:
        raise Bewijsfout("Dit token is verlopen. Vraag een nieuw token aan. [token_verlopen]")
    return claims


def _options(*needed: str) -> Options:
    """Ask for these; the library reads a clock of its own, and here the moment comes from who asks."""
    return {"require": list(needed), "verify_exp": False, "verify_nbf": False, "verify_iat": False}


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(float(seconds), tz=UTC)


def _find(client_id: str) -> Toepassing | None:
    """Return a program that holds: not ended, and agreed to where that takes a second person.

    One to try out with reaches nobody, of whichever party it is.
    """
    agreed = Q(partijsoort="partner") | Q(proef=True) | Q(goedgekeurd_op__isnull=False)
    holds = Q(beeindigd_op=None) & agreed
    return Toepassing.objects.filter(holds, client_id=client_id[:80]).first()
