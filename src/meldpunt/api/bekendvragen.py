"""Is this resident in an open zaak? Asked by the system of the social service: yes or no, and which team."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.omschrijving import describes
from meldpunt.api.pagina import Vraag
from meldpunt.api.weergave import Apiweergave
from meldpunt.matching.bekendheid import DOELEN, Wie, answer_bekend
from meldpunt.rules.adres import find_adres
from meldpunt.rules.normalisatie import find_bsn

GROEP: Final = "bekendvragen"
EEN_VAN_BEIDE: Final = (
    "Geef een bsn, of anders postcode, huisnummer en geboortedatum samen. [bekendvraag_onvolledig]"
)


class Bekendvraaginvoer(serializers.Serializer[Any]):
    """About whom, and for what."""

    gemeente = serializers.RegexField(r"^\d{4}$", help_text="CBS-code van de gemeente.")
    doel = serializers.ChoiceField(
        choices=list(DOELEN), help_text="Waarvoor u vraagt; dit komt in het logboek."
    )
    bsn = serializers.RegexField(r"^\d{9}$", required=False)
    postcode = serializers.CharField(required=False, max_length=7)
    huisnummer = serializers.IntegerField(required=False, min_value=1, max_value=99999)
    toevoeging = serializers.CharField(required=False, allow_blank=True, max_length=12)
    geboortedatum = serializers.DateField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Put `wie` beside what was given. Raises ValidationError unless it is one way of naming somebody, whole."""
        number, place = attrs.get("bsn", ""), attrs.get("postcode")
        whole = bool(place and attrs.get("huisnummer") and attrs.get("geboortedatum"))
        if bool(number) == whole or (number and place):
            raise serializers.ValidationError(EEN_VAN_BEIDE)
        if number:
            if find_bsn(number) is None:
                raise serializers.ValidationError({"bsn": "Dit is geen geldig BSN. [bsn_ongeldig]"})
            return {**attrs, "wie": Wie(bsn=number)}
        adres = find_adres(str(place), str(attrs["huisnummer"]), attrs.get("toevoeging", ""))
        if adres is None:
            raise serializers.ValidationError(
                {"postcode": "Schrijf de postcode als 1234AB. [postcode_ongeldig]"}
            )
        return {**attrs, "wie": Wie(adres=adres, geboortedatum=attrs["geboortedatum"])}


class Bekendantwoord(serializers.Serializer[Any]):
    """Yes or no, and which team."""

    bekend = serializers.BooleanField(help_text="Of er een open zaak is.")
    team = serializers.CharField(
        allow_blank=True, help_text="Wie de zaak behandelt; leeg als er geen zaak is."
    )


class Bekendvragen(Apiweergave):
    """One question about one resident."""

    scope = "bekendvragen"

    @describes(
        naam="askBekend",
        kort="Heeft deze inwoner een open zaak?",
        lang="Het antwoord is ja of nee, met het team. Elke vraag komt in het logboek, ook bij nee; de inwoner kan "
        "dat lezen.",
        vraag=Bekendvraaginvoer,
        antwoord=Bekendantwoord,
        groep=GROEP,
    )
    def post(self, request: Request) -> Response:
        """Answer it; by POST, so that nobody stands in an address."""
        Vraag(request).check()
        asked = Bekendvraaginvoer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        found = answer_bekend(
            wie=given["wie"],
            gemeente=given["gemeente"],
            doel=given["doel"],
            door=self.actor,
            now=timezone.now(),
        )
        return Response({"bekend": found.bekend, "team": found.team})
