"""The server itself: `POST /personen` over plain HTTP on this machine, with the refusals of the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from meldpunt.demo.brpserver.lijsten import Bestand
from meldpunt.demo.brpserver.vragen import Weigert, answer
from meldpunt.demo.kalender import NEDERLAND

PAD: Final = "/personen"
GROOTSTE: Final = 64 * 1024
JSON: Final = "application/json; charset=utf-8"
PROBLEEM: Final = "application/problem+json"
_RFC: Final = "https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.4."
# Status -> code and title, as in the contract.
WEIGERINGEN: Final = {
    401: ("authentication", "Niet correct geauthenticeerd."),
    404: ("notFound", "Opgevraagde resource bestaat niet."),
    405: ("methodNotAllowed", "Methode wordt niet ondersteund."),
    406: ("notAcceptable", "Gevraagde contenttype wordt niet ondersteund."),
    413: ("tooLarge", "De vraag is te groot."),
    415: ("unsupported", "Unsupported Media Type"),
}


def reply(
    body: bytes,
    *,
    bestand: Bestand,
    gemeenten: Mapping[str, str] | None = None,
    adres: str = "https://brp.example",
) -> tuple[int, dict[str, Any]]:
    """Return status and answer to the body of a question."""
    try:
        vraag = json.loads(body)
    except ValueError:
        return 400, _problem(400, "json", "De vraag is geen geldige json.", adres=adres)
    today = datetime.now(NEDERLAND).date()
    try:
        return 200, answer(vraag, bestand=bestand, gemeenten=gemeenten or {}, today=today)
    except Weigert as refused:
        detail = refused.detail or "De foutieve parameters zijn in invalidParams genoemd."
        params = [{"name": name, "code": code, "reason": reason} for name, code, reason in refused.fouten]
        more = {"invalidParams": params} if params else {}
        told = _problem(400, refused.code, refused.titel, adres=adres)
        return 400, {**told, "detail": detail, **more}


def _problem(status: int, code: str, titel: str, *, adres: str) -> dict[str, Any]:
    # The path, never the question: that names a resident.
    return {
        "type": f"{_RFC}{status - 399}",
        "title": titel,
        "status": status,
        "detail": titel,
        "instance": f"{adres}{PAD}",
        "code": code,
    }


class Brpserver(ThreadingHTTPServer):
    """A server on one file of lists; with a key, only who shows it is answered. `gesteld` keeps the questions."""

    daemon_threads = True

    def __init__(
        self,
        bestand: Bestand,
        *,
        poort: int = 0,
        sleutel: str = "",
        gemeenten: Mapping[str, str] | None = None,
    ) -> None:
        self.bestand, self.sleutel, self.gemeenten = bestand, sleutel, gemeenten or {}
        self.gesteld: list[bytes] = []
        super().__init__(("127.0.0.1", poort), _Vraagsteller)

    @property
    def adres(self) -> str:
        """Return the base address, to which `/personen` is added."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Vraagsteller(BaseHTTPRequestHandler):
    server: Brpserver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > GROOTSTE:
            self.close_connection = True
            self._refuse(413)
            return
        body = self.rfile.read(length)
        if status := self._refusal():
            self._refuse(status)
            return
        told = reply(
            body, bestand=self.server.bestand, gemeenten=self.server.gemeenten, adres=self.server.adres
        )
        self.server.gesteld.append(body)
        self._send(*told)

    def do_GET(self) -> None:
        self._refuse(405)

    do_PUT = do_PATCH = do_DELETE = do_GET

    def _refusal(self) -> int:
        if self.path.partition("?")[0].removesuffix("/").rpartition(PAD)[1:] != (PAD, ""):
            return 404
        if self.server.sleutel and self.headers.get("X-API-KEY") != self.server.sleutel:
            return 401
        if self.headers.get_content_type() != "application/json":
            return 415
        accepted = self.headers.get("Accept", "*/*")
        return 0 if "json" in accepted or "*/*" in accepted else 406

    def _refuse(self, status: int) -> None:
        code, title = WEIGERINGEN[status]
        self._send(status, _problem(status, code, title, adres=self.server.adres))

    def _send(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", JSON if status == 200 else PROBLEEM)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("api-version", "2.7.0")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what is asked here names people, even made-up ones."""
