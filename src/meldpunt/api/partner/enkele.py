"""One message, stay, question or request of a resident: what `dataref` of a notice points to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.omschrijving import describes
from meldpunt.api.pagina import Vraag
from meldpunt.api.partner.rijen import (
    Mededelingrij,
    Navraagrij,
    Opschortingrij,
    Terugkoppelingrij,
    show_bericht,
    show_mededeling,
    show_navraag,
    show_opschorting,
)
from meldpunt.api.partner.signalen import note_inzage
from meldpunt.api.weergave import Apiweergave
from meldpunt.terugkoppeling.enkele import get_bericht, get_mededeling, get_navraag, get_opschorting


class _Een(Apiweergave):
    scope = "terugkoppelingen"
    handeling: ClassVar[str] = ""

    def give(self, request: Request, show: Callable[[], Mapping[str, Any]]) -> Response:
        """Give one, and write that it was looked at."""
        Vraag(request).check()
        found = show()
        note_inzage(self.handeling, [found["signaal"]], door=self.actor)
        return Response(found)


class EenTerugkoppeling(_Een):
    """One message."""

    handeling = "terugkoppeling_ingezien"

    @describes(
        naam="getTerugkoppeling",
        kort="Eén terugkoppeling.",
        antwoord=Terugkoppelingrij,
        groep="terugkoppelingen",
    )
    def get(self, request: Request, terugkoppeling: UUID) -> Response:
        """Give it."""
        return self.give(request, lambda: show_bericht(get_bericht(terugkoppeling, door=self.actor)))


class EenOpschorting(_Een):
    """One stay."""

    handeling = "opschortingen_ingezien"

    @describes(naam="getOpschorting", kort="Eén opschorting.", antwoord=Opschortingrij, groep="opschortingen")
    def get(self, request: Request, opschorting: UUID) -> Response:
        """Give it."""
        return self.give(request, lambda: show_opschorting(get_opschorting(opschorting, door=self.actor)))


class EenNavraag(_Een):
    """One question."""

    handeling = "vragen_ingezien"

    @describes(naam="getNavraag", kort="Eén navraag.", antwoord=Navraagrij, groep="navragen")
    def get(self, request: Request, navraag: UUID) -> Response:
        """Give it."""
        return self.give(request, lambda: show_navraag(get_navraag(navraag, door=self.actor)))


class EenMededeling(_Een):
    """One thing to do."""

    handeling = "mededelingen_ingezien"

    @describes(naam="getMededeling", kort="Eén mededeling.", antwoord=Mededelingrij, groep="mededelingen")
    def get(self, request: Request, mededeling: UUID) -> Response:
        """Give it."""
        return self.give(request, lambda: show_mededeling(get_mededeling(mededeling, door=self.actor)))
