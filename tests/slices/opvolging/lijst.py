"""Confirm the list of a month, for tests that need zaken of a covenant with a list."""

from __future__ import annotations

from tests.factories import NU

from meldpunt.matching.lijst import preview_lijst
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.toegang.actor import system_actor


def confirm_everything(*, convenant: str, gemeente: str = "0392") -> None:
    """Confirm the list of this month as it is proposed."""
    which = {"gemeente": gemeente, "convenant": convenant, "peildatum": NU.date()}
    door = system_actor(herkomst="test")
    voorstel = preview_lijst(**which, door=door)  # type: ignore[arg-type]
    confirm_lijst(**which, vingerafdruk=voorstel.vingerafdruk, door=door, now=NU)  # type: ignore[arg-type]
