"""Resolve the dependencies and write both lock files: every version with its hashes, no registry named."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).with_name("uv")


def main() -> int:
    """Write requirements.lock and, resting on it, requirements-dev.lock."""
    compile_lock("requirements.lock", extras=["setup"])
    # Same versions in both: what is tested is what runs.
    compile_lock("requirements-dev.lock", extras=["setup", "dev"], constraints="requirements.lock")
    return 0


def compile_lock(naam: str, *, extras: Sequence[str], constraints: str | None = None) -> None:
    """Write one lock file; versions that still fit stay as they are."""
    command = [str(UV), "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"]
    command += [part for extra in extras for part in ("--extra", extra)]
    if constraints is not None:
        command += ["--constraint", constraints]
    subprocess.run([*command, "--output-file", naam], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
