"""What does not change from day to day: the postcodes that are taken, and the value lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.omschrijving import describes
from meldpunt.api.pagina import Vraag
from meldpunt.api.weergave import Apiweergave
from meldpunt.partijen.queries import get_partner, list_convenanten_of_partner, list_postcodes_for_partner
from meldpunt.rules.partnerbericht import ANTWOORDEN, BERICHTSOORTEN
from meldpunt.rules.statussen import (
    AANLEVERINGSTATUSSEN,
    CONTACTSOORTEN,
    DAGDELEN,
    EINDRESULTATEN,
    PARTNERTYPEN,
    SIGNAALSTATUSSEN,
)
from meldpunt.rules.velden import ALLE_VELDEN
from meldpunt.toegang.policies import get_own_partner

LIJSTEN: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "velden": ("Velden van een regel", ALLE_VELDEN),
    "aanleveringstatussen": ("Stand van een aanlevering", tuple(AANLEVERINGSTATUSSEN)),
    "berichtsoorten": ("Soorten partnerbericht", BERICHTSOORTEN),
    "antwoorden": ("Antwoorden op een navraag", ANTWOORDEN),
    "partnertypen": ("Soort signaalpartner", tuple(PARTNERTYPEN)),
    "signaalstatussen": ("Status van een signaal", tuple(SIGNAALSTATUSSEN)),
    "contactsoorten": ("Soort contact", tuple(CONTACTSOORTEN)),
    "dagdelen": ("Dagdeel", tuple(DAGDELEN)),
    "eindresultaten": ("Eindresultaat van een zaak", tuple(EINDRESULTATEN)),
}


class Postcoderij(serializers.Serializer[Any]):
    """The postcodes that are taken for one municipality under one covenant."""

    convenant = serializers.CharField()
    gemeente = serializers.CharField(help_text="CBS-code.")
    naam = serializers.CharField()
    postcodes = serializers.ListField(child=serializers.CharField(), help_text="Reeksen zoals 2011-2037.")


class Postcodelijst(serializers.Serializer[Any]):
    """What the own partner may report today."""

    datum = serializers.DateField()
    resultaten = Postcoderij(many=True)


class Waardelijstrij(serializers.Serializer[Any]):
    """One value list."""

    naam = serializers.CharField()
    titel = serializers.CharField()
    waarden = serializers.ListField(child=serializers.CharField())


class Waardelijstlijst(serializers.Serializer[Any]):
    """Every value list."""

    resultaten = Waardelijstrij(many=True)


class Postcodes(Apiweergave):
    """The postcodes that are taken."""

    scope = "aanleveren"
    bewaarbaar = True

    @describes(
        naam="listPostcodes",
        kort="Postcodes die u vandaag mag aanleveren, per convenant en gemeente.",
        antwoord=Postcodelijst,
        groep="lijsten",
    )
    def get(self, request: Request) -> Response:
        """Give them."""
        Vraag(request).check()
        today = timezone.localdate()
        partner = get_partner(get_own_partner(self.actor))
        rows = [
            {
                "convenant": convenant,
                "gemeente": one.gemeente,
                "naam": one.naam,
                "postcodes": list(one.postcodes),
            }
            for convenant in list_convenanten_of_partner(partner, on=today)
            for one in list_postcodes_for_partner(partner, convenant, on=today)
        ]
        return Response({"datum": today, "resultaten": rows})


class Waardelijsten(Apiweergave):
    """Every value list: open to anybody."""

    openbaar = True
    bewaarbaar = True

    @describes(
        naam="listWaardelijsten", kort="Alle waardelijsten.", antwoord=Waardelijstlijst, groep="lijsten"
    )
    def get(self, request: Request) -> Response:
        """Give them."""
        Vraag(request).check()
        return Response({"resultaten": [show_lijst(naam) for naam in LIJSTEN]})


class Waardelijst(Apiweergave):
    """One value list: open to anybody."""

    openbaar = True
    bewaarbaar = True

    @describes(naam="getWaardelijst", kort="Eén waardelijst.", antwoord=Waardelijstrij, groep="lijsten")
    def get(self, request: Request, naam: str) -> Response:
        """Give it."""
        Vraag(request).check()
        if naam not in LIJSTEN:
            raise Http404(naam)
        return Response(show_lijst(naam))


def show_lijst(naam: str) -> dict[str, Any]:
    """Return a value list as the interface writes it."""
    titel, waarden = LIJSTEN[naam]
    return {"naam": naam, "titel": titel, "waarden": list(waarden)}
