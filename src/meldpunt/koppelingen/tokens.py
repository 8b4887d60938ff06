"""Make ourselves known: a key in a header, or an OAuth token that is kept until just before it ends."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urlencode
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from meldpunt.adapters.uitgaand import Antwoord, Verzoek
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.herkansing import read_retry_after
from meldpunt.koppelingen.uitweg import code_of, send

VERKLARING: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GELDIG: Final = timedelta(minutes=1)
# So many seconds before its end a token is not used any more.
EERDER: Final = 30.0
ZONDER_DUUR: Final = 300


@dataclass(frozen=True, slots=True)
class _Token:
    waarde: str
    tot: float


_tokens: dict[str, _Token] = {}
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def write_aanmelding(koppeling: Koppelinggegevens, *, now: datetime) -> dict[str, str]:
    """Return the headers by which the other side knows us. Raises Koppelingfout when no token is given."""
    wijze = koppeling.aanmelding
    if wijze.soort == "sleutel":
        return {wijze.sleutelkop: koppeling.geheimen.sleutel}
    if wijze.soort == "geen":
        return {}
    return {"Authorization": f"Bearer {_get_token(koppeling, now=now)}"}


def forget_token(koppeling: Koppelinggegevens) -> bool:
    """Forget the token of a connection, and say whether there was one: refused, it may have been withdrawn."""
    return _tokens.pop(_place(koppeling), None) is not None


def _get_token(koppeling: Koppelinggegevens, *, now: datetime) -> str:
    place = _place(koppeling)
    # One at a time: the others find the token that the first one fetched.
    with _locks[place]:
        kept = _tokens.get(place)
        if kept is None or kept.tot <= time.monotonic():
            kept = _tokens[place] = _fetch(koppeling, now=now)
    return kept.waarde


def _fetch(koppeling: Koppelinggegevens, *, now: datetime) -> _Token:
    wijze = koppeling.aanmelding
    form = {"grant_type": "client_credentials", **({"scope": wijze.scope} if wijze.scope else {})}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if wijze.soort == "oauth_handtekening":
        form |= {
            "client_id": wijze.client_id,
            "client_assertion_type": VERKLARING,
            "client_assertion": _sign(koppeling, now=now),
        }
    elif koppeling.opties.get("token_aanmelding") == "basic":
        headers["Authorization"] = _basic(wijze.client_id, koppeling.geheimen.client_geheim)
    else:
        form |= {"client_id": wijze.client_id, "client_secret": koppeling.geheimen.client_geheim}
    asked = Verzoek(adres=wijze.tokenadres, inhoud=urlencode(form).encode(), koppen=headers)
    return _read(send(asked, koppeling=koppeling), now=now)


def _read(answer: Antwoord, *, now: datetime) -> _Token:
    if answer.status == HTTPStatus.BAD_REQUEST:
        # How RFC 6749 says that it does not know the client or the scope.
        raise Koppelingfout("toegang", antwoord=answer)
    if code := code_of(answer.status):
        again = read_retry_after(answer.koppen.get("retry-after", ""), now) if code == "limiet" else None
        raise Koppelingfout(code, wanneer_weer=again, antwoord=answer)
    try:
        told: Mapping[str, object] = json.loads(answer.inhoud)
        value, lasts = told["access_token"], float(str(told.get("expires_in", ZONDER_DUUR)))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Koppelingfout("onleesbaar", antwoord=answer) from problem
    if not isinstance(value, str) or not value.isascii() or not value.isprintable():
        raise Koppelingfout("onleesbaar", antwoord=answer)
    return _Token(value, time.monotonic() + max(lasts - EERDER, 0.0))


def _sign(koppeling: Koppelinggegevens, *, now: datetime) -> str:
    """Return the statement by which we are known (RFC 7523): short, and good for once."""
    wijze = koppeling.aanmelding
    try:
        key = load_pem_private_key(koppeling.geheimen.handtekeningsleutel.encode(), None)
        claims = {
            "iss": wijze.client_id,
            "sub": wijze.client_id,
            "aud": wijze.audience or wijze.tokenadres,
            "iat": int(now.timestamp()),
            "exp": int((now + GELDIG).timestamp()),
            "jti": str(uuid4()),
        }
        algorithm = "ES256" if isinstance(key, EllipticCurvePrivateKey) else "RS256"
        headers = {"kid": wijze.kid} if wijze.kid else None
        return jwt.encode(claims, key, algorithm=algorithm, headers=headers)  # type: ignore[arg-type]
    except (ValueError, TypeError, jwt.PyJWTError) as problem:
        raise Koppelingfout("certificaat") from problem


def _basic(client_id: str, geheim: str) -> str:
    # Both are encoded as form values first (RFC 6749, 2.3.1).
    pair = f"{quote(client_id, safe='')}:{quote(geheim, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _place(koppeling: Koppelinggegevens) -> str:
    """Return where a token is kept: another client, secret or scope is another token."""
    wijze, geheimen = koppeling.aanmelding, koppeling.geheimen
    parts = (koppeling.sleutel, *(str(wijze), geheimen.client_geheim, geheimen.handtekeningsleutel))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
