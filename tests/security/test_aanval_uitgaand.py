"""An address that makes the machine ask what only the machine may ask."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from meldpunt.adapters.uitgaand import Uitgaandfout, Uitgang, Verzoek, check_adres, choose_ip, send

HOST = "haak.example"
UITGANG = Uitgang(hosts=frozenset({HOST}))
ADRESSEN: dict[str, tuple[str, str]] = {
    "plain http": (f"http://{HOST}/", "uitgaand_https"),
    "a file of the machine": ("file:///etc/passwd", "uitgaand_https"),
    "gopher to a mail server": (f"gopher://{HOST}:25/_MAIL", "uitgaand_https"),
    "ftp": (f"ftp://{HOST}/x", "uitgaand_https"),
    "data instead of an address": ("data:text/plain,x", "uitgaand_https"),
    "a name that is not on the list": ("https://ander.example/", "uitgaand_host"),
    "a name that ends like one on the list": (f"https://kwaad-{HOST}/", "uitgaand_host"),
    "a name that begins like one on the list": (f"https://{HOST}.kwaad.example/", "uitgaand_host"),
    "the name of the list as an account": (f"https://{HOST}@kwaad.example/", "uitgaand_adres"),
    "an account at the name of the list": (f"https://x:y@{HOST}/", "uitgaand_adres"),
    "a backslash that a browser reads as a slash": (f"https://kwaad.example\\@{HOST}/", "uitgaand_adres"),
    "a name with a dot at its end": (f"https://{HOST}./", "uitgaand_host"),
    "a name in other letters": ("https://haаk.example/", "uitgaand_adres"),
    "the machine itself": ("https://localhost/", "uitgaand_host"),
    "the machine by its number": ("https://127.0.0.1/", "uitgaand_host"),
    "the machine as one number": ("https://2130706433/", "uitgaand_host"),
    "the machine in eights": ("https://0177.0.0.1/", "uitgaand_host"),
    "the machine in IPv6": ("https://[::1]/", "uitgaand_host"),
    "the keys of the cloud": ("https://169.254.169.254/latest/meta-data/", "uitgaand_host"),
    "the port of the database": (f"https://{HOST}:5432/", "uitgaand_poort"),
    "the port of mail": (f"https://{HOST}:25/", "uitgaand_poort"),
    "a port that is none": (f"https://{HOST}:99999/", "uitgaand_adres"),
    "a line end in the path": (f"https://{HOST}/x\r\nX-Kwaad: 1", "uitgaand_adres"),
    "a space before the address": (f" https://{HOST}/", "uitgaand_adres"),
    "a bracket that never closes": ("https://[::1/", "uitgaand_adres"),
    "no address at all": ("", "uitgaand_https"),
}
NAMEN: dict[str, list[str]] = {
    "this machine": ["127.0.0.1"],
    "this machine by another number": ["127.8.8.8"],
    "every address of this machine": ["0.0.0.0"],  # noqa: S104
    "a network of ten": ["10.1.2.3"],
    "a network of an office": ["192.168.1.1"],
    "a network of a cloud": ["172.16.0.1"],
    "a shared network of a provider": ["100.64.0.1"],
    "the keys of a cloud": ["169.254.169.254"],
    "the keys of another cloud": ["100.100.100.200"],
    "the keys of a cloud in IPv6": ["fd00:ec2::254"],
    "this machine in IPv6": ["::1"],
    "a private network in IPv6": ["fc00::1"],
    "a link in IPv6": ["fe80::1%eth0"],
    "this machine in the clothes of IPv6": ["::ffff:127.0.0.1"],
    "a private address by 6to4": ["2002:0a01:0203::1"],
    "a private address by NAT64": ["64:ff9b::10.1.2.3"],
    "everybody at once": ["224.0.0.1"],
    "a good address with a bad one behind it": ["93.184.215.14", "10.0.0.1"],
    "a bad address with a good one behind it": ["10.0.0.1", "93.184.215.14"],
    "a network for documents": ["192.0.2.1"],
}


@pytest.mark.parametrize("naam", ADRESSEN)
def test_it_refuses_to_ask(naam: str) -> None:
    """`adapters/uitgaand.py`: only https, to a name and a port that an operator put on the list."""
    adres, code = ADRESSEN[naam]
    with pytest.raises(Uitgaandfout, match=rf"\[{code}\]$"):
        check_adres(adres, uitgang=UITGANG)


@pytest.mark.parametrize("naam", NAMEN)
def test_it_refuses_a_name_that_leads_to(naam: str) -> None:
    """`adapters/uitgaand.py`: every address behind a name must be a public one."""
    doel = check_adres(f"https://{HOST}/", uitgang=UITGANG)
    with pytest.raises(Uitgaandfout, match=r"\[uitgaand_intern\]$"):
        choose_ip(doel, uitgang=UITGANG, naslag=lambda host, port: NAMEN[naam])


def test_it_never_opens_the_keys_of_a_cloud_not_even_when_told_to() -> None:
    """`adapters/uitgaand.py`: an operator may name networks of their own, but never this one."""
    wide = replace(UITGANG, eigen_netten=(ip_network("0.0.0.0/0"), ip_network("::/0")))
    doel = check_adres(f"https://{HOST}/", uitgang=wide)
    assert choose_ip(doel, uitgang=wide, naslag=lambda host, port: ["10.0.0.1"]) == "10.0.0.1"
    with pytest.raises(Uitgaandfout):
        choose_ip(doel, uitgang=wide, naslag=lambda host, port: ["169.254.169.254"])


class Server(http.server.BaseHTTPRequestHandler):
    """A server that answers as its path says."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        if self.path == "/doorverwezen":
            return self._answer(302, b"", Location="http://169.254.169.254/")
        if self.path == "/druppelt":
            return self._drip()
        return self._answer(200, b"x" * (3_000_000 if self.path == "/groot" else 2))

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            while not self.server.stop.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"x")
                self.wfile.flush()
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


def make_certificate(folder: Path) -> Path:
    """Make a certificate for the name on the list, with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)
    )
    return file


class Buiten:
    """A real server on this machine, and a way out that knows its address."""

    def __init__(self, server: http.server.ThreadingHTTPServer, certificate: Path) -> None:
        self.server, self.certificate = server, certificate
        self.poort = int(server.server_address[1])
        self.asked = 0
        self.uitgang = replace(
            UITGANG,
            hosts=frozenset({HOST, "ander.example"}),
            poorten=frozenset({self.poort}),
            eigen_netten=(ip_network("127.0.0.1/32"),),
        )

    def answer(self, host: str, poort: int) -> Sequence[str]:
        """Lead to the server the first time, and to another machine ever after."""
        self.asked += 1
        return ["127.0.0.1"] if self.asked == 1 else ["10.0.0.1"]

    def send(self, path: str, *, host: str = HOST, known: bool = True, **changes: object) -> bytes:
        context = ssl.create_default_context(cafile=str(self.certificate) if known else None)
        verzoek = Verzoek(adres=f"https://{host}:{self.poort}{path}", inhoud=b"{}")
        koppen = changes.pop("koppen", None)
        uitgang = replace(self.uitgang, **changes)  # type: ignore[arg-type]
        if koppen:
            verzoek = replace(verzoek, koppen=koppen)
        return send(verzoek, uitgang=uitgang, naslag=self.answer, context=context).inhoud


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[http.server.ThreadingHTTPServer, Path]]:
    certificate = make_certificate(tmp_path_factory.mktemp("tls"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    server.seen, server.stop = [], threading.Event()  # type: ignore[attr-defined]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server, certificate
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def buiten(running: tuple[http.server.ThreadingHTTPServer, Path]) -> Buiten:
    return Buiten(*running)


def test_it_refuses_a_name_that_answers_differently_the_second_time(buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: a name is looked up once, and the connection goes to the address that was judged."""
    assert buiten.send("/goed") == b"xx"
    assert buiten.asked == 1
    assert buiten.server.seen[-1][1]["Host"] == f"{HOST}:{buiten.poort}"  # type: ignore[attr-defined]
    with pytest.raises(Uitgaandfout, match="uitgaand_intern"):
        buiten.send("/goed")


def test_it_refuses_to_follow_to_another_address(buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: a redirect is a refusal."""
    with pytest.raises(Uitgaandfout, match="uitgaand_omleiding"):
        buiten.send("/doorverwezen")


def test_it_refuses_an_answer_without_end(buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: no more is read than agreed."""
    with pytest.raises(Uitgaandfout, match="uitgaand_te_groot"):
        buiten.send("/groot")


def test_it_refuses_an_answer_that_drips(buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: the whole answer has one deadline, not each of its pieces."""
    with pytest.raises(Uitgaandfout, match="uitgaand_te_lang"):
        buiten.send("/druppelt", seconden=0.4)


def test_it_refuses_a_server_with_the_certificate_of_another_name(buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: whoever took over the address still lacks the certificate of the name."""
    with pytest.raises(Uitgaandfout, match="uitgaand_mislukt"):
        buiten.send("/goed", host="ander.example")


def test_it_refuses_a_certificate_that_nobody_vouches_for(buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: certificates are checked, always."""
    with pytest.raises(Uitgaandfout, match="uitgaand_mislukt"):
        buiten.send("/goed", known=False)


KOPPEN: dict[str, dict[str, str]] = {
    "a line end in a value": {"X-Doel": "a\r\nX-Kwaad: 1"},
    "a line end in a name": {"X-Doel\nX-Kwaad": "1"},
    "another host": {"Host": "kwaad.example"},
    "a second length": {"Content-Length": "0"},
    "another way of cutting": {"Transfer-Encoding": "chunked"},
}


@pytest.mark.parametrize("naam", KOPPEN)
def test_it_refuses_a_header_with(naam: str, buiten: Buiten) -> None:
    """`adapters/uitgaand.py`: nobody writes a second request into the first one."""
    with pytest.raises(Uitgaandfout, match="uitgaand_kop"):
        buiten.send("/goed", koppen=KOPPEN[naam])


def test_it_refuses_to_reach_out_past_the_one_door() -> None:
    """`adapters/uitgaand.py` opens connections; beside it only sign-in, to the address of an organisation's own."""
    src = Path(__file__).resolve().parents[2] / "src" / "meldpunt"
    doors = ("urllib.request", "import requests", "import httpx", "import http.client", "from http.client")
    found = {
        str(file.relative_to(src))
        for file in src.rglob("*.py")
        if any(door in file.read_text(encoding="utf-8") for door in doors)
    }
    assert found <= {"adapters/uitgaand.py", "toegang/oidc.py"}
