"""Deliveries: the own ones, and one of them with its counts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.aanlevering.queries import Aanlevering, get_aanlevering, list_aanleveringen
from meldpunt.api.omschrijving import describes, page_of, pages
from meldpunt.api.pagina import Vraag, give_page
from meldpunt.api.versie import PAD, get_uitgever
from meldpunt.api.weergave import Apiweergave

GROEP = "aanleveringen"


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


class Aanleveringen(Apiweergave):
    """The deliveries of the own partner."""

    scope = "aanleveren"

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
