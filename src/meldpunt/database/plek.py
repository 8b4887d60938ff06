"""Where a cluster lives on disk, and what we must remember of it between two starts."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from meldpunt.database.fouten import DatabaseFout
from meldpunt.database.programma import is_reachable
from meldpunt.database.rollen import INLOGROLLEN
from meldpunt.database.uitvoering import Account

# 107 bytes on Linux, 103 on macOS, for the whole name of the socket.
SOCKET_LIMIT = 103
SOCKET = ".s.PGSQL.5432"
# Only for root whose own folder is closed to the server's account.
SYSTEM_PLACE = Path("/var/lib/meldpunt")


@dataclass
class Geheugen:
    """What the folder remembers of its cluster; readable by its owner only."""

    plek: str
    host: str = ""
    port: int = 5432
    wachtwoorden: dict[str, str] = field(default_factory=dict)
    klaar: bool = False

    def write(self, bestand: Path) -> None:
        """Replace the file in one step, so that a crash leaves the old one or the new one."""
        aside = bestand.with_name(f"{bestand.name}.{os.getpid()}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(asdict(self), stream)
        aside.replace(bestand)


def read_geheugen(bestand: Path) -> Geheugen | None:
    """Return what the folder remembers; None before the first start."""
    try:
        return Geheugen(**json.loads(bestand.read_text()))
    except FileNotFoundError:
        return None


def new_geheugen(map: Path, account: Account) -> Geheugen:
    """Return a fresh memory: a place the server's account can reach, passwords nobody chose."""
    place = map / "server"
    if (place / "data").exists():
        raise DatabaseFout(
            "wachtwoorden_weg",
            f"In {place} staat een database, maar {map / 'cluster.json'} met de wachtwoorden ontbreekt. "
            f"Zet dat bestand terug uit een reservekopie, of verplaats de map {place} en begin leeg.",
        )
    if account.uid is not None and not is_reachable(map):
        place = SYSTEM_PLACE / secrets.token_hex(8)
    return Geheugen(plek=str(place), wachtwoorden=new_wachtwoorden({}))


def new_wachtwoorden(bekend: Mapping[str, str]) -> dict[str, str]:
    """Return a password for every role that signs in: the known ones, and new ones nobody chose."""
    return {rol: bekend.get(rol) or secrets.token_urlsafe(24) for rol in INLOGROLLEN}


def make_folder(pad: Path, *, mode: int) -> None:
    """Make a folder with the missing ones above it; nothing that was there changes its mode."""
    if pad.is_dir():
        return
    make_folder(pad.parent, mode=mode)
    pad.mkdir(exist_ok=True)
    pad.chmod(mode)


def make_private_folder(pad: Path, account: Account) -> None:
    """Make a folder for the server's account alone; refuse one that is somebody else's."""
    try:
        pad.mkdir(mode=0o700)
    except FileExistsError:
        _check_ours(pad, account)
    else:
        account.own(pad)


def choose_socket_folder(place: Path, account: Account) -> Path:
    """Return the folder for the socket: in the place itself, or a short one when its name gets too long."""
    own = place / "s"
    if len(os.fsencode(own / SOCKET)) <= SOCKET_LIMIT:
        return own
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    short = Path(runtime if runtime and account.uid is None and Path(runtime).is_dir() else "/tmp")  # noqa: S108
    return short / f"meldpunt-{hashlib.sha256(os.fsencode(place)).hexdigest()[:16]}"


def find_temporary_folder() -> Path:
    """Return a new folder under the system's temporary one that the server's account can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="meldpunt-proef-")).resolve()
    folder.chmod(0o711)
    return folder


def _check_ours(pad: Path, account: Account) -> None:
    if sys.platform == "win32":
        return
    found = pad.lstat()
    owner = os.geteuid() if account.uid is None else account.uid
    if not pad.is_dir() or pad.is_symlink() or found.st_uid != owner or found.st_mode & 0o077:
        raise DatabaseFout(
            "map_niet_van_ons",
            f"De map {pad} is van iemand anders of staat voor anderen open. Meldpunt zet daar geen database "
            "neer. Verwijder de map of kies met MELDPUNT_DATA een andere.",
        )
