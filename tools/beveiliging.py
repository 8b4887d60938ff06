"""What the build looks at beside the tests: code, settings of production, dependencies; and the list of those."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SBOM = ROOT / "sbom"
OMGEVING = {
    "DJANGO_SETTINGS_MODULE": "meldpunt.settings.productie",
    "MELDPUNT_HOSTS": "meldpunt.example.nl",
    "MELDPUNT_SECURITY_CONTACT": "mailto:veilig@example.nl",
    "MELDPUNT_SECURITY_EXPIRES": "2099-01-01",
}


def main(args: Sequence[str]) -> int:
    """Do one of the acts and return the exit code."""
    act = ACTS.get(args[0] if args else "")
    if act is None:
        print(f"Kies er een: {', '.join(ACTS)}", file=sys.stderr)
        return 2
    return act()


def check_code() -> int:
    """Let bandit read the code: what it says has its reason on the line itself, as for ruff, or in bandit.toml."""
    allowed = {
        (test, file)
        for test, files in tomllib.loads((ROOT / "tools" / "bandit.toml").read_text()).items()
        for file in files
    }
    said = json.loads(run([BIN / "bandit", "-q", "-r", "src", "tools", "-f", "json"]).stdout)
    found: dict[tuple[str, str], list[str]] = {}
    for one in said["results"]:
        # That a file can start programs says nothing beside the calls, which are looked at one by one.
        if one["test_id"] != "B404" and not has_reason(one):
            line = f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}"
            found.setdefault((one["test_id"], one["filename"]), []).append(line)
    new = [line for key, lines in sorted(found.items()) if key not in allowed for line in lines]
    gone = [
        f"tools/bandit.toml: {test} {file} is niet meer nodig" for test, file in sorted(allowed - set(found))
    ]
    errors = [f"{one['filename']}: {one['reason']}" for one in said["errors"]]
    return report(
        [*new, *gone, *errors], goed=f"bandit: {len(said['results'])} bevindingen, alle met een reden"
    )


def has_reason(one: dict[str, Any]) -> bool:
    """Say whether the lines of a finding carry ruff's mark for the same rule, with a reason behind it."""
    lines = (ROOT / one["filename"]).read_text(encoding="utf-8").splitlines()
    first, last = one["line_range"][0], one["line_range"][-1]
    mark = re.compile(rf"# noqa: [A-Z0-9, ]*S{one['test_id'][1:]}\b[A-Z0-9, ]* - \w")
    return any(mark.search(line) for line in lines[first - 1 : last])


def check_production() -> int:
    """Let Django look at the settings of production, with secrets made for this once."""
    env = {**os.environ, **OMGEVING, "MELDPUNT_DATABASE_URL": "dbname=meldpunt"}
    env |= {name: secrets.token_urlsafe(48) for name in ("MELDPUNT_SECRET_KEY", "MELDPUNT_SLEUTEL")}
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "django",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    ]
    done = run(command, env=env)
    return report(
        [] if done.returncode == 0 else [done.stderr or done.stdout], goed="check --deploy: in orde"
    )


def audit() -> int:
    """Ask which of our dependencies have a known weakness; where nobody can be asked, say so loudly."""
    return max(_audit_python(), _audit_npm())


def _audit_python() -> int:
    command: list[str | Path] = [
        BIN / "pip-audit",
        "-r",
        "requirements.lock",
        "--disable-pip",
        "--require-hashes",
    ]
    done = run([*command, "--progress-spinner", "off", "-f", "json"])
    said = read_json(done.stdout)
    packages: list[dict[str, Any]] = (said or {}).get("dependencies", [])
    looked_at = [one for one in packages if "skip_reason" not in one]
    if not looked_at:
        return warn("pip-audit", "de lijst met zwakheden van PyPI was niet te bereiken")
    weak = [f"{one['name']} {one['version']}: {v['id']}" for one in looked_at for v in one.get("vulns", [])]
    skipped = len(packages) - len(looked_at)
    if skipped:
        warn("pip-audit", f"{skipped} van {len(packages)} pakketten zijn niet bekeken")
    return report(weak, goed=f"pip-audit: {len(looked_at)} pakketten bekeken, geen bekende zwakheden")


def _audit_npm() -> int:
    npm = shutil.which("npm")
    if npm is None:
        return warn("npm audit", "npm is er niet")
    said = read_json(run([npm, "audit", "--package-lock-only", "--json"]).stdout) or {}
    if "vulnerabilities" not in said:
        return warn("npm audit", "de lijst met zwakheden van npm was niet te bereiken")
    weak = [f"{name}: {one['severity']}" for name, one in sorted(said["vulnerabilities"].items())]
    return report(weak, goed="npm audit: geen bekende zwakheden")


def write_sbom() -> int:
    """Write what the program is made of, as CycloneDX: one list for Python, one for the front end."""
    SBOM.mkdir(exist_ok=True)
    made = {
        "python.cdx.json": run(
            [BIN / "cyclonedx-py", "requirements", "requirements.lock", "--of", "JSON"]
        ).stdout,
        "voorkant.cdx.json": _list_front_end(),
    }
    wrong = []
    for name, text in made.items():
        said = read_json(text)
        if not said or said.get("bomFormat") != "CycloneDX":
            wrong.append(f"{name} is niet gemaakt: {text[:200]}")
            continue
        (SBOM / name).write_text(json.dumps(said, indent=2, sort_keys=True) + "\n")
    return report(wrong, goed=f"{', '.join(made)} staan in {SBOM.name}/")


def _list_front_end() -> str:
    # npm asks for a version of the whole, which a package that is never published has not: in a copy it gets one.
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            content = json.loads((ROOT / name).read_text()) | {"version": "0.1.0"}
            if "packages" in content:
                content["packages"][""]["version"] = "0.1.0"
            Path(folder, name).write_text(json.dumps(content))
        npm = shutil.which("npm") or "npm"
        done = run([npm, "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], folder=Path(folder))
    return done.stdout or done.stderr


def run(
    command: Sequence[str | Path], *, env: dict[str, str] | None = None, folder: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """Run a program, in the folder of the project unless another is named, and return what it said."""
    return subprocess.run(
        list(map(str, command)), cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def read_json(text: str) -> dict[str, Any] | None:
    """Return what a program said as JSON, or None when it said something else."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def report(wrong: Sequence[str], *, goed: str) -> int:
    """Print what is wrong, or that all is well, and return the exit code."""
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(goed)
    return 1 if wrong else 0


def warn(wat: str, waarom: str) -> int:
    """Say loudly that something was not looked at; no failure, for the build also runs without internet."""
    line = "!" * 100
    said = f"LET OP: {wat} is NIET gedaan: {waarom}.\nDoe 'make audit' op een machine met internet."
    print(f"{line}\n{said}\n{line}", file=sys.stderr)
    return 0


ACTS: dict[str, Callable[[], int]] = {
    "code": check_code,
    "productie": check_production,
    "audit": audit,
    "sbom": write_sbom,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
