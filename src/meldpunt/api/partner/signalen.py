"""Own signalen, each with what the partner was told about it, and no more than that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.omschrijving import describes, page_of, pages
from meldpunt.api.pagina import Vraag, give_page
from meldpunt.api.partner.rijen import (
    Navraagrij,
    Opschortingrij,
    Terugkoppelingrij,
    show_bericht,
    show_navraag,
    show_opschorting,
)
from meldpunt.api.weergave import Apiweergave
from meldpunt.audit.actions import record_inzage
from meldpunt.terugkoppeling.partnerlijsten import get_signaaldossier
from meldpunt.terugkoppeling.queries import (
    INGETROKKEN,
    NOG_NIETS,
    Filter,
    Signaalregel,
    list_codes,
    list_signalen,
)
from meldpunt.toegang.actor import Actor

GROEP = "signalen"


class Signaalrij(serializers.Serializer[Any]):
    """One own signaal with the last thing that was told about it."""

    id = serializers.UUIDField()
    aanlevering = serializers.UUIDField()
    gemeente = serializers.CharField()
    convenant = serializers.CharField()
    klantnummer = serializers.CharField(help_text="Leeg als de persoonsgegevens zijn vernietigd.")
    referentie = serializers.CharField()
    typeVordering = serializers.CharField()
    bedragCent = serializers.IntegerField()
    achterstandSinds = serializers.DateField()
    aangeleverdOp = serializers.DateField()
    ingetrokken = serializers.BooleanField()
    resultaat = serializers.CharField(
        help_text="Code van de laatste terugkoppeling; leeg als er nog geen is."
    )
    gemeldOp = serializers.DateTimeField(allow_null=True)
    tekst = serializers.CharField()
    stap = serializers.CharField()


class EigenBerichtrij(serializers.Serializer[Any]):
    """What the partner itself said about a signaal."""

    soort = serializers.CharField()
    datum = serializers.DateField()
    toelichting = serializers.CharField()
    gemeldOp = serializers.DateTimeField()


class Dossier(Signaalrij):
    """One own signaal with everything that was told, asked and said about it."""

    terugkoppelingen = Terugkoppelingrij(many=True)
    opschortingen = Opschortingrij(many=True)
    navragen = Navraagrij(many=True)
    partnerberichten = EigenBerichtrij(many=True)


class Zoekvraag(serializers.Serializer[Any]):
    """By what a partner knows its own signaal; in the content, for an address is kept in many places."""

    klantnummer = serializers.CharField(max_length=100)


class Signalen(Apiweergave):
    """The own signalen."""

    scope = "signalen"

    @describes(
        naam="listSignalen",
        kort="Eigen signalen met hun resultaat, de nieuwste eerst.",
        antwoord=page_of(Signaalrij),
        parameters=[
            *pages(),
            OpenApiParameter("resultaat", str, description="Code, of nog_niets of ingetrokken."),
            OpenApiParameter("aanlevering", UUID, description="Alleen van deze aanlevering."),
            OpenApiParameter("vanaf", date, description="Aangeleverd op of na deze dag."),
            OpenApiParameter("tot", date, description="Aangeleverd op of voor deze dag."),
        ],
        groep=GROEP,
    )
    def get(self, request: Request) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        keuze = Filter(
            resultaat=vraag.text(
                "resultaat", keuzes=[NOG_NIETS, INGETROKKEN, *list_codes(on=timezone.localdate())]
            ),
            aanlevering=vraag.uuid("aanlevering"),
            vanaf=vraag.day("vanaf"),
            tot=vraag.day("tot"),
        )
        return Response(_give(vraag, keuze, door=self.actor))


class Zoeken(Apiweergave):
    """Own signalen of one customer."""

    scope = "signalen"

    @describes(
        naam="searchSignalen",
        kort="Zoek eigen signalen op klantnummer, zonder dat het in een adres staat.",
        vraag=Zoekvraag,
        antwoord=page_of(Signaalrij),
        parameters=pages(),
        groep=GROEP,
    )
    def post(self, request: Request) -> Response:
        """Give a page of them."""
        asked = Zoekvraag(data=request.data)
        asked.is_valid(raise_exception=True)
        keuze = Filter(klantnummer=str(asked.validated_data["klantnummer"]))
        return Response(_give(Vraag(request), keuze, door=self.actor))


class EenSignaal(Apiweergave):
    """One own signaal."""

    scope = "signalen"

    @describes(
        naam="getSignaal",
        kort="Eén eigen signaal met alles wat erover is gemeld, gevraagd en gezegd.",
        antwoord=Dossier,
        groep=GROEP,
    )
    def get(self, request: Request, signaal: UUID) -> Response:
        """Give it."""
        Vraag(request).check()
        dossier = get_signaaldossier(signaal=signaal, door=self.actor)
        record_inzage(
            "signaal_ingezien", objectsoort="signaal", object=signaal, door=self.actor, now=timezone.now()
        )
        return Response(
            {
                **show_signaal(dossier.signaal),
                "terugkoppelingen": [show_bericht(one) for one in dossier.berichten],
                "opschortingen": [show_opschorting(one) for one in dossier.opschortingen],
                "navragen": [show_navraag(one) for one in dossier.navragen],
                "partnerberichten": [
                    {
                        "soort": one.soort,
                        "datum": one.datum,
                        "toelichting": one.toelichting,
                        "gemeldOp": one.gemeld_op,
                    }
                    for one in dossier.eigen
                ],
            }
        )


def _give(vraag: Vraag, keuze: Filter, *, door: Actor) -> dict[str, Any]:
    page = give_page(
        vraag,
        lambda before, size: list_signalen(door=door, keuze=keuze, before=before, size=size),
        show_signaal,
    )
    note_inzage("signalen_ingezien", (one["id"] for one in page["resultaten"]), door=door)
    return page


def note_inzage(handeling: str, signalen: Iterable[UUID], *, door: Actor) -> None:
    """Write at which signalen was looked, when there were any."""
    if seen := list(signalen):
        record_inzage(
            handeling,
            objectsoort="signaalpartner",
            object=str(door.partner),
            signalen=seen,
            door=door,
            now=timezone.now(),
        )


def show_signaal(row: Signaalregel) -> dict[str, Any]:
    """Return a signaal as the interface writes it."""
    return {
        "id": row.id,
        "aanlevering": row.aanlevering,
        "gemeente": row.gemeente,
        "convenant": row.convenant,
        "klantnummer": row.klantnummer,
        "referentie": row.referentie,
        "typeVordering": row.type_vordering,
        "bedragCent": row.bedrag_cent,
        "achterstandSinds": row.achterstand_sinds,
        "aangeleverdOp": row.aanleverdatum,
        "ingetrokken": row.ingetrokken,
        "resultaat": row.code,
        "gemeldOp": row.gemeld_op,
        "tekst": row.zin,
        "stap": row.stap,
    }
