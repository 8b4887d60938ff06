"""What a program does with a zaak: take it in hand, record attempts, close it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.gemeente.doelbinding import KOPPEN, read_doelbinding
from meldpunt.api.gemeente.vormen import Nieuwepoging, Nieuweuitkomst, Pogingrij, show_poging
from meldpunt.api.gemeente.zaken import GROEP, note_inzage
from meldpunt.api.omschrijving import describes
from meldpunt.api.pagina import Vraag
from meldpunt.api.weergave import Apiweergave
from meldpunt.jobs.taken import tell_partners
from meldpunt.matching.queries import get_gemeente_of_zaak, get_zaak
from meldpunt.opvolging.actions import AlVastgelegd, close_zaak, record_contactpoging, take_zaak
from meldpunt.opvolging.pogingen import get_poging, list_contactpogingen, read_poging

BIJWERKEN: Final = "zaken.bijwerken"


class Zaakstand(serializers.Serializer[Any]):
    """How a zaak stands after the act."""

    id = serializers.UUIDField()
    status = serializers.CharField()
    eindresultaat = serializers.CharField()


class Pogingenlijst(serializers.Serializer[Any]):
    """Every attempt of a zaak."""

    resultaten = Pogingrij(many=True)


class Handeling(Apiweergave):
    """An act on a zaak of the own inbox."""

    scope = BIJWERKEN

    def gemeente_of(self, zaak: UUID) -> str:
        """Return where the zaak is. Raises Zaak.DoesNotExist for one that is not ours."""
        return get_gemeente_of_zaak(zaak=zaak, door=self.actor)

    def answer(self, zaak: UUID, gemeente: str) -> Response:
        """Say how the zaak stands now."""
        beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=self.actor)
        return Response({"id": beeld.id, "status": beeld.status, "eindresultaat": beeld.eindresultaat})


class Behandeling(Handeling):
    """Somebody works on it."""

    @describes(
        naam="takeZaak",
        kort="De zaak in behandeling nemen.",
        lang="De partners horen dat hun signaal is opgepakt. Nog een keer gestuurd verandert er niets.",
        antwoord=Zaakstand,
        fouten=(409,),
        groep=GROEP,
    )
    def put(self, request: Request, zaak: UUID) -> Response:
        """Take it in hand."""
        Vraag(request).check()
        gemeente = self.gemeente_of(zaak)
        take_zaak(zaak=zaak, gemeente=gemeente, door=self.actor, now=timezone.now())
        tell_partners.defer()
        return self.answer(zaak, gemeente)


class Contactpogingen(Handeling):
    """What was tried."""

    scopes = {"get": "zaken"}

    @describes(
        naam="listContactpogingen",
        kort="De contactpogingen van een zaak, de oudste eerst.",
        antwoord=Pogingenlijst,
        parameters=KOPPEN,
        groep=GROEP,
    )
    def get(self, request: Request, zaak: UUID) -> Response:
        """Give them, and write who looked."""
        Vraag(request).check()
        waarom = read_doelbinding(request)
        gemeente = self.gemeente_of(zaak)
        found = list_contactpogingen(zaak=zaak, gemeente=gemeente, door=self.actor)
        note_inzage(zaak, gemeente, [], waarom=waarom, door=self.actor)
        return Response({"resultaten": [show_poging(one) for one in found]})

    @describes(
        naam="createContactpoging",
        kort="Een contactpoging vastleggen.",
        vraag=Nieuwepoging,
        antwoord=Pogingrij,
        status=201,
        fouten=(409,),
        groep=GROEP,
    )
    def post(self, request: Request, zaak: UUID) -> Response:
        """Record it."""
        Vraag(request).check()
        form = Nieuwepoging(data=request.data)
        form.is_valid(raise_exception=True)
        told, gemeente = form.validated_data, self.gemeente_of(zaak)
        try:
            poging = record_contactpoging(
                zaak=zaak,
                gemeente=gemeente,
                soort=told["soort"],
                bereikt=told["bereikt"],
                datum=told["datum"],
                dagdeel=told["dagdeel"],
                notitie=told["notitie"],
                persoon=told["persoon"],
                niet_alleen=told["nietAlleen"],
                invoersleutel=told["kenmerk"],
                door=self.actor,
                now=timezone.now(),
            )
        except AlVastgelegd:
            known = get_poging(zaak=zaak, gemeente=gemeente, kenmerk=told["kenmerk"], door=self.actor)
            return Response(show_poging(known), status=201)
        return Response(show_poging(read_poging(poging)), status=201)


class Uitkomst(Handeling):
    """How it ended."""

    @describes(
        naam="closeZaak",
        kort="De zaak sluiten met een eindresultaat.",
        lang="De partners horen wat de openbaarmakingstabel daarvan bekendmaakt, en niets meer.",
        vraag=Nieuweuitkomst,
        antwoord=Zaakstand,
        fouten=(409,),
        groep=GROEP,
    )
    def put(self, request: Request, zaak: UUID) -> Response:
        """Close it."""
        Vraag(request).check()
        form = Nieuweuitkomst(data=request.data)
        form.is_valid(raise_exception=True)
        told, gemeente = form.validated_data, self.gemeente_of(zaak)
        close_zaak(
            zaak=zaak,
            gemeente=gemeente,
            eindresultaat=told["eindresultaat"],
            per_persoon={one["persoon"]: one["eindresultaat"] for one in told["perPersoon"]},
            gezien=told["gezien"],
            door=self.actor,
            now=timezone.now(),
        )
        tell_partners.defer()
        return self.answer(zaak, gemeente)
