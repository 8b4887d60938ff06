"""Judge rows before they are delivered: the same rules and the same words, and nothing is kept."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.aanlevering.proefbeoordeling import GETOOND, Proefoordeel, judge_proef
from meldpunt.api.invoer import Bestandinvoer, Jsoninvoer
from meldpunt.api.omschrijving import describes
from meldpunt.api.partner.aanleveringen import Uitlegrij, show_uitleg
from meldpunt.api.partner.levering import Leveringformulier, Leveringvraag, reading
from meldpunt.api.weergave import Apiweergave


class Proefrij(serializers.Serializer[Any]):
    """A row and its decision."""

    regel = serializers.IntegerField(help_text="Regelnummer; regel 1 is de kop, de eerste rij is regel 2.")
    geaccepteerd = serializers.BooleanField()
    gronden = serializers.ListField(child=serializers.CharField())
    waarschuwingen = serializers.ListField(child=serializers.CharField())
    uitleg = Uitlegrij(many=True)


class Proefbeoordeling(serializers.Serializer[Any]):
    """What would come of these rows."""

    convenant = serializers.CharField()
    versie = serializers.DateField(help_text="De versie van het convenant die nu geldt.")
    aantalRegels = serializers.IntegerField()
    aantalGeaccepteerd = serializers.IntegerField()
    aantalGeweigerd = serializers.IntegerField()
    gronden = serializers.DictField(child=serializers.IntegerField())
    verwijderdeVelden = serializers.ListField(
        child=serializers.CharField(), help_text="Velden waarvoor dit convenant geen plaats heeft."
    )
    regels = Proefrij(many=True, help_text=f"Hooguit {GETOOND} regels; geweigerde gaan voor.")


class Proefbeoordelingen(Apiweergave):
    """A dry run."""

    scope = "aanleveren"
    parser_classes = (Jsoninvoer, MultiPartParser, Bestandinvoer)

    @describes(
        naam="createProefbeoordeling",
        kort="Beoordeel regels zonder ze aan te leveren; er wordt niets bewaard.",
        vraag={
            "application/json": Leveringvraag,
            "multipart/form-data": Leveringformulier,
            "application/octet-stream": bytes,
        },
        antwoord=Proefbeoordeling,
        fouten=(409, 413, 415, 422),
        groep="aanleveringen",
    )
    def post(self, request: Request) -> Response:
        """Judge them."""
        with reading(request, door=self.actor) as levering, levering.hold() as path:
            oordeel = judge_proef(
                path,
                naam=levering.naam,
                partner=levering.partner,
                levering=(levering.convenant, levering.datum),
                kaart=levering.kaart,
            )
        return Response(show_oordeel(oordeel, levering.convenant))


def show_oordeel(oordeel: Proefoordeel, convenant: str) -> dict[str, Any]:
    """Return a judgement as the interface writes it."""
    return {
        "convenant": convenant,
        "versie": oordeel.versie,
        "aantalRegels": oordeel.aantal_regels,
        "aantalGeaccepteerd": oordeel.aantal_geaccepteerd,
        "aantalGeweigerd": oordeel.aantal_regels - oordeel.aantal_geaccepteerd,
        "gronden": oordeel.gronden,
        "verwijderdeVelden": list(oordeel.verwijderde_velden),
        "regels": [
            {
                "regel": one.regel,
                "geaccepteerd": one.geaccepteerd,
                "gronden": list(one.gronden),
                "waarschuwingen": list(one.waarschuwingen),
                "uitleg": [show_uitleg(why) for why in one.uitleg],
            }
            for one in oordeel.regels
        ],
    }
