"""What went wrong, for programs: problem+json (RFC 9457) with a stable code, and the parameters that did not fit."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import (
    ObjectDoesNotExist,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, JsonResponse, UnreadablePostError
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.response import Response

from meldpunt.aanlevering.kolomkaart import KolomkaartFout
from meldpunt.aanlevering.parsers import BestandFout
from meldpunt.api.versie import PAD
from meldpunt.audit.spoor import get_spoor
from meldpunt.toegang.policies import GeenToegang, VreemdObject
from meldpunt.toegang.tellers import TeVaak
from meldpunt.toegang.weigering import Weigering

log = logging.getLogger(__name__)
SOORT: Final = "application/problem+json"
CODE: Final = re.compile(r"\s*\[([a-z][a-z0-9_]*)\]\s*$")
TITELS: Final[Mapping[int, str]] = {
    400: "De aanvraag klopt niet",
    401: "U bent niet aangemeld",
    403: "Geen toegang",
    404: "Niet gevonden",
    405: "Deze methode kan hier niet",
    406: "Dit formaat geven we niet",
    409: "Dit kan nu niet",
    413: "Te groot",
    415: "Dit formaat lezen we niet",
    422: "De inhoud klopt niet",
    429: "Te veel aanvragen",
    500: "Er ging iets mis in het meldpunt",
}
NIET_GEVONDEN: Final = "Dit bestaat niet, of is niet voor u. [niet_gevonden]"
FOUT: Final = (
    "Probeer het later opnieuw. Blijft het misgaan, noem dan het kenmerk aan de beheerder. [serverfout]"
)


@dataclass(frozen=True, slots=True)
class Ongeldig:
    """One parameter or field that did not fit, and what to do about it."""

    naam: str
    reden: str
    code: str


class Probleem(Exception):
    """An answer that says why not; `zin` is Dutch and ends with its code in brackets."""

    def __init__(
        self,
        status: int,
        zin: str,
        *,
        ongeldig: Sequence[Ongeldig] = (),
        koppen: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(zin)
        self.status, self.zin = status, zin
        self.ongeldig, self.koppen = tuple(ongeldig), dict(koppen or {})


def answer_problem(fout: Exception, context: Mapping[str, Any]) -> Response:
    """Answer for whatever a resource raised; what nobody foresaw becomes a 500 that tells nothing but its trace."""
    problem = read_problem(fout)
    request = context.get("request")
    path = request.path if request is not None else ""
    return Response(
        describe(problem, path=path), status=problem.status, headers=problem.koppen, content_type=SOORT
    )


def answer_plain(problem: Probleem, *, path: str) -> JsonResponse:
    """Answer where no resource was reached."""
    return JsonResponse(
        describe(problem, path=path), status=problem.status, headers=problem.koppen, content_type=SOORT
    )


def describe(problem: Probleem, *, path: str) -> dict[str, Any]:
    """Write a problem as RFC 9457 does; `code` and `invalidParams` are ours, as is the trace to ask about."""
    zin, code = split_code(problem.zin)
    told: dict[str, Any] = {
        "type": f"{settings.MELDPUNT_ADRES}{PAD}/docs#{code}",
        "title": TITELS.get(problem.status, HTTPStatus(problem.status).phrase),
        "status": problem.status,
        "detail": zin,
        "instance": path,
        "code": code,
        "traceId": get_spoor().trace,
    }
    if problem.ongeldig:
        told["invalidParams"] = [
            {"name": one.naam, "reason": one.reden, "code": one.code} for one in problem.ongeldig
        ]
    return told


def split_code(zin: str) -> tuple[str, str]:
    """Return a sentence without its code, and that code."""
    found = CODE.search(zin)
    return (zin[: found.start()].strip(), found[1]) if found else (zin.strip(), "fout")


def read_problem(fout: Exception) -> Probleem:
    """Return the problem that an error means."""
    if isinstance(fout, Probleem):
        return fout
    for soort, write in SCHRIJVERS:
        if isinstance(fout, soort):
            return write(fout)
    log.error("interface failed", exc_info=fout)
    return Probleem(500, FOUT)


def _of_columns(fout: KolomkaartFout) -> Probleem:
    return Probleem(422, fout.zinnen[0], ongeldig=[_of_zin("kolommen", zin) for zin in fout.zinnen])


def _too_often(fout: TeVaak) -> Probleem:
    seconds = max(1, int((fout.opnieuw_op - timezone.now()).total_seconds()) + 1)
    return Probleem(429, f"Wacht {seconds} seconden. [te_vaak]", koppen={"Retry-After": str(seconds)})


def _of_framework(fout: exceptions.APIException) -> Probleem:
    for soort, problem in VAN_RAAMWERK:
        if isinstance(fout, soort):
            return problem
    if isinstance(fout, exceptions.ValidationError):
        found = list(_walk(fout.get_full_details(), ""))
        return Probleem(
            400, "Een of meer velden kloppen niet. Zie invalidParams. [velden_ongeldig]", ongeldig=found
        )
    return Probleem(fout.status_code, str(fout.detail))


def _walk(details: Any, naam: str) -> Iterator[Ongeldig]:
    """Yield what did not fit, each by its path as `regels.3.bedrag`."""
    if isinstance(details, Mapping) and "message" in details and "code" in details:
        zin, code = split_code(str(details["message"]))
        yield Ongeldig(naam or "body", zin, code if code != "fout" else f"veld_{details['code']}")
    elif isinstance(details, Mapping):
        for key, below in details.items():
            inner = naam if key == "non_field_errors" else f"{naam}.{key}".lstrip(".")
            yield from _walk(below, inner)
    elif isinstance(details, Sequence) and not isinstance(details, str):
        nested = any(isinstance(one, Mapping) and "message" not in one for one in details)
        for number, below in enumerate(details):
            if below:
                yield from _walk(below, f"{naam}.{number}".lstrip(".") if nested else naam)


def _of_zin(naam: str, zin: str) -> Ongeldig:
    return Ongeldig(naam, *split_code(zin))


VAN_RAAMWERK: Final = (
    (
        exceptions.ParseError,
        Probleem(400, "De inhoud is niet te lezen. Stuur geldige JSON. [inhoud_onleesbaar]"),
    ),
    (
        exceptions.MethodNotAllowed,
        Probleem(405, "Deze methode bestaat hier niet. Zie de kop Allow. [methode_onbekend]"),
    ),
    (exceptions.NotAcceptable, Probleem(406, "Vraag om application/json. [formaat_onbekend]")),
    (
        exceptions.UnsupportedMediaType,
        Probleem(415, "Deze Content-Type kan hier niet. Zie de documentatie. [inhoudsoort_onbekend]"),
    ),
    (exceptions.NotFound, Probleem(404, NIET_GEVONDEN)),
)
# The first that fits: what somebody may not even know of comes before what they may not do.
SCHRIJVERS: Final[tuple[tuple[Any, Callable[[Any], Probleem]], ...]] = (
    ((VreemdObject, ObjectDoesNotExist, Http404), lambda fout: Probleem(404, NIET_GEVONDEN)),
    (GeenToegang, lambda fout: Probleem(403, str(fout))),
    (Weigering, lambda fout: Probleem(409, str(fout))),
    (BestandFout, lambda fout: Probleem(422, fout.zin)),
    (KolomkaartFout, _of_columns),
    (TeVaak, _too_often),
    (exceptions.APIException, _of_framework),
    (
        (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent),
        lambda fout: Probleem(413, "De aanvraag is te groot. Splits haar. [aanvraag_te_groot]"),
    ),
    (
        (SuspiciousOperation, UnreadablePostError),
        lambda fout: Probleem(400, "Deze aanvraag is niet te lezen. [aanvraag_onleesbaar]"),
    ),
)
