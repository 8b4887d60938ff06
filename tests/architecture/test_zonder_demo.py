"""An installation in use need not carry the demo world."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
class NoDemo:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[:2] == ["meldpunt", "demo"]:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, NoDemo())
import django
django.setup()
from django.urls import get_resolver
assert len(get_resolver().url_patterns) == 4 and len(get_resolver("meldpunt.web.urls").url_patterns) > 5
import meldpunt.jobs, meldpunt.wsgi
"""


def test_it_serves_every_address_without_the_demo_module() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        env={"DJANGO_SETTINGS_MODULE": "meldpunt.settings.test", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
