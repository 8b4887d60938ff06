"""SMS into a file of the data folder, one JSON line each: for a demo and for trying out texts."""

from __future__ import annotations

import json
from dataclasses import asdict

from django.conf import settings

from meldpunt.adapters.sms import Smsbericht


def send(bericht: Smsbericht) -> None:
    """Write the message behind the earlier ones, readable for the account of the program only."""
    folder = settings.MELDPUNT_DATA / "sms"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / "verzonden.jsonl"
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(bericht), ensure_ascii=False) + "\n")
