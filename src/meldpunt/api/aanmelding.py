"""Who asks: the pass in the Authorization header, and what it may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from meldpunt.api.problemen import Probleem
from meldpunt.api.versie import get_uitgever
from meldpunt.partijen.optreden import get_toepassing_actor
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.toepassingen.aanmelden import Bewijsfout, read_toegangsbewijs
from meldpunt.toegang.toepassingen.models import Toepassing
from meldpunt.toegang.toepassingen.verbinding import read_verbinding

REALM: Final = 'Bearer realm="meldpunt"'
GEEN: Final = "Stuur een token mee: Authorization: Bearer … [token_ontbreekt]"


@dataclass(frozen=True, slots=True)
class Aanvrager:
    """A program that was let in: on whose behalf it acts, and what it may do now."""

    toepassing: Toepassing
    actor: Actor
    scopes: frozenset[str]
    is_authenticated: bool = True


class Tokenaanmelding(BaseAuthentication):
    """Let a program in by its pass. Without one nobody is let in: what is open to all says so itself."""

    def authenticate(self, request: Request) -> tuple[Aanvrager, str] | None:
        """Return who asks; None without a pass. Raises Probleem for one that does not hold."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        now = timezone.now()
        try:
            with signing_in():
                toepassing, scopes = read_toegangsbewijs(
                    token=token.strip(),
                    verbinding=read_verbinding(request.headers, afzender=request.META.get("REMOTE_ADDR", "")),
                    uitgever=get_uitgever(request._request),
                    now=now,
                )
                actor = get_toepassing_actor(toepassing, on=timezone.localdate(now))
        except Bewijsfout as fout:
            raise Probleem(
                401, str(fout), koppen={"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
            ) from fout
        return Aanvrager(toepassing, actor, scopes), token

    def authenticate_header(self, request: Request) -> str:
        """Return how to sign in."""
        return REALM


def check_scope(aanvrager: Aanvrager | None, scope: str) -> Aanvrager:
    """Return who asks. Raises Probleem without a pass, or with one that does not allow this."""
    if aanvrager is None:
        raise Probleem(401, GEEN, koppen={"WWW-Authenticate": REALM})
    if scope not in aanvrager.scopes:
        raise Probleem(
            403,
            f"Uw token heeft de scope '{scope}' niet. [scope_ontbreekt]",
            koppen={"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'},
        )
    return aanvrager
