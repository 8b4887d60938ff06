"""POST /gegevens: the CBS fetches the delivery for the national statistics, as the contract of DDAS 1.2 says.

Question and answer are signed. What goes wrong on the way in carries a code of FSC, as a gateway would give it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.adapters.jades import Handtekeningfout
from meldpunt.api.aanmelding import Aanvrager
from meldpunt.api.omschrijving import describes
from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.api.weergave import Apiweergave
from meldpunt.inzicht.ddas.actions import MEESTE, Ddasvraag, Pagina, make_pagina
from meldpunt.inzicht.ddas.ondertekening import KOP, check_vraag, sign_antwoord
from meldpunt.inzicht.ddas.uittreksel import Periode, find_gemeente
from meldpunt.toegang.rijcontext import acting_beyond

# By our code, and for what has none by its status.
FSC_BIJ_CODE: Final = {
    "token_ontbreekt": "ERROR_CODE_ACCESS_TOKEN_MISSING",
    "token_verlopen": "ERROR_CODE_ACCESS_TOKEN_EXPIRED",
}
FSC_BIJ_STATUS: Final = {
    401: "ERROR_CODE_ACCESS_TOKEN_INVALID",
    403: "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN",
    404: "ERROR_CODE_SERVICE_NOT_FOUND",
    405: "ERROR_CODE_METHOD_UNSUPPORTED",
}


class Gegevensvraag(serializers.Serializer[Any]):
    """What the CBS asks for; nothing of it is needed."""

    aanleverperiodeStartdatum = serializers.DateField(
        required=False, help_text="Eerste dag; anders het vorige kwartaal."
    )
    aanleverperiodeEinddatum = serializers.DateField(
        required=False, help_text="Laatste dag; anders het vorige kwartaal."
    )
    aanleverendeOrganisatie = serializers.CharField(
        required=False, max_length=120, help_text="Naam of code van een gemeente; anders alle."
    )
    page = serializers.IntegerField(required=False, min_value=1)
    pageSize = serializers.IntegerField(required=False, min_value=1, help_text=f"Hooguit {MEESTE}.")


class Paginering(serializers.Serializer[Any]):
    """Which page this is, of how many."""

    pageSize = serializers.IntegerField(min_value=1)
    currentPage = serializers.IntegerField(min_value=1)
    totalPages = serializers.IntegerField(min_value=1)
    totalRecords = serializers.IntegerField(min_value=0)


class Gegevensantwoord(serializers.Serializer[Any]):
    """A page of the delivery, in the exchange model of DDAS 1.2."""

    gegevens = serializers.DictField(help_text="Het uitwisselmodel van DDAS vroegsignalering 1.2.")
    paginering = Paginering(required=False)


class Gegevens(Apiweergave):
    """The delivery for the national statistics."""

    scope = "read"

    @describes(
        naam="postGegevens",
        kort="Signalen en zaken ophalen voor de landelijke statistiek (alleen CBS).",
        lang="Volgens het koppelvlak van DDAS vroegsignalering 1.2. Vraag en antwoord dragen de koppen Digest en "
        "nlgov-adr-payload-sig (JAdES-B, PS256).",
        vraag=Gegevensvraag,
        antwoord=Gegevensantwoord,
        fouten=(405, 409, 422),
        groep="statistiek",
    )
    def post(self, request: Request) -> HttpResponse:
        """Give one page, signed."""
        now, told = timezone.now(), self._read(request)
        vraag = Ddasvraag(_read_periode(told, timezone.localdate(now)), _read_gemeente(told))
        size = min(told.get("pageSize", MEESTE), MEESTE)
        pagina = make_pagina(vraag=vraag, nummer=told.get("page", 1), grootte=size, door=self.actor, now=now)
        body = json.dumps(
            _show(pagina, paged={"page", "pageSize"} & told.keys()), ensure_ascii=False
        ).encode()
        return HttpResponse(body, content_type="application/json", headers=sign_antwoord(body, now=now))

    def handle_exception(self, exc: Exception) -> Response:
        """Answer with the code of FSC beside ours, where it has one."""
        answer = super().handle_exception(exc)
        told = answer.data if isinstance(answer.data, dict) else {}
        fsc = FSC_BIJ_CODE.get(told.get("code", "")) or FSC_BIJ_STATUS.get(answer.status_code)
        if fsc:
            answer.data = {
                **told,
                "code": fsc,
                "domain": "ERROR_DOMAIN_INWAY",
                "meldpuntCode": told.get("code"),
            }
            answer["Fsc-Error-Code"] = fsc
        return answer

    def _read(self, request: Request) -> dict[str, Any]:
        """Return what is asked, once it is known to be signed. Raises Probleem."""
        aanvrager: Aanvrager = request.user  # type: ignore[assignment]
        try:
            check_vraag(
                request._request.body,
                digest=request.headers.get("Digest", ""),
                handtekening=request.headers.get(KOP, ""),
                oin=aanvrager.toepassing.oin,
                now=timezone.now(),
            )
        except Handtekeningfout as fout:
            raise Probleem(400, str(fout)) from fout
        if not isinstance(request.data, Mapping):
            raise Probleem(400, "Stuur een JSON-object. [inhoud_onleesbaar]")
        form = Gegevensvraag(data=request.data)
        if unknown := sorted(set(map(str, request.data)) - form.fields.keys()):
            raise Probleem(
                400,
                "Een of meer velden kloppen niet. Zie invalidParams. [velden_ongeldig]",
                ongeldig=[
                    Ongeldig(naam, "Dit veld bestaat niet. Laat het weg.", "veld_onbekend")
                    for naam in unknown
                ],
            )
        form.is_valid(raise_exception=True)
        found: dict[str, Any] = form.validated_data
        return found


def _read_periode(told: Mapping[str, Any], today: date) -> Periode:
    """Return the period that is asked for; what is left open comes from the quarter that ended last."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = first - timedelta(days=1)
    begin = date(last.year, last.month - 2, 1)
    periode = Periode(
        told.get("aanleverperiodeStartdatum", begin), told.get("aanleverperiodeEinddatum", last)
    )
    if periode.tot < periode.van:
        raise Probleem(422, "De laatste dag ligt voor de eerste. Draai ze om. [ddas_periode]")
    return periode


def _read_gemeente(told: Mapping[str, Any]) -> tuple[str, ...]:
    naam = told.get("aanleverendeOrganisatie")
    if naam is None:
        return ()
    with acting_beyond():
        code = find_gemeente(naam)
    if code is None:
        raise Probleem(
            422, "Deze organisatie kennen we niet. Vraag een gemeente die meedoet. [ddas_gemeente]"
        )
    return (code,)


def _show(pagina: Pagina, *, paged: object) -> dict[str, Any]:
    """Return the answer; the paging is told when it was asked for, or when there is more than one page."""
    if not paged and pagina.paginas == 1:
        return {"gegevens": pagina.gegevens}
    return {
        "gegevens": pagina.gegevens,
        "paginering": {
            "pageSize": pagina.grootte,
            "currentPage": pagina.nummer,
            "totalPages": pagina.paginas,
            "totalRecords": pagina.signalen,
        },
    }
