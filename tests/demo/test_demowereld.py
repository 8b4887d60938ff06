"""The command that loads the demo world keeps away from real work."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings


@override_settings(DEMO=False)
def test_it_never_runs_outside_a_demo() -> None:
    with pytest.raises(CommandError, match="geen_proefomgeving"):
        call_command("demowereld", "--leeg-eerst")
