"""A real OpenID provider over HTTP for tests: discovery, authorize with PKCE, token, keys and userinfo.

It asks nobody anything: whoever comes to `authorize` is the person of `claims`. `knoei` names what it does wrong.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KNOEI: Final = frozenset(
    {
        "handtekening",
        "nonce",
        "issuer",
        "aud",
        "verlopen",
        "alg_none",
        "sub_userinfo",
        "ontdekking",
        "omleiding",
        "groot",
        "traag",
    }
)
_SLEUTEL: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_ANDERE_SLEUTEL: Final = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Testaanbieder:
    """What the provider says and what it was asked; change `claims` between two sign-ins."""

    __test__ = False

    client_id: str = "meldpunt"
    geheim: str = "geheim van de test"
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "persoon-1"})
    userinfo: dict[str, Any] = field(default_factory=dict)
    knoei: set[str] = field(default_factory=set)
    weigert: str = ""
    # What the discovery document says instead.
    adressen: dict[str, str] = field(default_factory=dict)
    # Every path that was asked, by anybody.
    gevraagd: list[str] = field(default_factory=list)
    issuer: str = ""
    verzoeken: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser goes next; the request is kept to look at."""
        self.verzoeken.append(asked)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == self.client_id
        assert asked["code_challenge_method"] == "S256"
        answer = {"state": asked["state"], "iss": self.issuer}
        if self.weigert:
            answer["error"] = self.weigert
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self.codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, asked: dict[str, str], client: tuple[str, str]) -> dict[str, Any] | None:
        """Return the tokens for a code, once; None when anything is not as it was asked."""
        begun = self.codes.pop(asked.get("code", ""), None)
        if begun is None or client != (self.client_id, self.geheim):
            return None
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != begun["code_challenge"] or asked.get("redirect_uri") != begun["redirect_uri"]:
            return None
        token = secrets.token_urlsafe(16)
        self.tokens[token] = str(self.claims["sub"])
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": self._sign(begun.get("nonce", "")),
        }

    def _sign(self, nonce: str) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": "https://iemand.anders.example" if "issuer" in self.knoei else self.issuer,
            "aud": "een-ander" if "aud" in self.knoei else self.client_id,
            "iat": now - (7200 if "verlopen" in self.knoei else 0),
            "exp": now + (-3600 if "verlopen" in self.knoei else 300),
            "nonce": "een andere" if "nonce" in self.knoei else nonce,
            **self.claims,
        }
        if "alg_none" in self.knoei:
            return jwt.encode(claims, "", algorithm="none", headers={"kid": "een"})
        key = _ANDERE_SLEUTEL if "handtekening" in self.knoei else _SLEUTEL
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "een"})

    def describe(self) -> dict[str, Any]:
        """Return the discovery document."""
        issuer = "https://iemand.anders.example" if "ontdekking" in self.knoei else self.issuer
        return {
            **{
                "issuer": issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/jwks",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            },
            **self.adressen,
        }

    def list_keys(self) -> dict[str, Any]:
        """Return the public key."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_SLEUTEL.public_key()))
        return {"keys": [{**public, "kid": "een", "use": "sig", "alg": "RS256"}]}

    def tell(self, token: str) -> dict[str, Any] | None:
        """Return the userinfo that belongs to an access token."""
        sub = self.tokens.get(token)
        if sub is None:
            return None
        return {**self.userinfo, "sub": "iemand anders" if "sub_userinfo" in self.knoei else sub}


class _Antwoorder(BaseHTTPRequestHandler):
    aanbieder: Testaanbieder

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        self.aanbieder.gevraagd.append(place.path)
        if place.path == "/.well-known/openid-configuration":
            self._json(self.aanbieder.describe())
        elif place.path == "/jwks":
            self._json(self.aanbieder.list_keys())
        elif place.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.aanbieder.authorize(_flat(place.query)))
            self.end_headers()
        elif place.path == "/userinfo":
            self._json(self.aanbieder.tell(self.headers.get("Authorization", "").removeprefix("Bearer ")))
        else:
            self._json(None, 404)

    def do_POST(self) -> None:
        asked = _flat(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
        client = (asked.get("client_id", ""), asked.get("client_secret", ""))
        kind, _, value = self.headers.get("Authorization", "").partition(" ")
        if kind == "Basic":
            name, _, secret = base64.b64decode(value).decode().partition(":")
            client = (unquote(name), unquote(secret))
        self._json(self.aanbieder.exchange(asked, client), 400)

    def _json(self, answer: dict[str, Any] | None, otherwise: int = 401) -> None:
        body = json.dumps(answer or {"error": "invalid_request"}).encode()
        if "omleiding" in self.aanbieder.knoei:
            self.send_response(302)
            self.send_header("Location", f"{self.aanbieder.issuer}/elders")
            self.end_headers()
            return
        if "groot" in self.aanbieder.knoei:
            body += b" " * 1024 * 1024
        self.send_response(200 if answer else otherwise)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        pieces = [body[at : at + 1] for at in range(len(body))] if "traag" in self.aanbieder.knoei else [body]
        with suppress(OSError):
            for piece in pieces:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(0.05 if len(pieces) > 1 else 0)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the output is that of the tests."""


def _flat(query: str) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(query).items()}


@contextmanager
def run_aanbieder(**keuzes: Any) -> Iterator[Testaanbieder]:
    """Run a provider on a free port of this machine for as long as the block takes."""
    aanbieder = Testaanbieder(**keuzes)
    assert aanbieder.knoei <= KNOEI
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Antwoorder", (_Antwoorder,), {"aanbieder": aanbieder})
    )
    aanbieder.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield aanbieder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
