"""Run the programs of PostgreSQL under the account that may run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from meldpunt.database.fouten import DatabaseFout

# PostgreSQL refuses to run as root. This account exists on every Linux and owns nothing.
UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """Who runs the server; without numbers it is whoever runs this."""

    uid: int | None = None
    gid: int | None = None

    def own(self, pad: Path) -> None:
        """Give a file or folder that we just made to this account."""
        if self.uid is not None and self.gid is not None:
            os.chown(pad, self.uid, self.gid)


def find_account() -> Account:
    """Return the account for the server: our own, or an unprivileged one when we are root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return Account()
    import pwd

    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise DatabaseFout(
            "geen_account",
            f"PostgreSQL mag niet als root draaien en het account '{UNPRIVILEGED}' bestaat hier niet. "
            "Maak het aan, of start Meldpunt als gewone gebruiker.",
        ) from error
    return Account(entry.pw_uid, entry.pw_gid)


def run_program(
    args: Sequence[str | Path], *, account: Account, folder: Path, timeout: float
) -> subprocess.CompletedProcess[bytes]:
    """Run one program in this folder and return what it said; out and err are one stream."""
    # A file instead of a pipe: the server inherits it and would keep a pipe open for ever.
    with (folder / "uitvoer.log").open("wb+") as output:
        done = subprocess.run(  # noqa: S603
            [str(arg) for arg in args],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=clean_environment(folder),
            timeout=timeout,
            check=False,
            # A session of its own: Ctrl-C in the terminal is for us, not for the server.
            start_new_session=True,
            user=account.uid,
            group=account.gid,
            extra_groups=None if account.uid is None else [],
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read())


def clean_environment(folder: Path) -> dict[str, str]:
    """Return an environment in which nobody's PGDATA, PGHOST or language plays a part."""
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if key in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
