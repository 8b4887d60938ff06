"""What the partner was told, and that it took it in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
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
from meldpunt.api.partner.rijen import (
    Mededelingrij,
    Opschortingrij,
    Terugkoppelingrij,
    show_bericht,
    show_mededeling,
    show_opschorting,
)
from meldpunt.api.partner.signalen import note_inzage
from meldpunt.api.weergave import Apiweergave
from meldpunt.terugkoppeling.bevestigen import Berichtkeuze, confirm_terugkoppelingen
from meldpunt.terugkoppeling.opschortingen import confirm_opschortingen, decide_verlenging
from meldpunt.terugkoppeling.partnerlijsten import OPSCHORTINGEN, list_opschortingen
from meldpunt.terugkoppeling.partnermededelingen import (
    BEVESTIGD,
    OPEN,
    confirm_mededeling,
    list_mededelingen,
)
from meldpunt.terugkoppeling.queries import Berichtfilter, list_berichten, list_codes
from meldpunt.toegang.toepassingen.herhaling import Antwoord

GROEP = "terugkoppelingen"
MEESTE = 1000


class Bevestigvraag(serializers.Serializer[Any]):
    """Which ones were taken in."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MEESTE)


class Bevestigantwoord(serializers.Serializer[Any]):
    """How many were not confirmed before."""

    bevestigd = serializers.IntegerField(help_text="Hoeveel er nog niet bevestigd waren.")


class Verlengingvraag(serializers.Serializer[Any]):
    """Whether more time is agreed to."""

    akkoord = serializers.BooleanField()


class Terugkoppelingen(Apiweergave):
    """The messages to the own partner."""

    scope = "terugkoppelingen"

    @describes(
        naam="listTerugkoppelingen",
        kort="Terugkoppelingen over eigen signalen, de nieuwste eerst.",
        antwoord=page_of(Terugkoppelingrij),
        parameters=[
            *pages(),
            OpenApiParameter("code", str, description="Alleen deze code."),
            OpenApiParameter("onbevestigd", bool, description="Waar: alleen wat u nog niet bevestigde."),
            OpenApiParameter("vanaf", date, description="Gemeld op of na deze dag."),
            OpenApiParameter("tot", date, description="Gemeld op of voor deze dag."),
            OpenApiParameter("signaal", UUID, description="Alleen over dit signaal."),
        ],
        groep=GROEP,
    )
    def get(self, request: Request) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        until = vraag.day("tot")
        keuze = Berichtfilter(
            code=vraag.text("code", keuzes=list_codes(on=timezone.localdate())),
            onbevestigd=vraag.flag("onbevestigd"),
            signaal=vraag.uuid("signaal"),
            periode=(_begin(vraag.day("vanaf")), _begin(until + timedelta(days=1) if until else None)),
        )
        page = give_page(
            vraag,
            lambda before, size: list_berichten(door=self.actor, keuze=keuze, before=before, size=size),
            show_bericht,
        )
        note_inzage(
            "terugkoppeling_ingezien", (one["signaal"] for one in page["resultaten"]), door=self.actor
        )
        return Response(page)


class Terugkoppelingbevestigingen(Apiweergave):
    """That messages were taken in."""

    scope = "terugkoppelingen"

    @describes(
        naam="confirmTerugkoppelingen",
        kort="Bevestig dat u terugkoppelingen heeft verwerkt.",
        vraag=Bevestigvraag,
        antwoord=Bevestigantwoord,
        parameters=changes(),
        fouten=(422,),
        groep=GROEP,
    )
    def post(self, request: Request) -> Response:
        """Note it."""
        keys = read_ids(request)
        return change(
            request,
            written(request.data),
            lambda: Antwoord(
                200,
                {
                    "bevestigd": confirm_terugkoppelingen(
                        keuze=Berichtkeuze(sleutels=keys), door=self.actor, now=timezone.now()
                    )
                },
            ),
        )


class Opschortingen(Apiweergave):
    """The stays of collection of own claims."""

    scope = "terugkoppelingen"

    @describes(
        naam="listOpschortingen",
        kort="Opschortingen van de incasso van eigen vorderingen, de nieuwste eerst.",
        antwoord=page_of(Opschortingrij),
        parameters=[
            *pages(),
            OpenApiParameter(
                "stand", str, enum=list(OPSCHORTINGEN), description="Welke; standaard de lopende."
            ),
        ],
        groep="opschortingen",
    )
    def get(self, request: Request) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        stand = vraag.text("stand", keuzes=list(OPSCHORTINGEN)) or "lopend"
        page = give_page(
            vraag,
            lambda before, size: list_opschortingen(door=self.actor, stand=stand, before=before, size=size),
            show_opschorting,
        )
        note_inzage("opschortingen_ingezien", (o["signaal"] for o in page["resultaten"]), door=self.actor)
        return Response(page)


class Opschortingbevestigingen(Apiweergave):
    """That collection rests."""

    scope = "terugkoppelingen"

    @describes(
        naam="confirmOpschortingen",
        kort="Bevestig dat u de incasso van deze vorderingen heeft opgeschort.",
        vraag=Bevestigvraag,
        antwoord=Bevestigantwoord,
        parameters=changes(),
        fouten=(422,),
        groep="opschortingen",
    )
    def post(self, request: Request) -> Response:
        """Note it."""
        keys = read_ids(request)
        return change(
            request,
            written(request.data),
            lambda: Antwoord(
                200,
                {"bevestigd": confirm_opschortingen(keuze=keys, door=self.actor, now=timezone.now())},
            ),
        )


class Verlenging(Apiweergave):
    """What the partner decides on more time."""

    scope = "terugkoppelingen"

    @describes(
        naam="createVerlenging",
        kort="Beslis of een opschorting langer mag duren.",
        vraag=Verlengingvraag,
        status=204,
        parameters=changes(),
        fouten=(409, 422),
        groep="opschortingen",
    )
    def post(self, request: Request, opschorting: UUID) -> Response:
        """Note the decision."""
        asked = Verlengingvraag(data=request.data)
        asked.is_valid(raise_exception=True)

        def decide() -> Antwoord:
            decide_verlenging(
                opschorting=opschorting,
                akkoord=bool(asked.validated_data["akkoord"]),
                door=self.actor,
                now=timezone.now(),
            )
            return Antwoord(204)

        return change(request, written(request.data), decide)


class Mededelingen(Apiweergave):
    """What must be done because a resident used a right."""

    scope = "terugkoppelingen"

    @describes(
        naam="listMededelingen",
        kort="Wat u moet doen omdat een inwoner een recht gebruikte, de nieuwste eerst.",
        antwoord=page_of(Mededelingrij),
        parameters=[
            *pages(),
            OpenApiParameter("stand", str, enum=[OPEN, BEVESTIGD], description="Welke; standaard de open."),
        ],
        groep="mededelingen",
    )
    def get(self, request: Request) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        stand = vraag.text("stand", keuzes=[OPEN, BEVESTIGD]) or OPEN
        page = give_page(
            vraag,
            lambda before, size: list_mededelingen(door=self.actor, stand=stand, before=before, size=size),
            show_mededeling,
        )
        note_inzage("mededelingen_ingezien", (m["signaal"] for m in page["resultaten"]), door=self.actor)
        return Response(page)


class Mededelingbevestiging(Apiweergave):
    """That it was done."""

    scope = "terugkoppelingen"

    @describes(
        naam="confirmMededeling",
        kort="Bevestig dat u deed wat de inwoner vroeg.",
        status=204,
        parameters=changes(),
        fouten=(409, 422),
        groep="mededelingen",
    )
    def post(self, request: Request, mededeling: UUID) -> Response:
        """Note it."""

        def confirm() -> Antwoord:
            confirm_mededeling(mededeling=mededeling, door=self.actor, now=timezone.now())
            return Antwoord(204)

        return change(request, [], confirm)


def read_ids(request: Request) -> list[UUID]:
    """Return the keys that were sent."""
    asked = Bevestigvraag(data=request.data)
    asked.is_valid(raise_exception=True)
    return list(asked.validated_data["ids"])


def _begin(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
