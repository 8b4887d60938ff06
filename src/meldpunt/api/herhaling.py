"""Changes that may be sent again: the Idempotency-Key of a request, and the answer it had."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.toegang.toepassingen.herhaling import Antwoord, Sleutelbezet, answer_once

KOP: Final = "Idempotency-Key"
SLEUTEL: Final = re.compile(r"[A-Za-z0-9._:-]{8,64}")


def change(request: Request, inhoud: Iterable[bytes], act: Callable[[], Antwoord]) -> Response:
    """Do an act and answer; under a key it is done once, and the same content asks for the same answer.

    Raises Probleem for a key that is none, or that came with something else before.
    """
    given = request.headers.get(KOP, "").strip().strip('"')
    if not given:
        return _respond(_keep(act()))
    if not SLEUTEL.fullmatch(given):
        raise Probleem(
            400,
            "De kop Idempotency-Key klopt niet. Zie invalidParams. [parameters_ongeldig]",
            ongeldig=[
                Ongeldig(KOP, "Gebruik 8 tot 64 letters, cijfers of . _ : - (een UUID past).", "sleutel_vorm")
            ],
        )
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for piece in inhoud:
        digest.update(piece)
    try:
        answer = answer_once(
            toepassing=request.user.toepassing.id,  # type: ignore[union-attr]
            sleutel=given,
            vingerafdruk=digest.hexdigest(),
            act=lambda: _keep(act()),
            now=timezone.now(),
        )
    except Sleutelbezet as problem:
        raise Probleem(
            422,
            "Deze Idempotency-Key hoort bij een andere aanvraag. Gebruik voor elke aanvraag een nieuwe. "
            "[sleutel_bezet]",
        ) from problem
    return _respond(answer)


def written(told: Any) -> list[bytes]:
    """Return what was sent as it counts for the fingerprint: the same values, however they were spaced."""
    return [json.dumps(told, sort_keys=True, cls=JSONEncoder).encode()]


def _keep(answer: Antwoord) -> Antwoord:
    plain = json.loads(json.dumps(answer.inhoud, cls=JSONEncoder))
    return Antwoord(answer.status, plain, answer.koppen)


def _respond(answer: Antwoord) -> Response:
    headers = {**answer.koppen, **({"Idempotent-Replayed": "true"} if answer.herhaald else {})}
    return Response(answer.inhoud, status=answer.status, headers=headers)
