"""Words that several sign-in pages say, and what a browser sends about a passkey."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from meldpunt.toegang.aanmelden.factoren import PASSKEY_FOUT
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering

SOORTEN: Final = {
    "app": "App met codes",
    "passkey": "Passkey",
    "herstelcode": "Herstelcodes",
    "organisatie": "Via eigen organisatie",
}


def too_often(problem: TeVaak) -> str:
    """Say when to try again."""
    moment = timezone.localtime(problem.opnieuw_op)
    return (
        f"Er is te vaak geprobeerd. Probeer het na {moment:%H:%M} uur opnieuw, of vraag uw beheerder om u "
        "eerder toe te laten. [te_vaak]"
    )


def read_credential(request: HttpRequest) -> Any:
    """Return what the browser sent about a passkey. Raises Weigering when it is nothing to read."""
    try:
        read = json.loads(request.POST.get("credential", ""))
    except ValueError as problem:
        raise Weigering(PASSKEY_FOUT) from problem
    if not isinstance(read, dict):
        raise Weigering(PASSKEY_FOUT)
    return read
