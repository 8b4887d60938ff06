"""The session of a resident: apart from that of accounts, fifteen minutes long, and the number in it sealed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponseBase

from meldpunt.toegang.oidc import Verzoek
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.sleutelbos import Onleesbaar, decrypt_text, encrypt_texts

PAD: Final = "/mijn-gegevens/"
ZEGEL: Final = "mijn_gegevens"
DUUR: Final = timedelta(minutes=15)
# Long enough to find the phone with the DigiD app.
AANMELDDUUR: Final = timedelta(minutes=10)
_WIE, _TOT, _BEGONNEN = "wie", "tot", "begonnen"


def _name() -> str:
    return "__Secure-mijn" if settings.SESSION_COOKIE_SECURE else "mijn"


def begin_aanmelden(response: HttpResponseBase, verzoek: Verzoek, *, now: datetime) -> None:
    """Keep what the answer of the broker must fit, until it comes."""
    begun = {"state": verzoek.state, "nonce": verzoek.nonce, "verifier": verzoek.verifier}
    _keep(response, {_BEGONNEN: _seal(begun)}, until=now + AANMELDDUUR)


def take_aanmelden(request: HttpRequest, *, now: datetime) -> Verzoek | None:
    """Return the sign-in that was begun in this browser, once; none when there was none or it took too long."""
    store = _find(request, now)
    begun = _open(store.get(_BEGONNEN, "")) if store is not None else None
    if store is None or begun is None:
        return None
    # Whatever comes of it: the same answer is not read twice.
    with signing_in():
        store.delete()
    return Verzoek("", begun["state"], begun["nonce"], begun["verifier"])


def sign_in(response: HttpResponseBase, bsn: str, *, now: datetime) -> None:
    """Begin a session under a new key, with the number under a seal."""
    _keep(response, {_WIE: _seal({"bsn": bsn})}, until=now + DUUR)


def find_bsn(request: HttpRequest, *, now: datetime) -> str:
    """Return the number of who signed in; '' for nobody, and after fifteen minutes."""
    store = _find(request, now)
    told = _open(store.get(_WIE, "")) if store is not None else None
    return str(told["bsn"]) if told else ""


def find_einde(request: HttpRequest, *, now: datetime) -> datetime | None:
    """Return when the session ends."""
    store = _find(request, now)
    return datetime.fromisoformat(store[_TOT]) if store is not None else None


def sign_out(request: HttpRequest, response: HttpResponseBase) -> None:
    """End the session here and in the browser."""
    key = request.COOKIES.get(_name(), "")
    if key:
        with signing_in():
            SessionStore(session_key=key).delete()
    response.delete_cookie(_name(), path=PAD, samesite="Lax")


def _keep(response: HttpResponseBase, content: dict[str, str], *, until: datetime) -> None:
    store = SessionStore()
    store.update({**content, _TOT: until.isoformat()})
    store.set_expiry(until)
    with signing_in():
        store.create()
    # Lax: the broker is another site, and its answer must find what was begun.
    response.set_cookie(
        _name(),
        str(store.session_key),
        path=PAD,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _find(request: HttpRequest, now: datetime) -> SessionStore | None:
    key = request.COOKIES.get(_name(), "")
    store = SessionStore(session_key=key) if key else None
    with signing_in():
        known = store is not None and _TOT in store
    if store is None or not known or datetime.fromisoformat(store[_TOT]) <= now:
        return None
    return store


def _seal(content: dict[str, Any]) -> str:
    return encrypt_texts(ZEGEL, [json.dumps(content)])[0]


def _open(sealed: str) -> dict[str, str] | None:
    try:
        return json.loads(decrypt_text(ZEGEL, sealed)) if sealed else None
    except Onleesbaar:
        # The key is gone: whoever it was signs in again.
        return None
