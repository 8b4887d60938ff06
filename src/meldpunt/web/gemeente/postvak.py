"""The inbox: which zaken there are, in the order in which to take them, and one act on many."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import page_of
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.postvakfilter import (
    active_filters,
    filter_velden,
    find_na,
    kolom_keuze,
    read_filter,
    read_kolommen,
    saved_filters,
    unread_of,
)
from meldpunt.web.gemeente.rijen import make_rows
from meldpunt.web.gemeente.stapelformulieren import KNOPPEN
from meldpunt.web.opmaak import tot_grens
from meldpunt.werkvoorraad.bewaardfilters import list_bewaardfilters
from meldpunt.werkvoorraad.queries import (
    GRENS,
    PAGE,
    Postvakregel,
    count_postvak,
    list_collegas,
    list_postvak,
)

ROLLEN = ("behandelaar", "coordinator", "uitvoerder")
SCHERM = "postvak"
INZAGE = "U werkt aan de zaken in dit postvak (Wgs art. 3 lid 1 onder b)."


@require_GET
@for_rol(*ROLLEN)
def toon(request: ActorRequest) -> HttpResponse:
    """Show a page of the inbox."""
    today, actor = timezone.localdate(), request.actor
    keuze = read_filter(request.GET)
    found = list_postvak(
        door=actor, keuze=keuze, today=today, na=find_na(request.GET.get("voor", "")), size=PAGE + 1
    )
    shown = found[:PAGE]
    note_lijst(request, "postvak_ingezien", shown)
    collegas = list_collegas(door=actor, on=today)
    eigen = list_bewaardfilters(scherm=SCHERM, door=actor)
    velden = filter_velden(request, collegas=collegas, today=today)
    kolommen = read_kolommen(request.GET)
    last = f"{shown[-1].plaats}_{shown[-1].id}" if shown else ""
    context = {
        "rijen": make_rows(shown, door=actor, today=today),
        "kolommen": kolommen,
        "kolomkeuze": kolom_keuze(kolommen),
        "met_rang": any(zaak.rang is not None for zaak in shown),
        "veel_gemeenten": len(actor.gemeenten) > 1,
        "telling": tot_grens(count_postvak(door=actor, keuze=keuze, today=today), GRENS),
        "velden": velden,
        "actief": active_filters(request, velden),
        "bewaard": saved_filters(request, eigen),
        "eigen": eigen,
        "onleesbaar": unread_of(request),
        "paginering": page_of(
            request, shown=len(shown), last=last, has_more=len(found) > PAGE, eenheid="zaken"
        ),
        "collegas": collegas,
        "knoppen": KNOPPEN,
        "terug": request.GET.urlencode(),
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/postvak.html", context)


def note_lijst(request: ActorRequest, handeling: str, zaken: Sequence[Postvakregel]) -> None:
    """Write that this person looked: a line per municipality whose residents were on the page."""
    for gemeente in sorted({zaak.gemeente for zaak in zaken}):
        note_inzage(
            request.actor,
            handeling=handeling,
            objectsoort="postvak",
            object=request.actor.partij,
            gemeente=gemeente,
            zaken=[zaak.id for zaak in zaken if zaak.gemeente == gemeente],
        )
