"""A neighbour for tests: a real HTTP or HTTPS server in a thread that fails in the way it is told to.

    with buur() as one:
        one.antwoorden["/personen"] = lambda gevraagd: (200, {"personen": []})
        one.fout = "serverfout"

`fout` is one of FOUTEN, or empty. Every request that came in stands in `gevraagd`. A neighbour of one's own protocol
gives `antwoord`: a function from what was asked to status and body. Nothing here sleeps longer than the client waits.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from meldpunt.koppelingen.gegevens import Koppelinggegevens

# How a neighbour can fail -> the code under which the meldpunt knows it.
FOUTEN: Final[Mapping[str, str]] = {
    "geweigerd": "geweigerd",
    "traag": "te_traag",
    "rommel": "onleesbaar",
    "serverfout": "serverfout",
    "certificaat": "certificaat",
    "verbroken": "verbroken",
    "halverwege": "verbroken",
    "toegang": "toegang",
    "limiet": "limiet",
}


@dataclass(frozen=True)
class Gevraagd:
    """One request as it came in; names of headers in small letters."""

    methode: str
    pad: str
    koppen: Mapping[str, str]
    inhoud: bytes

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.inhoud)


Antwoordt = Callable[[Gevraagd], tuple[int, Any]]


class Buur:
    """What the neighbour does and what it was asked."""

    def __init__(self, *, tls: ssl.SSLContext | None, vreemd: ssl.SSLContext | None, ca: str) -> None:
        self.tls, self.vreemd, self.ca = tls, vreemd, ca
        self.antwoorden: dict[str, Antwoordt] = {}
        # What it says where nothing else was told.
        self.antwoord: Antwoordt = lambda gevraagd: (200, {})
        self.koppen: dict[str, str] = {}
        self.gevraagd: list[Gevraagd] = []
        # A request that hangs lets go when the test is over.
        self.klaar = threading.Event()
        self._fout, self._poort, self._server = "", 0, None
        self._listen()
        self.adres = f"{'https' if tls else 'http'}://127.0.0.1:{self._poort}"

    @property
    def fout(self) -> str:
        """Return what it does wrong."""
        return self._fout

    @fout.setter
    def fout(self, fout: str) -> None:
        if fout and fout not in FOUTEN:
            raise ValueError(fout)
        self._fout = fout
        if fout == "geweigerd":
            self.stop()
        elif self._server is None:
            self._listen()

    def stop(self) -> None:
        """Listen no more: who comes is refused by the machine itself."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _listen(self) -> None:
        self._server = _Server(self, self._poort)
        self._poort = int(self._server.server_address[1])
        loop = {"target": self._server.serve_forever, "kwargs": {"poll_interval": 0.02}, "daemon": True}
        threading.Thread(**loop).start()

    def koppeling(self, soort: str = "brp", **changes: Any) -> Koppelinggegevens:
        """Return the connection to this neighbour; asks once and waits for half a second."""
        given = {
            "soort": soort, "adres": self.adres, "ca": self.ca, "pogingen": 1, "verbinden_seconden": 0.5,
            "lezen_seconden": 0.5, "naam": f"Buur {soort}", **changes,
        }  # fmt: skip
        return Koppelinggegevens(**given)

    def read(self, gevraagd: Gevraagd) -> tuple[int, Any]:
        """Return what it says to this request."""
        self.gevraagd.append(gevraagd)
        statuses = {"serverfout": 500, "toegang": 403, "limiet": 429}
        if self.fout in statuses:
            return statuses[self.fout], {"title": "Het gaat niet"}
        return self.antwoorden.get(gevraagd.pad.partition("?")[0], self.antwoord)(gevraagd)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, buur: Buur, poort: int) -> None:
        super().__init__(("127.0.0.1", poort), _Gesprek)
        self.buur = buur

    def finish_request(self, request: Any, client_address: Any) -> None:
        context = self.buur.vreemd if self.buur.fout == "certificaat" else self.buur.tls
        with suppress(OSError):
            if context is not None:
                request = context.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: who hangs up is what is tested."""


class _Gesprek(BaseHTTPRequestHandler):
    server: _Server

    def _answer(self) -> None:
        buur = self.server.buur
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        koppen = {name.lower(): value for name, value in self.headers.items()}
        status, told = buur.read(Gevraagd(self.command, self.path, koppen, body))
        self.close_connection = True
        if buur.fout == "traag":
            buur.klaar.wait(5)
        elif buur.fout == "rommel":
            self.wfile.write(b"\x00\x01 dit is geen HTTP \xff\r\n\r\n")
        elif buur.fout != "verbroken":
            body = told if isinstance(told, bytes) else json.dumps(told).encode()
            # Of an answer without a body there is no half to send.
            if body or buur.fout != "halverwege":
                self._write(status, body)

    def _write(self, status: int, body: bytes) -> None:
        buur = self.server.buur
        self.send_response(status)
        extra = {"Retry-After": "120"} if buur.fout == "limiet" else {}
        length = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        for name, value in {**length, **extra, **buur.koppen}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if buur.fout == "halverwege" else body)

    do_GET = do_POST = do_PUT = do_PATCH = do_OPTIONS = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@contextmanager
def buur(*, tls: bool = True, client_ca: str = "") -> Iterator[Buur]:
    """Run a neighbour on this machine; with `client_ca` it asks for a certificate that this authority gave."""
    own = _server_context(*make_certificaat(), client_ca) if tls else None
    # A stranger's certificate: nobody vouches for it.
    strange = _server_context(*make_certificaat("vreemd.example"), "") if tls else None
    one = Buur(tls=own, vreemd=strange, ca=make_certificaat()[0] if tls else "")
    try:
        yield one
    finally:
        one.klaar.set()
        one.stop()


@lru_cache(maxsize=8)
def make_certificaat(naam: str = "127.0.0.1") -> tuple[str, str]:
    """Return a certificate that vouches for itself, and its key, as PEM."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, naam)])
    place: x509.GeneralName = x509.DNSName(naam)
    if naam[0].isdigit():
        place = x509.IPAddress(ip_address(naam))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([place]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return certificate.public_bytes(pem).decode(), private.decode()


def _server_context(certificate: str, key: str, client_ca: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        file.write_text(key + certificate)
        context.load_cert_chain(file)
    if client_ca:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(cadata=client_ca)
    return context
