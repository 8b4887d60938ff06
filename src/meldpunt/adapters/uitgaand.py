"""The one door for requests to another server: a webhook, a connector. It goes where an operator said, nowhere else.

An address that somebody typed could point at the database, at another machine in the same network, or at the server
of a cloud that hands out keys. So the name must be on a list, every address behind it must be a public one, and the
connection goes to the address that was looked at: a name that answers differently a moment later changes nothing.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

Adres = IPv4Address | IPv6Address
Net = IPv4Network | IPv6Network
Naslag = Callable[[str, int], Sequence[str]]
MB: Final = 1024 * 1024
BLOK: Final = 16 * 1024
# An IPv4 address in the clothes of IPv6, for networks that know no other.
NAT64: Final = IPv6Network("64:ff9b::/96")
METHODEN: Final = frozenset({"GET", "POST", "PUT", "PATCH", "OPTIONS"})
# Where clouds hand out the keys of a machine; no operator opens these.
NOOIT: Final[tuple[Net, ...]] = tuple(
    map(
        ip_network,
        ("169.254.0.0/16", "fe80::/10", "fd00:ec2::254/128", "100.100.100.200/32", "0.0.0.0/8", "::/128"),
    )
)


class Uitgaandfout(RuntimeError):
    """A request that did not go out, or whose answer was not taken; the text is Dutch and ends with a code.

    `aard` says what kind of trouble it was, for who decides whether to try again: `adres` never went out,
    `geweigerd` found nobody, `certificaat`, `te_traag`, `verbroken` halfway, `onleesbaar`.
    """

    def __init__(self, tekst: str, *, aard: str = "adres") -> None:
        super().__init__(tekst)
        self.aard = aard


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitgang:
    """Where requests may go: names as an operator wrote them, ports, and networks of one's own that count as public."""

    hosts: frozenset[str]
    poorten: frozenset[int] = frozenset({443})
    eigen_netten: tuple[Net, ...] = ()
    # Names that may be asked without TLS: for a provider on this machine, in the demo and in tests.
    zonder_tls: frozenset[str] = frozenset()
    seconden: float = 10.0
    # How long the connection itself may take; none: as long as the whole.
    verbinden: float | None = None
    grootste: int = MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Verzoek:
    """One request to another server."""

    adres: str
    methode: str = "POST"
    inhoud: bytes = b""
    koppen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What the other server said; the names of headers in small letters."""

    status: int
    inhoud: bytes
    koppen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doel:
    """A checked address, taken apart."""

    host: str
    poort: int
    pad: str
    tls: bool = True


def look_up(host: str, poort: int) -> list[str]:
    """Ask the system which addresses a name has."""
    try:
        found = socket.getaddrinfo(host, poort, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise Uitgaandfout(
            f"De server {host} is niet te vinden. [uitgaand_onvindbaar]", aard="geweigerd"
        ) from problem
    return [str(entry[4][0]) for entry in found]


def check_adres(adres: str, *, uitgang: Uitgang) -> Doel:
    """Return an address taken apart. Raises Uitgaandfout unless it is https to a name and port on the list."""
    try:
        parts = urlsplit(adres)
        host, poort = (parts.hostname or "").lower(), parts.port or (80 if parts.scheme == "http" else 443)
    except ValueError as problem:
        raise Uitgaandfout("Dit webadres is niet te lezen. [uitgaand_adres]") from problem
    if (
        adres != adres.strip()
        or any(sign < "!" or sign in '\\"<>\x7f' for sign in adres)
        or not adres.isascii()
    ):
        raise Uitgaandfout("In dit webadres staan tekens die niet kunnen. [uitgaand_adres]")
    plain = parts.scheme == "http" and host in uitgang.zonder_tls
    if parts.scheme != "https" and not plain:
        raise Uitgaandfout("Een webadres moet met https:// beginnen. [uitgaand_https]")
    if parts.username is not None or parts.password is not None:
        raise Uitgaandfout("In een webadres mogen geen naam en wachtwoord staan. [uitgaand_adres]")
    if host not in uitgang.hosts:
        raise Uitgaandfout(f"De server '{host}' staat niet op de lijst. Vraag de beheerder. [uitgaand_host]")
    if poort not in uitgang.poorten:
        raise Uitgaandfout(f"Poort {poort} mag niet. [uitgaand_poort]")
    path = parts.path or "/"
    return Doel(host, poort, f"{path}?{parts.query}" if parts.query else path, tls=not plain)


def choose_ip(doel: Doel, *, uitgang: Uitgang, naslag: Naslag = look_up) -> str:
    """Return the address to connect to. Raises Uitgaandfout when any address of the name is not a public one.

    Any, and not the first: a name with one good and one bad address waits for its turn.
    """
    try:
        found = [ip_address(text.partition("%")[0]) for text in naslag(doel.host, doel.poort)]
    except ValueError as problem:
        raise Uitgaandfout(f"De server {doel.host} is niet te vinden. [uitgaand_onvindbaar]") from problem
    if not found:
        raise Uitgaandfout(f"De server {doel.host} is niet te vinden. [uitgaand_onvindbaar]")
    for one in found:
        if not is_open(one, uitgang=uitgang):
            raise Uitgaandfout(
                f"De server {doel.host} staat op een adres binnen het netwerk, en dat mag niet. [uitgaand_intern]"
            )
    return str(found[0])


def is_open(adres: Adres, *, uitgang: Uitgang) -> bool:
    """Say whether this address is out in the world, or in a network that the operator named."""
    inner = _unwrap(adres)
    if any(one.version == inner.version and inner in one for one in NOOIT):
        return False
    if any(one.version == inner.version and inner in one for one in uitgang.eigen_netten):
        return True
    return inner.is_global and not inner.is_multicast


def _unwrap(adres: Adres) -> Adres:
    """Return the IPv4 address inside an IPv6 one: mapped, 6to4, Teredo or NAT64."""
    if isinstance(adres, IPv4Address):
        return adres
    if adres.ipv4_mapped:
        return adres.ipv4_mapped
    if adres.sixtofour:
        return adres.sixtofour
    if adres.teredo:
        return adres.teredo[1]
    return IPv4Address(int(adres) & 0xFFFFFFFF) if adres in NAT64 else adres


class _Vast(http.client.HTTPSConnection):
    """A connection to one address, which must show the certificate of the name."""

    def __init__(self, doel: Doel, ip: str, *, context: ssl.SSLContext, uitgang: Uitgang) -> None:
        super().__init__(doel.host, doel.poort, timeout=uitgang.seconden, context=context)
        self._ip, self._context, self._tls = ip, context, doel.tls
        self._verbinden = min(uitgang.verbinden or uitgang.seconden, uitgang.seconden)

    def connect(self) -> None:
        """Connect to the address that was looked at; the name is not looked up again."""
        plain = socket.create_connection((self._ip, self.port), self._verbinden)
        try:
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host) if self._tls else plain
            self.sock.settimeout(self.timeout)
        except BaseException:
            plain.close()
            raise

    def cut(self) -> None:
        """End the connection from another thread, whatever it is waiting for."""
        with suppress(OSError):
            # The one of the plain socket: that of TLS would take its state from under the thread that reads.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def send(
    verzoek: Verzoek, *, uitgang: Uitgang, naslag: Naslag = look_up, context: ssl.SSLContext | None = None
) -> Antwoord:
    """Send a request and return the answer. Raises Uitgaandfout; a redirect is one, it could lead anywhere."""
    if verzoek.methode not in METHODEN:
        raise Uitgaandfout(f"Methode {verzoek.methode} mag niet. [uitgaand_methode]")
    _check_koppen(verzoek.koppen)
    doel = check_adres(verzoek.adres, uitgang=uitgang)
    ip = choose_ip(doel, uitgang=uitgang, naslag=naslag)
    until = time.monotonic() + uitgang.seconden
    line = _Vast(doel, ip, context=context or ssl.create_default_context(), uitgang=uitgang)
    try:
        line.connect()
        with _no_longer_than(uitgang.seconden, line):
            line.request(verzoek.methode, doel.pad, body=verzoek.inhoud or None, headers=dict(verzoek.koppen))
            return _take(line.getresponse(), uitgang=uitgang, until=until)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        if time.monotonic() > until:
            raise _too_slow() from problem
        raise Uitgaandfout(
            f"De server {doel.host} gaf geen bruikbaar antwoord. [uitgaand_mislukt]", aard=_aard_of(problem)
        ) from problem
    finally:
        line.close()


@contextmanager
def _no_longer_than(seconden: float, line: _Vast) -> Iterator[None]:
    """Cut the connection when its time is over: a head that comes in drops passes every time-out of the socket."""
    timer = threading.Timer(seconden, line.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _too_slow() -> Uitgaandfout:
    return Uitgaandfout("De server doet er te lang over. [uitgaand_te_lang]", aard="te_traag")


def _aard_of(problem: Exception) -> str:
    """Say what kind of trouble this is."""
    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (TimeoutError, "te_traag"),
        # Before its parent: a peer that hangs up looks like a line of nonsense to the library.
        ((http.client.RemoteDisconnected, http.client.IncompleteRead, ssl.SSLEOFError), "verbroken"),
        (ssl.SSLError, "certificaat"),
        ((http.client.HTTPException, ValueError), "onleesbaar"),
        ((ConnectionResetError, ConnectionAbortedError, BrokenPipeError), "verbroken"),
    )
    return next((aard for kind, aard in kinds if isinstance(problem, kind)), "geweigerd")


def _check_koppen(koppen: Mapping[str, str]) -> None:
    for name, value in koppen.items():
        if name.lower() in {"host", "content-length", "transfer-encoding", "connection"}:
            raise Uitgaandfout(f"De kop {name} vult het meldpunt zelf in. [uitgaand_kop]")
        if any(sign < " " or sign == "\x7f" for sign in name + value):
            raise Uitgaandfout("In een kop staat een regeleinde of stuurteken. [uitgaand_kop]")


def _take(answer: http.client.HTTPResponse, *, uitgang: Uitgang, until: float) -> Antwoord:
    if 300 <= answer.status < 400:
        raise Uitgaandfout(
            "De server verwijst door naar een ander adres, en dat volgen we niet. [uitgaand_omleiding]",
            aard="onleesbaar",
        )
    pieces, size = [], 0
    # In pieces, each with its own look at the clock: a server that drips keeps nobody busy.
    while piece := answer.read1(BLOK):
        size += len(piece)
        if size > uitgang.grootste:
            raise Uitgaandfout(
                "Het antwoord van de server is te groot. [uitgaand_te_groot]", aard="onleesbaar"
            )
        if time.monotonic() > until:
            raise _too_slow()
        pieces.append(piece)
    if time.monotonic() > until:
        raise _too_slow()
    if answer.length:
        # `read1` calls a connection that was cut halfway the end: half an answer is none.
        raise http.client.IncompleteRead(b"", answer.length)
    return Antwoord(
        answer.status, b"".join(pieces), {name.lower(): value for name, value in answer.getheaders()}
    )
