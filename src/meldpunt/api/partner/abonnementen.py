"""Subscriptions of the own partner: begin, change, end, and what could not be delivered."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.herhaling import change, written
from meldpunt.api.omschrijving import changes, describes, page_of, pages
from meldpunt.api.pagina import Vraag, give_page
from meldpunt.api.versie import PAD, get_uitgever
from meldpunt.api.weergave import Apiweergave
from meldpunt.notificaties.actions import (
    Aanvraag,
    create_abonnement,
    end_abonnement,
    pause_abonnement,
    renew_geheim,
    repeat_notificaties,
    resume_abonnement,
    send_proef,
)
from meldpunt.notificaties.queries import (
    Abonnementstand,
    Notificatieregel,
    get_abonnement,
    list_abonnementen,
    list_notificaties,
)
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN, find_soort
from meldpunt.toegang.toepassingen.herhaling import Antwoord

GROEP: Final = "abonnementen"
SCOPE: Final = "notificaties"
TYPEN: Final = {soort.type: sleutel for sleutel, soort in GEBEURTENISSOORTEN.items()}
STATUSSEN: Final = ("wacht", "mislukt", "afgeleverd", "vervallen")
WIJZIGBAAR: Final = {"actief": resume_abonnement, "gepauzeerd": pause_abonnement}
MEESTE: Final = 1000


class Abonnementvraag(serializers.Serializer[Any]):
    """What is asked for."""

    naam = serializers.CharField(max_length=100, help_text="Voor uzelf.")
    adres = serializers.CharField(max_length=500, help_text="Waar uw software luistert; https.")
    gebeurtenissen = serializers.ListField(
        child=serializers.ChoiceField(choices=[(one, one) for one in TYPEN]),
        min_length=1,
        max_length=len(TYPEN),
        help_text="De typen (CloudEvents) die u wilt horen.",
    )


class Abonnementrij(Abonnementvraag):
    """One subscription, without its secret."""

    id = serializers.UUIDField()
    status = serializers.CharField(help_text="bevestigen, actief, gepauzeerd of beeindigd.")
    server = serializers.CharField(help_text="Wat de beheerder besloot: gevraagd, toegestaan of geweigerd.")
    reden = serializers.CharField(help_text="Waarom de beheerder uw server niet toelaat.")
    gemaaktOp = serializers.DateTimeField()
    bevestigdOp = serializers.DateTimeField(allow_null=True, help_text="Wanneer uw ontvanger ja zei.")
    laatstGeluktOp = serializers.DateTimeField(allow_null=True)
    laatsteFout = serializers.CharField(help_text="Code van de laatste fout; leeg als het goed gaat.")
    perMinuut = serializers.IntegerField(allow_null=True, help_text="Wat uw ontvanger hoogstens wil.")


class Abonnementlijst(serializers.Serializer[Any]):
    """Every subscription there is; ten at the most that did not end."""

    resultaten = Abonnementrij(many=True)


class Abonnementbegonnen(Abonnementrij):
    """One that was begun, with its secret."""

    geheim = serializers.CharField(help_text="Voor de handtekening; u krijgt het alleen nu.")


class Geheimantwoord(serializers.Serializer[Any]):
    """A new secret."""

    geheim = serializers.CharField(help_text="Voor de handtekening; u krijgt het alleen nu.")
    vorigGeheimTot = serializers.DateTimeField(help_text="Tot dan ondertekenen wij ook met het vorige.")


class Statusvraag(serializers.Serializer[Any]):
    """Pause, or go on."""

    status = serializers.ChoiceField(choices=[(one, one) for one in WIJZIGBAAR])


class Notificatierij(serializers.Serializer[Any]):
    """One message: which event, and how far it is."""

    id = serializers.UUIDField()
    gebeurtenis = serializers.UUIDField(help_text="De id waaronder uw software haar krijgt.")
    type = serializers.CharField()
    status = serializers.CharField()
    opgemerktOp = serializers.DateTimeField()
    pogingen = serializers.IntegerField()
    volgendePogingOp = serializers.DateTimeField(allow_null=True)
    afgerondOp = serializers.DateTimeField(allow_null=True)
    laatsteFout = serializers.CharField()


class Herhaalvraag(serializers.Serializer[Any]):
    """Which lost messages go again; none named: all of them."""

    ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MEESTE, required=False
    )


class Herhaalantwoord(serializers.Serializer[Any]):
    """How many go again."""

    herhaald = serializers.IntegerField()


class Proefantwoord(serializers.Serializer[Any]):
    """The test message that is on its way."""

    id = serializers.UUIDField()


class Abonnementen(Apiweergave):
    """The subscriptions of the own partner."""

    scope = SCOPE

    @describes(naam="listAbonnementen", kort="Eigen abonnementen.", antwoord=Abonnementlijst, groep=GROEP)
    def get(self, request: Request) -> Response:
        """Give them."""
        Vraag(request).check()
        return Response({"resultaten": [show_abonnement(one) for one in list_abonnementen(door=self.actor)]})

    # Without Idempotency-Key: under it the answer would be kept, and with it the secret.
    @describes(
        naam="createAbonnement",
        kort="Begin een abonnement. Het geheim staat alleen in dit antwoord.",
        vraag=Abonnementvraag,
        antwoord=Abonnementbegonnen,
        status=201,
        fouten=(409,),
        groep=GROEP,
    )
    def post(self, request: Request) -> Response:
        """Begin one."""
        asked = Abonnementvraag(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        soorten = tuple(TYPEN[one] for one in given["gebeurtenissen"])
        begonnen = create_abonnement(
            aanvraag=Aanvraag(given["naam"], given["adres"], soorten), door=self.actor, now=timezone.now()
        )
        made = show_abonnement(get_abonnement(begonnen.id, door=self.actor))
        place = f"{get_uitgever(request._request).adres}{PAD}/abonnementen/{begonnen.id}"
        return Response({**made, "geheim": begonnen.geheim}, status=201, headers={"Location": place})


class EenAbonnement(Apiweergave):
    """One subscription."""

    scope = SCOPE

    @describes(naam="getAbonnement", kort="Eén abonnement.", antwoord=Abonnementrij, groep=GROEP)
    def get(self, request: Request, abonnement: UUID) -> Response:
        """Give it."""
        Vraag(request).check()
        return Response(show_abonnement(get_abonnement(abonnement, door=self.actor)))

    @describes(
        naam="updateAbonnement",
        kort="Pauzeer een abonnement, of ga ermee door.",
        vraag=Statusvraag,
        antwoord=Abonnementrij,
        parameters=changes(),
        fouten=(409, 422),
        groep=GROEP,
    )
    def patch(self, request: Request, abonnement: UUID) -> Response:
        """Change its state."""
        asked = Statusvraag(data=request.data)
        asked.is_valid(raise_exception=True)
        act = WIJZIGBAAR[str(asked.validated_data["status"])]

        def move() -> Antwoord:
            act(abonnement=abonnement, door=self.actor, now=timezone.now())
            return Antwoord(200, show_abonnement(get_abonnement(abonnement, door=self.actor)))

        return change(request, written(request.data), move)

    @describes(
        naam="deleteAbonnement", kort="Beëindig een abonnement.", status=204, fouten=(409,), groep=GROEP
    )
    def delete(self, request: Request, abonnement: UUID) -> Response:
        """End it."""
        end_abonnement(abonnement=abonnement, door=self.actor, now=timezone.now())
        return Response(status=204)


class Geheim(Apiweergave):
    """The secret of one subscription."""

    scope = SCOPE

    @describes(
        naam="createGeheim",
        kort="Maak een nieuw geheim. Het staat alleen in dit antwoord.",
        antwoord=Geheimantwoord,
        status=201,
        fouten=(409,),
        groep=GROEP,
    )
    def post(self, request: Request, abonnement: UUID) -> Response:
        """Make a new one."""
        geheim = renew_geheim(abonnement=abonnement, door=self.actor, now=timezone.now())
        until = get_abonnement(abonnement, door=self.actor).vorig_geheim_tot
        return Response({"geheim": geheim, "vorigGeheimTot": until}, status=201)


class Proefbericht(Apiweergave):
    """A test message."""

    scope = SCOPE

    @describes(
        naam="createProefbericht",
        kort="Laat een proefbericht sturen.",
        antwoord=Proefantwoord,
        status=202,
        parameters=changes(),
        fouten=(409, 422),
        groep=GROEP,
    )
    def post(self, request: Request, abonnement: UUID) -> Response:
        """Put it in the queue."""

        def ask() -> Antwoord:
            return Antwoord(
                202, {"id": send_proef(abonnement=abonnement, door=self.actor, now=timezone.now())}
            )

        return change(request, [], ask)


class Notificaties(Apiweergave):
    """The messages of one subscription."""

    scope = SCOPE

    @describes(
        naam="listNotificaties",
        kort="Berichten van een abonnement, de nieuwste eerst.",
        antwoord=page_of(Notificatierij),
        parameters=[
            *pages(),
            OpenApiParameter("status", str, enum=list(STATUSSEN), description="Welke; standaard mislukt."),
        ],
        groep=GROEP,
    )
    def get(self, request: Request, abonnement: UUID) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        status = vraag.text("status", keuzes=STATUSSEN) or "mislukt"
        one = get_abonnement(abonnement, door=self.actor)
        return Response(
            give_page(
                vraag,
                lambda before, size: list_notificaties(
                    abonnement=one.id, status=status, door=self.actor, before=before, size=size
                ),
                show_notificatie,
            )
        )


class Herhaling(Apiweergave):
    """Lost messages that go again."""

    scope = SCOPE

    @describes(
        naam="createHerhaling",
        kort="Stuur opnieuw wat niet kon worden afgeleverd: deze, of alles.",
        vraag=Herhaalvraag,
        antwoord=Herhaalantwoord,
        parameters=changes(),
        fouten=(409, 422),
        groep=GROEP,
    )
    def post(self, request: Request, abonnement: UUID) -> Response:
        """Make them due."""
        asked = Herhaalvraag(data=request.data or {})
        asked.is_valid(raise_exception=True)
        keuze = asked.validated_data.get("ids")

        def repeat() -> Antwoord:
            done = repeat_notificaties(
                abonnement=abonnement, keuze=keuze, door=self.actor, now=timezone.now()
            )
            return Antwoord(200, {"herhaald": done})

        return change(request, written(request.data), repeat)


def show_abonnement(one: Abonnementstand) -> dict[str, Any]:
    """Return a subscription as the interface writes it."""
    return {
        "id": one.id,
        "naam": one.naam,
        "adres": one.adres,
        "gebeurtenissen": [find_soort(soort).type for soort in one.soorten],
        "status": one.status,
        "server": one.host_stand,
        "reden": one.host_reden,
        "gemaaktOp": one.gemaakt_op,
        "bevestigdOp": one.bevestigd_op,
        "laatstGeluktOp": one.laatste_succes_op,
        "laatsteFout": one.laatste_code,
        "perMinuut": one.per_minuut,
    }


def show_notificatie(row: Notificatieregel) -> dict[str, Any]:
    """Return a message as the interface writes it."""
    return {
        "id": row.id,
        "gebeurtenis": row.gebeurtenis,
        "type": find_soort(row.soort).type,
        "status": row.status,
        "opgemerktOp": row.tijd,
        "pogingen": row.pogingen,
        "volgendePogingOp": row.volgende_poging_op if row.status == "wacht" else None,
        "afgerondOp": row.afgerond_op,
        "laatsteFout": row.laatste_code,
    }
