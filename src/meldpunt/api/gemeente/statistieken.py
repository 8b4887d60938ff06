"""Counts without a person in them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.gemeente.zaken import GEMEENTECODE
from meldpunt.api.omschrijving import describes
from meldpunt.api.pagina import Vraag
from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.api.weergave import Apiweergave
from meldpunt.inzicht.statistiek import Statistiek, get_statistiek
from meldpunt.rules.onderdrukking import GRENS, Telling

# A longer period than three years is a question for the monitor.
LANGST_MAANDEN: Final = 36
PERIODE: Final = (
    OpenApiParameter("gemeente", GEMEENTECODE, required=True, description="CBS-code."),
    OpenApiParameter("van", date, required=True, description="Een dag van de eerste maand."),
    OpenApiParameter("tot", date, required=True, description="Een dag van de laatste maand, die meetelt."),
)


class Tellingdeel(serializers.Serializer[Any]):
    """One count; none when it is hidden."""

    naam = serializers.CharField()
    aantal = serializers.IntegerField(
        allow_null=True, help_text=f"Leeg: minder dan {GRENS}, of daaruit af te leiden."
    )


class Tellingantwoord(serializers.Serializer[Any]):
    """A total with its parts."""

    totaal = serializers.IntegerField(allow_null=True)
    delen = Tellingdeel(many=True)


class Statistiekantwoord(serializers.Serializer[Any]):
    """The counts of a municipality over whole months."""

    gemeente = serializers.CharField()
    van = serializers.DateField()
    tot = serializers.DateField()
    signalenPerPartnertype = Tellingantwoord()
    zakenPerEindresultaat = Tellingantwoord()
    zakenPerBereik = Tellingantwoord()
    pogingenPerSoort = Tellingantwoord()


class Statistieken(Apiweergave):
    """Counts of the zaken of the own inbox."""

    scope = "statistieken"
    bewaarbaar = True

    @describes(
        naam="getStatistieken",
        kort="Aantallen over hele maanden, zonder personen.",
        lang=f"Van de zaken in uw postvak. Een aantal onder {GRENS} staat er niet bij, en ook niet wat het verraadt.",
        antwoord=Statistiekantwoord,
        parameters=PERIODE,
        groep="statistieken",
    )
    def get(self, request: Request) -> Response:
        """Give them."""
        vraag = Vraag(request)
        gemeente, van, tot = vraag.text("gemeente", langste=4), vraag.day("van"), vraag.day("tot")
        vraag.check()
        _check(gemeente, van, tot)
        return Response(show(get_statistiek(gemeente=gemeente, van=van, tot=tot, door=self.actor)))


def show(found: Statistiek) -> dict[str, Any]:
    """Return the counts as the interface writes them."""
    return {
        "gemeente": found.gemeente,
        "van": found.van,
        "tot": found.tot,
        "signalenPerPartnertype": _show_telling(found.signalen_per_partnertype),
        "zakenPerEindresultaat": _show_telling(found.zaken_per_eindresultaat),
        "zakenPerBereik": _show_telling(found.zaken_per_bereik),
        "pogingenPerSoort": _show_telling(found.pogingen_per_soort),
    }


def _show_telling(telling: Telling) -> dict[str, Any]:
    parts = [{"naam": naam, "aantal": aantal} for naam, aantal in telling.delen.items()]
    return {"totaal": telling.totaal, "delen": parts}


def _check(gemeente: str, van: date | None, tot: date | None) -> None:
    """Raise Probleem for what is missing, and for a period that cannot be."""
    given = {"gemeente": gemeente, "van": van, "tot": tot}
    wrong = [
        Ongeldig(naam, "Vul deze parameter in.", "parameter_ontbreekt")
        for naam, one in given.items()
        if not one
    ]
    if van and tot and not 0 <= (tot.year - van.year) * 12 + tot.month - van.month < LANGST_MAANDEN:
        wrong.append(Ongeldig("tot", f"Kies 1 tot en met {LANGST_MAANDEN} maanden.", "periode_ongeldig"))
    if wrong:
        raise Probleem(400, "De periode klopt niet. Zie invalidParams. [periode_ongeldig]", ongeldig=wrong)
