"""My day: what I have in hand by urgency, filled up to twenty-five with new zaken to take."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.opvolging.termijnoverzicht import find_stand
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.postvak import INZAGE, Rij, make_rows, note_lijst
from meldpunt.web.gemeente.seinen import make_seinen
from meldpunt.web.opmaak import tot_grens
from meldpunt.werkvoorraad.queries import (
    GRENS,
    Postvakfilter,
    count_postvak,
    list_mine,
    list_postvak,
)

VANDAAG = 25
MIJN = Postvakfilter(behandelaar="mij")
NIEUW = Postvakfilter(status="nieuw", behandelaar="niemand")
BESLISSEN = Postvakfilter(markering="personen_te_beslissen")


@require_GET
@for_rol("behandelaar", "coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the twenty-five zaken of today."""
    today = timezone.localdate()
    mine = sorted(
        make_rows(list_mine(door=request.actor), door=request.actor, today=today),
        key=lambda r: (r.termijntoon == "goed", r.termijndatum, r.zaak.id),
    )
    fresh = list_postvak(door=request.actor, keuze=NIEUW, size=max(VANDAAG - len(mine), 0))
    note_lijst(request, "dag_ingezien", [*(row.zaak for row in mine), *fresh])
    context = {
        "tegels": _tiles(request, mine),
        "seinen": make_seinen(find_stand(door=request.actor, today=today)),
        "mijn": mine[:VANDAAG],
        "mijn_meer": len(mine) > VANDAAG,
        "nieuw": make_rows(fresh, door=request.actor, today=today),
        "met_rang": any(zaak.rang is not None for zaak in (*fresh, *(row.zaak for row in mine))),
        "veel_gemeenten": len(request.actor.gemeenten) > 1,
        "vandaag": today,
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/dag.html", context)


def _tiles(request: ActorRequest, mine: list[Rij]) -> list[dict[str, Any]]:
    inbox = reverse("gemeente:postvak")
    late = sum(row.termijntoon == "gevaar" for row in mine)
    soon = sum(row.termijntoon == "let_op" for row in mine)
    grown = sum("nieuw_signaal" in row.zaak.markeringen for row in mine)
    new = count_postvak(door=request.actor, keuze=NIEUW)
    asked = count_postvak(door=request.actor, keuze=BESLISSEN)
    own = count_postvak(door=request.actor, keuze=MIJN)
    return [
        _tile("Mijn zaken", tot_grens(own, GRENS), "Open zaken op uw naam.", f"{inbox}?behandelaar=mij"),
        _tile(
            "Te laat",
            late,
            "Een termijn van een zaak van u is voorbij.",
            toon="gevaar" if late else "",
        ),
        _tile(
            "Deze week",
            soon,
            "Een termijn van een zaak van u is binnen zeven dagen om.",
            toon="let_op" if soon else "",
        ),
        _tile(
            "Nieuw signaal",
            grown,
            "Er kwam een signaal bij een zaak van u.",
            f"{inbox}?behandelaar=mij&markering=nieuw_signaal",
            "info" if grown else "",
        ),
        _tile(
            "Nog van niemand",
            tot_grens(new, GRENS),
            "Nieuwe zaken die u kunt oppakken.",
            f"{inbox}?status=nieuw&behandelaar=niemand",
        ),
        _tile(
            "Wie is wie?",
            tot_grens(asked, GRENS),
            "Zaken waarin iemand over personen moet beslissen.",
            reverse("gemeente:personen"),
            "let_op" if asked else "",
        ),
    ]


def _tile(naam: str, getal: object, definitie: str, url: str = "", toon: str = "") -> dict[str, Any]:
    return {"naam": naam, "getal": str(getal), "definitie": definitie, "url": url, "toon": toon}
