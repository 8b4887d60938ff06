"""Make a typed Python client from the description of the interface, as somebody else would: `make client`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESCHRIJVING = ROOT / "docs" / "reference" / "openapi.json"
CLIENT = ROOT / "build" / "meldpunt_client"


def main() -> int:
    """Make the client and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--naar", type=Path, default=CLIENT, help="de map van het pakket")
    naar = parser.parse_args().naar
    done = make_client(naar)
    sys.stderr.write(done.stderr)
    print(f"De client staat in {naar}." if not done.returncode else done.stdout)
    return done.returncode


def make_client(naar: Path, *, beschrijving: Path = BESCHRIJVING) -> subprocess.CompletedProcess[str]:
    """Make the client in a folder; a description that the generator complains about is no success."""
    naar.parent.mkdir(parents=True, exist_ok=True)
    programma = Path(sys.executable).parent
    return subprocess.run(
        [
            programma / "openapi-python-client", "generate", "--path", beschrijving, "--output-path", naar,
            "--meta", "none", "--overwrite", "--fail-on-warning",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
        # It tidies up with ruff when it finds it.
        env={**os.environ, "PATH": f"{programma}{os.pathsep}{os.environ.get('PATH', '')}"},
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
