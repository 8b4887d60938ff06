"""The process runs one way, in imports and in foreign keys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# From the first step to the last; a table may point to its own step and to earlier ones.
ORDER = [
    "toegang",
    "audit",
    "partijen",
    "koppelingen",
    "bag",
    "aanlevering",
    "matching",
    "brp",
    "werkvoorraad",
    "opvolging",
    "correspondentie",
    "terugkoppeling",
    "bewaring",
    "betrokkenen",
    "datalekken",
    "notificaties",
    "inzicht",
]


def test_it_keeps_the_import_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_it_points_foreign_keys_back_in_the_process_only() -> None:
    from django.apps import apps

    found = []
    for model in apps.get_app_config("meldpunt").get_models():
        for field in model._meta.concrete_fields:
            target = field.related_model
            if target is None or not target.__module__.startswith("meldpunt."):
                continue
            if step_of(target) > step_of(model):
                found.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert found == []


def test_it_loads_the_dry_run_without_django() -> None:
    code = "import sys, meldpunt.inzicht.proefdraai; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_it_loads_the_database_package_without_django() -> None:
    code = "import sys, meldpunt.database; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def step_of(model: type) -> int:
    return ORDER.index(model.__module__.split(".")[1])
