"""A program of a party as a stranger would write one: a key of its own, a signed proof, a pass, requests."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from jwt.algorithms import ECAlgorithm
from tests.factories import make_actor

from meldpunt.partijen.models import Signaalpartner
from meldpunt.toegang.rijcontext import signing_in
from meldpunt.toegang.toepassingen.actions import (
    Nieuwetoepassing,
    approve_toepassing,
    register_toepassing,
)
from meldpunt.toegang.toepassingen.models import Toepassing
from meldpunt.toegang.toepassingen.scopes import list_scopes_for
from meldpunt.toegang.toepassingen.sleutelset import read_sleutels

SITE = "https://meldpunt.example"
TOKEN = f"{SITE}/api/v1/oauth/token"
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@cache
def make_key(naam: str = "eerste") -> EllipticCurvePrivateKey:
    """Make a key, the same one each time for a name."""
    return generate_private_key(SECP256R1())


def write_jwks(naam: str = "eerste") -> str:
    """Write the public half of a key as a JWK set."""
    return json.dumps(
        {"keys": [{**ECAlgorithm.to_jwk(make_key(naam).public_key(), as_dict=True), "kid": naam}]}
    )


def make_toepassing(
    *,
    partner: Signaalpartner | None = None,
    gemeente: str = "0392",
    scopes: Sequence[str] = (),
    **anders: Any,
) -> Toepassing:
    """Register a program of a partner, or of a municipality where none is given, with every scope there is."""
    soort, partij = ("partner", partner.sleutel) if partner else ("gemeente", gemeente)
    door = make_actor(
        rol="partner" if partner else "beheer",
        partijsoort=soort if partner else "meldpunt",
        partij=partij if partner else "meldpunt",
        gemeenten=(),
        partner=partner.id if partner else None,
        gebruiker=uuid4(),
    )
    nieuw = Nieuwetoepassing(
        naam="Incassopakket",
        partijsoort=soort,
        partij=partij,
        scopes=list(scopes) or list_scopes_for(soort),
        sleutels=read_sleutels(write_jwks()),
        **anders,
    )
    with signing_in():
        row = register_toepassing(toepassing=nieuw, door=door, now=timezone.now())
        if not partner:
            ander = make_actor(
                rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=(), gebruiker=uuid4()
            )
            approve_toepassing(toepassing=row.id, door=ander, now=timezone.now())
        return Toepassing.objects.get(id=row.id)


def sign_bewijs(
    client_id: str, *, sleutel: str = "eerste", kop: dict[str, Any] | None = None, **anders: Any
) -> str:
    """Sign a proof; what is given stands in it instead, and None leaves it out."""
    now = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": TOKEN,
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + 120,
        **anders,
    }
    given = {naam: value for naam, value in claims.items() if value is not None}
    return jwt.encode(given, make_key(sleutel), algorithm="ES256", headers={"kid": sleutel, **(kop or {})})


def ask_token(bewijs: str, *, koppen: dict[str, str] | None = None, **anders: str) -> HttpResponse:
    """Ask for a pass with a proof."""
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": BEARER,
        "client_assertion": bewijs,
        **anders,
    }
    answer: Any = Client().post("/api/v1/oauth/token", form, headers=koppen or {})
    return answer


class Programma:
    """A program that is signed in, and asks."""

    def __init__(self, toepassing: Toepassing, *, scope: str = "") -> None:
        self.toepassing = toepassing
        answer = ask_token(sign_bewijs(toepassing.client_id), **({"scope": scope} if scope else {}))
        assert answer.status_code == 200, answer.content
        self.token = json.loads(answer.content)["access_token"]
        self.client = Client(headers={"Authorization": f"Bearer {self.token}"})

    def get(self, pad: str, vraag: dict[str, Any] | None = None, **koppen: str) -> HttpResponse:
        """Read a resource."""
        answer: Any = self.client.get(f"/api/v1{pad}", vraag, headers=koppen)
        return answer

    def post(self, pad: str, inhoud: Any = None, **koppen: str) -> HttpResponse:
        """Send JSON to a resource."""
        answer: Any = self.client.post(
            f"/api/v1{pad}", json.dumps(inhoud), content_type="application/json", headers=koppen
        )
        return answer

    def patch(self, pad: str, inhoud: Any, **koppen: str) -> HttpResponse:
        """Change a resource."""
        answer: Any = self.client.patch(
            f"/api/v1{pad}", json.dumps(inhoud), content_type="application/json", headers=koppen
        )
        return answer

    def delete(self, pad: str, **koppen: str) -> HttpResponse:
        """Take a resource away."""
        answer: Any = self.client.delete(f"/api/v1{pad}", headers=koppen)
        return answer
