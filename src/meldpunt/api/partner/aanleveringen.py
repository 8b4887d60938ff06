"""Deliveries: hand one in, the own ones, one of them with its counts and refused rows, recall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.aanlevering.actions import Inzending
from meldpunt.aanlevering.proefbeoordeling import choose_kolomkaart
from meldpunt.aanlevering.queries import (
    Aanlevering,
    get_aanlevering,
    list_aanleveringen,
    list_foutregels,
)
from meldpunt.aanlevering.voorproef import read_voorproef
from meldpunt.api.herhaling import change, written
from meldpunt.api.invoer import Bestandinvoer, Jsoninvoer
from meldpunt.api.omschrijving import changes, describes, page_of, pages
from meldpunt.api.pagina import Vraag, give_page, wrap_page
from meldpunt.api.partner.levering import Levering, Leveringformulier, Leveringvraag, reading
from meldpunt.api.versie import PAD, get_uitgever
from meldpunt.api.weergave import Apiweergave
from meldpunt.audit.actions import record_inzage
from meldpunt.jobs.taken import recall_and_queue, receive_and_queue
from meldpunt.toegang.toepassingen.herhaling import Antwoord

GROEP = "aanleveringen"


class Uitlegrij(serializers.Serializer[Any]):
    """One ground of a refused row."""

    grond = serializers.CharField(help_text="Vaste code van de grond.")
    artikel = serializers.CharField(help_text="Artikel van wet of convenant.")
    waarde = serializers.CharField(allow_blank=True, help_text="Wat er stond.")
    grens = serializers.CharField(allow_blank=True, help_text="Wat er had mogen staan.")
    zin = serializers.CharField(help_text="Wat er mis is en wat u moet doen.")


class Aanleveringrij(serializers.Serializer[Any]):
    """A delivery with what came of it."""

    id = serializers.UUIDField()
    convenant = serializers.CharField()
    datum = serializers.DateField(help_text="De dag waarvoor is aangeleverd.")
    status = serializers.CharField(
        help_text="concept, ontvangen, verwerkt, afgekeurd, mislukt of ingetrokken."
    )
    klaar = serializers.BooleanField(help_text="Waar: er verandert niets meer tenzij u intrekt.")
    bestandsnaam = serializers.CharField()
    kanaal = serializers.CharField()
    inhoudSha256 = serializers.CharField(help_text="SHA-256 van wat u stuurde.")
    ontvangenOp = serializers.DateTimeField()
    verwerktOp = serializers.DateTimeField(allow_null=True)
    ingetrokkenOp = serializers.DateTimeField(allow_null=True)
    aantalRegels = serializers.IntegerField()
    aantalGeaccepteerd = serializers.IntegerField()
    aantalGewaarschuwd = serializers.IntegerField()
    aantalGeweigerd = serializers.IntegerField()
    aantalAlOntvangen = serializers.IntegerField()
    bedragCent = serializers.IntegerField(help_text="Som van de geaccepteerde regels, in centen.")
    gronden = serializers.DictField(
        child=serializers.IntegerField(), help_text="Hoe vaak elke grond een regel weigerde."
    )
    foutCode = serializers.CharField(help_text="Leeg, of waarom het hele bestand is afgekeurd.")
    foutTekst = serializers.CharField()
    controlegetal = serializers.CharField()


class Foutrij(serializers.Serializer[Any]):
    """A refused row: its line, and each ground with what to do."""

    regel = serializers.IntegerField(help_text="Regelnummer in het bestand; regel 1 is de kop.")
    gronden = serializers.ListField(child=serializers.CharField())
    waarschuwingen = serializers.ListField(child=serializers.CharField())
    uitleg = Uitlegrij(many=True)
    vervaltOp = serializers.DateField(help_text="Daarna bewaren we de uitleg niet meer.")


class Intrekvraag(serializers.Serializer[Any]):
    """Why a delivery is recalled."""

    reden = serializers.CharField(max_length=1000)


class Aanleveringen(Apiweergave):
    """The deliveries of the own partner."""

    scope = "aanleveren"
    parser_classes = (Jsoninvoer, MultiPartParser, Bestandinvoer)

    @describes(
        naam="listAanleveringen",
        kort="Eigen aanleveringen, de nieuwste eerst.",
        antwoord=page_of(Aanleveringrij),
        parameters=pages(),
        groep=GROEP,
    )
    def get(self, request: Request) -> Response:
        """Give a page of them, newest first."""
        return Response(
            give_page(
                Vraag(request),
                lambda before, size: list_aanleveringen(door=self.actor, before=before, size=size),
                show_aanlevering,
            )
        )

    @describes(
        naam="createAanlevering",
        kort="Lever signalen aan: regels als JSON, een formulier met een bestand, of het bestand zelf.",
        lang="Het antwoord komt meteen; de beoordeling volgt. Vraag de aanlevering op tot `klaar` waar is, of neem een "
        "abonnement. Dezelfde inhoud nog eens geeft de eerste aanlevering terug (status 200).",
        vraag={
            "application/json": Leveringvraag,
            "multipart/form-data": Leveringformulier,
            "application/octet-stream": bytes,
        },
        antwoord=Aanleveringrij,
        status=202,
        ook={200: Aanleveringrij},
        parameters=[
            *changes(),
            OpenApiParameter("convenant", str, description="Bij een los bestand: sleutel van het convenant."),
            OpenApiParameter("bestandsnaam", str, description="Bij een los bestand: hoe het heet."),
        ],
        fouten=(409, 413, 415, 422),
        groep=GROEP,
    )
    def post(self, request: Request) -> Response:
        """Take a delivery in; what came of it is found at its own address."""
        with reading(request, door=self.actor) as levering:
            return change(request, levering.fingerprint(), lambda: self._receive(request, levering))

    def _receive(self, request: Request, levering: Levering) -> Antwoord:
        with levering.hold() as path:
            proef = read_voorproef(
                path,
                naam=levering.naam,
                partner=levering.partner,
                convenant=levering.convenant,
                datum=levering.datum,
            )
        ontvangst = receive_and_queue(
            inzending=Inzending(
                blokken=levering.blocks(),
                naam=levering.naam,
                partner=levering.partner,
                convenant=levering.convenant,
                datum=levering.datum,
                kanaal="api",
                kolomkaart=choose_kolomkaart(proef, levering.kaart),
            ),
            door=self.actor,
        )
        row = ontvangst.aanlevering
        return Antwoord(
            202 if ontvangst.nieuw else 200, show_aanlevering(row), {"Location": address_of(request, row.id)}
        )


class EenAanlevering(Apiweergave):
    """One delivery."""

    scope = "aanleveren"

    @describes(
        naam="getAanlevering",
        kort="Eén aanlevering met haar stand en aantallen.",
        antwoord=Aanleveringrij,
        groep=GROEP,
    )
    def get(self, request: Request, aanlevering: UUID) -> Response:
        """Give it."""
        Vraag(request).check()
        return Response(show_aanlevering(get_aanlevering(aanlevering, door=self.actor)))


class Regels(Apiweergave):
    """The refused rows of one delivery."""

    scope = "aanleveren"

    @describes(
        naam="listRegels",
        kort="Geweigerde regels van een aanlevering, met grond, artikel, waarde en wat u moet doen.",
        antwoord=page_of(Foutrij),
        parameters=[
            OpenApiParameter("na", int, description="Regelnummer waarna de pagina begint."),
            OpenApiParameter("aantal", int, description="Aantal regels per pagina: 1 tot en met 200."),
            OpenApiParameter("grond", str, description="Alleen regels met deze grond."),
        ],
        groep=GROEP,
    )
    def get(self, request: Request, aanlevering: UUID) -> Response:
        """Give a page of them in the order of the file."""
        vraag = Vraag(request)
        after = vraag.number("na", standaard=0, laagste=0, hoogste=99_999_999)
        size = vraag.number("aantal", standaard=50, hoogste=200)
        grond = vraag.text("grond", langste=40)
        vraag.check()
        row = get_aanlevering(aanlevering, door=self.actor)
        found = list_foutregels(aanlevering=row, after=after, grond=grond, size=size + 1)
        if found:
            record_inzage(
                "foutverslag_ingezien",
                objectsoort="aanlevering",
                object=row.id,
                door=self.actor,
                now=timezone.now(),
            )
        shown = [
            {
                "regel": one.regel,
                "gronden": one.gronden,
                "waarschuwingen": one.waarschuwingen,
                "uitleg": [show_uitleg(why) for why in one.uitleg],
                "vervaltOp": one.vervalt_op,
            }
            for one in found[:size]
        ]
        volgende = {"na": shown[-1]["regel"]} if len(found) > size else {}
        return Response(wrap_page(vraag, shown, volgende=volgende))


class Intrekking(Apiweergave):
    """The recall of one delivery."""

    scope = "aanleveren"

    @describes(
        naam="createIntrekking",
        kort="Trek een aanlevering in; alles wat ervan kwam wordt teruggedraaid.",
        vraag=Intrekvraag,
        antwoord=Aanleveringrij,
        parameters=changes(),
        fouten=(409, 422),
        groep=GROEP,
    )
    def post(self, request: Request, aanlevering: UUID) -> Response:
        """Recall it, with the reason."""
        asked = Intrekvraag(data=request.data)
        asked.is_valid(raise_exception=True)
        return change(
            request,
            written(request.data),
            lambda: self._recall(aanlevering, str(asked.validated_data["reden"])),
        )

    def _recall(self, aanlevering: UUID, reden: str) -> Antwoord:
        # Another's does not exist, whatever state it is in.
        get_aanlevering(aanlevering, door=self.actor)
        recall_and_queue(aanlevering=aanlevering, reden=reden, door=self.actor)
        return Antwoord(200, show_aanlevering(get_aanlevering(aanlevering, door=self.actor)))


def show_uitleg(why: Mapping[str, Any]) -> dict[str, Any]:
    """Return why a row was refused, as the interface writes it."""
    return {naam: why.get(naam, "") or "" for naam in ("grond", "artikel", "waarde", "grens", "zin")}


def show_aanlevering(row: Aanlevering) -> dict[str, Any]:
    """Return a delivery as the interface writes it."""
    klaar = row.status not in {"concept", "ontvangen"} and (
        row.status != "verwerkt" or row.gematcht_op is not None
    )
    return {
        "id": row.id,
        "convenant": row.convenant,
        "datum": row.datum,
        "status": row.status,
        "klaar": klaar,
        "bestandsnaam": row.bestandsnaam,
        "kanaal": row.kanaal,
        "inhoudSha256": row.inhoud_sha256,
        "ontvangenOp": row.ontvangen_op,
        "verwerktOp": row.verwerkt_op,
        "ingetrokkenOp": row.ingetrokken_op,
        "aantalRegels": row.aantal_regels,
        "aantalGeaccepteerd": row.aantal_geaccepteerd,
        "aantalGewaarschuwd": row.aantal_gewaarschuwd,
        "aantalGeweigerd": row.aantal_geweigerd,
        "aantalAlOntvangen": row.aantal_al_ontvangen,
        "bedragCent": row.bedrag_cent,
        "gronden": row.gronden,
        "foutCode": row.fout_code,
        "foutTekst": row.fout_zin,
        "controlegetal": row.controlegetal,
    }


def address_of(request: Request, aanlevering: UUID) -> str:
    """Return where a delivery is found."""
    return f"{get_uitgever(request._request).adres}{PAD}/aanleveringen/{aanlevering}"
