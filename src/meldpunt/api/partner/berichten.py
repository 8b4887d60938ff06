"""What the partner says about its own signalen, and its answers to what it was asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.herhaling import change, written
from meldpunt.api.omschrijving import changes, describes, page_of, pages
from meldpunt.api.pagina import Vraag, give_page
from meldpunt.api.partner.rijen import Navraagrij, show_navraag
from meldpunt.api.partner.signalen import note_inzage
from meldpunt.api.problemen import split_code
from meldpunt.api.weergave import Apiweergave
from meldpunt.rules.partnerbericht import ANTWOORDEN, BERICHTSOORTEN
from meldpunt.terugkoppeling.navragen import answer_navraag
from meldpunt.terugkoppeling.partnerberichten import (
    MEEST,
    TOELICHTING_MAX,
    Berichtopdracht,
    Berichtuitkomst,
    report_berichten,
)
from meldpunt.terugkoppeling.partnerlijsten import VRAGEN, list_navragen
from meldpunt.toegang.toepassingen.herhaling import Antwoord


class Berichtvraag(serializers.Serializer[Any]):
    """One message about one own signaal."""

    signaal = serializers.UUIDField()
    soort = serializers.ChoiceField(choices=[(one, one) for one in BERICHTSOORTEN])
    datum = serializers.DateField(help_text="Wanneer het gebeurde: vandaag of eerder.")
    toelichting = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=TOELICHTING_MAX,
        help_text="Geen gegevens van anderen of over de gezondheid.",
    )


class Berichtenvraag(serializers.Serializer[Any]):
    """Messages about own signalen."""

    berichten: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=Berichtvraag(), min_length=1, max_length=MEEST
    )


class Berichtrij(serializers.Serializer[Any]):
    """What came of one message."""

    signaal = serializers.UUIDField()
    soort = serializers.CharField()
    verwerkt = serializers.BooleanField()
    code = serializers.CharField(help_text="Leeg, of waarom niet.")
    detail = serializers.CharField()


class Berichtantwoord(serializers.Serializer[Any]):
    """What came of each message, in the order in which they were sent."""

    verwerkt = serializers.IntegerField()
    resultaten = Berichtrij(many=True)


class Antwoordvraag(serializers.Serializer[Any]):
    """The answer to the question whether a claim is still open."""

    antwoord = serializers.ChoiceField(choices=[(one, one) for one in ANTWOORDEN])


class Partnerberichten(Apiweergave):
    """Messages of the partner."""

    scope = "berichten"

    @describes(
        naam="createPartnerberichten",
        kort="Meld dat signalen zijn betaald, geregeld, ingetrokken of betwist.",
        lang="Wat niet kan, staat met de reden in het antwoord; de andere berichten gaan door.",
        vraag=Berichtenvraag,
        antwoord=Berichtantwoord,
        parameters=changes(),
        fouten=(409, 422),
        groep="partnerberichten",
    )
    def post(self, request: Request) -> Response:
        """Take them in, and correct at once what hangs on them."""
        asked = Berichtenvraag(data=request.data)
        asked.is_valid(raise_exception=True)
        opdrachten = [Berichtopdracht(**one) for one in asked.validated_data["berichten"]]

        def report() -> Antwoord:
            found = report_berichten(opdrachten=opdrachten, door=self.actor, now=timezone.now())
            rows = [_show(one) for one in found]
            return Antwoord(200, {"verwerkt": sum(row["verwerkt"] for row in rows), "resultaten": rows})

        return change(request, written(request.data), report)


class Navragen(Apiweergave):
    """Questions to the own partner."""

    scope = "terugkoppelingen"

    @describes(
        naam="listNavragen",
        kort="Vragen of een vordering nog openstaat, de nieuwste eerst.",
        antwoord=page_of(Navraagrij),
        parameters=[
            *pages(),
            OpenApiParameter("stand", str, enum=list(VRAGEN), description="Welke; standaard de open vragen."),
        ],
        groep="navragen",
    )
    def get(self, request: Request) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        stand = vraag.text("stand", keuzes=list(VRAGEN)) or "open"
        page = give_page(
            vraag,
            lambda before, size: list_navragen(door=self.actor, stand=stand, before=before, size=size),
            show_navraag,
        )
        note_inzage("vragen_ingezien", (one["signaal"] for one in page["resultaten"]), door=self.actor)
        return Response(page)


class Navraagantwoord(Apiweergave):
    """The answer to one question."""

    scope = "terugkoppelingen"

    @describes(
        naam="createAntwoord",
        kort="Beantwoord of een vordering nog openstaat.",
        vraag=Antwoordvraag,
        status=204,
        parameters=changes(),
        fouten=(409, 422),
        groep="navragen",
    )
    def post(self, request: Request, navraag: UUID) -> Response:
        """Take it in."""
        asked = Antwoordvraag(data=request.data)
        asked.is_valid(raise_exception=True)

        def answer() -> Antwoord:
            answer_navraag(
                navraag=navraag,
                antwoord=str(asked.validated_data["antwoord"]),
                door=self.actor,
                now=timezone.now(),
            )
            return Antwoord(204)

        return change(request, written(request.data), answer)


def _show(uitkomst: Berichtuitkomst) -> dict[str, Any]:
    zin, code = split_code(uitkomst.bezwaar) if uitkomst.bezwaar else ("", "")
    return {
        "signaal": uitkomst.opdracht.signaal,
        "soort": uitkomst.opdracht.soort,
        "verwerkt": uitkomst.gelukt,
        "code": code,
        "detail": zin,
    }
