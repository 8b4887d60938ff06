"""The command that loads the demo world keeps away from real work."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from tests.factories import make_partner


@override_settings(DEMO=False)
def test_it_never_runs_outside_a_demo() -> None:
    with pytest.raises(CommandError, match="geen_proefomgeving"):
        call_command("demowereld", "--leeg-eerst")


@pytest.mark.django_db
def test_it_keeps_what_somebody_else_put_there() -> None:
    make_partner()
    with pytest.raises(CommandError, match="database_niet_leeg"):
        call_command("demowereld")


@override_settings(DEMO=False)
def test_it_gives_no_reply_code_outside_a_demo() -> None:
    with pytest.raises(CommandError, match="geen_proefomgeving"):
        call_command("proefcode")
