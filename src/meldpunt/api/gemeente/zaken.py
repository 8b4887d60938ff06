"""Zaken: which there are, without a person in the list, and one of them with whom it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from meldpunt.api.gemeente.doelbinding import KOPPEN, Doelbinding, read_doelbinding
from meldpunt.api.gemeente.vormen import Zaakantwoord, Zaakrij, show_zaak, show_zaakrij
from meldpunt.api.omschrijving import describes, page_of
from meldpunt.api.pagina import MEESTE, STANDAARD, Vraag, wrap_page
from meldpunt.api.problemen import Ongeldig, Probleem
from meldpunt.api.weergave import Apiweergave
from meldpunt.audit.actions import record
from meldpunt.audit.doelen import name_betrokkene
from meldpunt.matching.queries import Persoonbeeld, get_gemeente_of_zaak, get_zaak, list_personen
from meldpunt.rules.statussen import ZAAKSTATUSSEN
from meldpunt.toegang.actor import Actor
from meldpunt.werkvoorraad.queries import Postvakfilter, Postvakregel, list_postvak
from meldpunt.werkvoorraad.voorwaarden import LOPEND, MARKERINGEN, STATUSSEN, TERMIJNEN

GROEP: Final = "zaken"
PLAATS: Final = re.compile(r"(\d{1,10})_([0-9a-f-]{36})")
KEUZES: Final = (*STATUSSEN, *ZAAKSTATUSSEN)
GEMEENTECODE: Final = {"type": "string", "pattern": r"^\d{4}$"}
FILTERS: Final = (
    OpenApiParameter(
        "status", str, enum=list(KEUZES), description="Een status, of open, wachtend, lopend, alles."
    ),
    OpenApiParameter("gemeente", GEMEENTECODE, description="CBS-code, als u voor meer gemeenten werkt."),
    OpenApiParameter("convenant", str, description="Sleutel van het convenant, zoals landelijk."),
    OpenApiParameter("maand", date, description="Een dag van de maand waarin de zaak begon."),
    OpenApiParameter(
        "termijn", str, enum=list(TERMIJNEN), description="Met een termijn die bijna of al voorbij is."
    ),
    OpenApiParameter("markering", str, enum=list(MARKERINGEN)),
    OpenApiParameter("ongelezen", bool, description="true: alleen wat nog niemand opende."),
    OpenApiParameter(
        "na", str, description="Plaats van de laatste rij van de vorige pagina; zie _links.next."
    ),
    OpenApiParameter(
        "aantal", int, description=f"Rijen per pagina: 1 tot en met {MEESTE}, standaard {STANDAARD}."
    ),
)


class Zaken(Apiweergave):
    """The zaken of the own inbox."""

    scope = "zaken"

    @describes(
        naam="listZaken",
        kort="Zaken van uw postvak, in de volgorde van het werk.",
        lang="Zonder personen en zonder adres: die staan bij de zaak zelf.",
        antwoord=page_of(Zaakrij),
        parameters=FILTERS,
        groep=GROEP,
    )
    def get(self, request: Request) -> Response:
        """Give a page of them."""
        vraag = Vraag(request)
        keuze = _read_filter(vraag)
        na, size = vraag.text("na"), vraag.number("aantal", standaard=STANDAARD, hoogste=MEESTE)
        vraag.check()
        rows = list_postvak(
            door=self.actor, keuze=keuze, today=timezone.localdate(), na=_read_plaats(na), size=size + 1
        )
        return Response(
            wrap_page(vraag, [show_zaakrij(row) for row in rows[:size]], volgende=_next(rows, size))
        )


class EenZaak(Apiweergave):
    """One zaak with its persons."""

    scope = "zaken"

    @describes(
        naam="getZaak",
        kort="Eén zaak, met adres, personen en hun signalen.",
        lang="U zegt in twee koppen waarvoor en voor wie u kijkt. Elke keer komt er een regel in het logboek bij.",
        antwoord=Zaakantwoord,
        parameters=KOPPEN,
        groep=GROEP,
    )
    def get(self, request: Request, zaak: UUID) -> Response:
        """Give it, and write who looked."""
        Vraag(request).check()
        waarom = read_doelbinding(request)
        gemeente = get_gemeente_of_zaak(zaak=zaak, door=self.actor)
        beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=self.actor)
        personen = list_personen(zaak=zaak, gemeente=gemeente, door=self.actor)
        note_inzage(zaak, gemeente, personen, waarom=waarom, door=self.actor)
        return Response(show_zaak(beeld, personen))


def note_inzage(
    zaak: UUID, gemeente: str, personen: Sequence[Persoonbeeld], *, waarom: Doelbinding, door: Actor
) -> None:
    """Write that a program looked at a zaak: why, and for whom of its users."""
    record(
        "zaak_ingezien",
        objectsoort="zaak",
        object=zaak,
        gemeente=gemeente,
        door=door,
        now=timezone.now(),
        doel=waarom.doel,
        waarden={"medewerker": waarom.gebruiker},
        betrokkenen=[name_betrokkene("persoon", persoon.id) for persoon in personen],
    )


def _read_filter(vraag: Vraag) -> Postvakfilter:
    return Postvakfilter(
        status=vraag.text("status", keuzes=KEUZES) or LOPEND,
        gemeente=vraag.text("gemeente", langste=4),
        convenant=vraag.text("convenant", langste=60),
        maand=day.replace(day=1) if (day := vraag.day("maand")) else None,
        termijn=vraag.text("termijn", keuzes=tuple(TERMIJNEN)),
        markering=vraag.text("markering", keuzes=tuple(MARKERINGEN)),
        ongelezen=vraag.flag("ongelezen"),
    )


def _read_plaats(tekst: str) -> tuple[int, UUID] | None:
    if not tekst:
        return None
    found = PLAATS.fullmatch(tekst)
    try:
        rank, key = (int(found[1]), UUID(found[2])) if found else (0, None)
    except ValueError:
        rank, key = 0, None
    if key is None or rank > 2**31 - 1:
        raise Probleem(
            400,
            "Deze plaats in de lijst bestaat niet. Volg de koppeling next. [plaats_ongeldig]",
            ongeldig=[Ongeldig("na", "Volg de koppeling next.", "plaats_ongeldig")],
        )
    return rank, key


def _next(rows: Sequence[Postvakregel], size: int) -> dict[str, Any]:
    return {"na": f"{rows[size - 1].plaats}_{rows[size - 1].id}"} if len(rows) > size else {}
