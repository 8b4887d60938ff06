"""`meldpunt start`: everything that must be there, in order, and then the site."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Final, Protocol

from meldpunt.database import Cluster, DatabaseFout
from meldpunt.database.plek import make_folder
from meldpunt.database.rollen import API, EIGENAAR, WEB, WERKER
from meldpunt.database.slot import try_hold
from meldpunt.opzet.kinderen import Kind, watch
from meldpunt.opzet.poort import choose_poort, is_open

OLDEST = 15
ADRESSEN: Final = {
    WEB: "MELDPUNT_DATABASE_URL_WEB",
    API: "MELDPUNT_DATABASE_URL_API",
    WERKER: "MELDPUNT_DATABASE_URL_WERKER",
}
# A process that needs no database learns of none.
NIETS: Final = {"MELDPUNT_DATABASE_URL": "", **dict.fromkeys(ADRESSEN.values(), "")}
# The published test set of the BRP, where it stands beside the source.
TESTSET: Final = tuple(Path(__file__).parents[4].glob("shared/contracts/brp/testset-*.csv"))
# A restored back-up holds people who were destroyed since; until they are gone again nobody gets in.
BEZIG = "terugzetten.bezig"
TERUGZETTEN = (
    "Een reservekopie is teruggezet, maar wat daarna is vernietigd, is nog niet opnieuw vernietigd. "
    "Doe eerst: meldpunt reservekopie herhaal [herhalen_eerst]"
)


class DemoAccount(Protocol):
    """What the demo tells about an account."""

    @property
    def email(self) -> str: ...
    @property
    def wachtwoord(self) -> str: ...
    @property
    def omschrijving(self) -> str: ...


def start(database_map: Path, args: Sequence[str]) -> int:
    """Start the database, bring the tables up to date, load the demo world once, and serve until Ctrl-C.

    With `--snel` the tables and the demo world are taken as they are.
    """
    data = database_map.parent
    make_folder(data, mode=0o711 if os.geteuid() == 0 else 0o700)
    with try_hold(data / "site.slot") as alone:
        if (data / BEZIG).exists():
            print(TERUGZETTEN, file=sys.stderr)  # noqa: T201
            return 1
        if not alone:
            tell(f"Meldpunt draait al: {(data / 'site.adres').read_text()}")
            return 0
        try:
            with _database(database_map) as (addresses, cluster):
                # Tables and the demo world are made by their owner; who serves afterwards owns nothing.
                os.environ["MELDPUNT_DATABASE_URL"] = addresses[EIGENAAR]
                _prepare(snel="--snel" in args)
                _serve(data / "site.adres", cluster, addresses)
        except (DatabaseFout, OSError) as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
    return 0


def tell(text: str) -> None:
    """Print one line now, also when the output goes to a file."""
    print(text, flush=True)  # noqa: T201


@contextmanager
def _database(database_map: Path) -> Iterator[tuple[dict[str, str], Cluster | None]]:
    """Give the address of the database for the owner and for each role that serves."""
    if named := os.environ.get("MELDPUNT_DATABASE_URL"):
        yield {EIGENAAR: named, **read_adressen(os.environ)}, None
        return
    cluster = Cluster(database_map)
    with cluster.in_use() as address:
        found = {rol: cluster.find_address(rol=rol) or address for rol in ADRESSEN}
        yield {EIGENAAR: address, **found}, cluster


def read_adressen(omgeving: Mapping[str, str]) -> dict[str, str]:
    """Return the addresses of the roles on a server of one's own. Raises when one is missing."""
    missing = [naam for naam in (ADRESSEN[WEB], ADRESSEN[WERKER]) if not omgeving.get(naam)]
    if missing:
        raise DatabaseFout(
            "rollen_ontbreken",
            f"Met een eigen PostgreSQL heeft Meldpunt ook {' en '.join(missing)} nodig: het adres met een rol die "
            "niets bezit. De eigenaar uit MELDPUNT_DATABASE_URL ziet alles en mag de site niet bedienen. "
            "Zie docs/how-to/use-another-postgresql.md.",
        )
    return {rol: omgeving[naam] for rol, naam in ADRESSEN.items() if omgeving.get(naam)}


def _prepare(*, snel: bool) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command, get_commands
    from django.db import connection

    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        _check_version(int(cursor.fetchone()[0]))
    if not snel:
        tell("Tabellen bijwerken …")
        call_command("migrate", verbosity=0, interactive=False)
        if settings.DEMO and "demowereld" in get_commands() and _is_empty():
            tell("Demowereld maken: gemeenten, partners, gebruikers en drie maanden leveringen …")
            call_command("demowereld")
    if not settings.DEMO:
        call_command("collectstatic", verbosity=0, interactive=False)
    # The children open connections of their own.
    connection.close()


def _check_version(version: int) -> None:
    if version // 10000 < OLDEST:
        raise DatabaseFout(
            "postgresql_te_oud",
            f"Meldpunt heeft PostgreSQL {OLDEST} of nieuwer nodig; dit is {version // 10000}. "
            "Kies een andere server in MELDPUNT_DATABASE_URL.",
        )


def _is_empty() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()


def _serve(address_file: Path, cluster: Cluster | None, addresses: Mapping[str, str]) -> None:
    host = os.environ.get("MELDPUNT_HOST") or "127.0.0.1"
    port = choose_poort(host)
    kinderen = [
        Kind("site", _gunicorn(host, port), _omgeving(addresses[WEB])),
        Kind("werker", _worker(), _omgeving(addresses[WERKER])),
        *_list_buren(address_file.parent),
    ]
    address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}/"  # noqa: S104
    address_file.write_text(address)
    stopping, welcomed = threading.Event(), threading.Event()

    def look_around() -> None:
        if cluster is not None and cluster.restart_if_killed():
            tell("De database was weg en draait weer.")
        if not welcomed.is_set() and is_open(host, port):
            welcomed.set()
            _print_welcome(address)

    with _on_signal(stopping.set):
        watch(kinderen, tell=tell, stopping=stopping.is_set, each_round=look_around)
    tell("Meldpunt is gestopt.")


@contextmanager
def _on_signal(act: Callable[[], None]) -> Iterator[None]:
    def handle(_number: int, _frame: FrameType | None) -> None:
        act()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _list_buren(data: Path) -> Iterator[Kind]:
    """Yield what the demo has beside the site: the register of persons that its connection asks."""
    from django.conf import settings

    if not settings.DEMO or find_spec("meldpunt.demo") is None:
        return
    plek = import_module("meldpunt.demo.brpserver.plek")
    lijsten = [data / plek.BESTAND, *TESTSET]
    # Another demo on this machine may run its own: then that one answers.
    if lijsten[0].exists() and not is_open("127.0.0.1", plek.POORT):
        opdracht = [sys.executable, "-m", "meldpunt.demo.brpserver", "--poort", str(plek.POORT)]
        yield Kind("nagebootste BRP", [*opdracht, "--sleutel", plek.DEMOSLEUTEL, *map(str, lijsten)], NIETS)


def _gunicorn(host: str, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "meldpunt.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"),
        # A delivery of 256 MB over a slow line takes minutes; the threads keep the others served.
        *("--timeout", "300", "--graceful-timeout", "10", "--log-level", "warning", "--no-control-socket"),
    ]


def _omgeving(address: str) -> dict[str, str]:
    """Return what a process learns about the database: its own address, and nobody else's."""
    return {"MELDPUNT_DATABASE_URL": address, **dict.fromkeys(ADRESSEN.values(), "")}


def _worker() -> list[str]:
    return [
        *(sys.executable, "-m", "meldpunt", "procrastinate", "worker"),
        *("--shutdown-graceful-timeout", "10", "--delete-jobs", "successful"),
    ]


def _print_welcome(address: str) -> None:
    tell(f"\nMeldpunt draait op {address}   (stoppen: Ctrl-C)\n")
    from django.conf import settings

    # Production has no demo, and need not carry its module.
    if not settings.DEMO or find_spec("meldpunt.demo") is None:
        return
    accounts: Sequence[DemoAccount] = import_module("meldpunt.demo").ACCOUNTS
    width = max(len(account.email) for account in accounts)
    tell("Demo-accounts (alles is verzonnen):")
    for account in accounts:
        tell(f"  {account.email:<{width}}  {account.wachtwoord}  {account.omschrijving}")
    _print_proefcode(address)


def _print_proefcode(address: str) -> None:
    """Print a reply code that works, so that the page of residents can be tried too."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection

    try:
        tell("")
        call_command("proefcode", adres=address)
    except DatabaseError as error:
        print(error, file=sys.stderr)  # noqa: T201
    finally:
        connection.close()
