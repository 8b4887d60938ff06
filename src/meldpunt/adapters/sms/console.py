"""SMS onto the terminal of the worker, as Django's console backend does with mail."""

from __future__ import annotations

import sys

from meldpunt.adapters.sms import Smsbericht


def send(bericht: Smsbericht) -> None:
    """Write the message to standard output."""
    sys.stdout.write(f"SMS aan {bericht.aan}\n{bericht.tekst}\n{'-' * 60}\n")
    sys.stdout.flush()
