"""The mismatch bench: whom the registry did not find, one by one beside the candidates, decided with one key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from meldpunt.brp.mismatch import decide_mismatch, set_aside, take_back
from meldpunt.brp.mismatchbank import (
    PAGE,
    TELGRENS,
    Lijst,
    Mismatchbeeld,
    count_oorzaken,
    count_open,
    find_next_mismatch,
    get_mismatch,
    list_mismatches,
)
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.mismatchbeeld import (
    list_oorzaken,
    show_gezochte,
    show_kandidaat,
    show_regel,
    show_telling,
    title_of_uitkomst,
)
from meldpunt.web.opmaak import tot_grens

ROLLEN: Final = ("behandelaar", "coordinator")
INZAGE: Final = "U beslist wie de partner bedoelt, met gegevens uit de BRP (Wgs art. 8b en 8c)."
LIJSTEN: Final[tuple[tuple[Lijst, str], ...]] = (
    ("open", "Te beslissen"),
    ("later", "Voor later"),
    ("beslist", "Beslist"),
)
# Without a name: it stands on the page of the next resident.
BESLOTEN: Final = "Besloten. Vergist u zich? Onder ‘Beslist’ in de mismatchbank neemt u het terug."
TERUGKIJKEN: Final = timedelta(days=365)


@require_GET
@for_rol(*ROLLEN)
def lijst(request: ActorRequest) -> HttpResponse:
    """Show what is to decide, what was set aside, or what was decided."""
    asked = request.GET.get("toon")
    chosen: Lijst = next((code for code, _ in LIJSTEN if code == asked), "open")
    found = list_mismatches(
        door=request.actor, lijst=chosen, na=find_sleutel(request.GET.get("voor", "")), size=PAGE + 1
    )
    shown = found[:PAGE]
    for gemeente in sorted({regel.gemeente for regel in shown}):
        note_inzage(
            request.actor,
            handeling="mismatches_ingezien",
            objectsoort="postvak",
            object=request.actor.partij,
            gemeente=gemeente,
            zaken={regel.zaak for regel in shown if regel.gemeente == gemeente},
        )
    context = {
        "regels": [show_regel(regel) for regel in shown],
        "lijst": chosen,
        "tabs": [
            {"titel": titel, "url": f"?toon={code}", "actief": code == chosen} for code, titel in LIJSTEN
        ],
        "paginering": page_of(
            request,
            shown=len(shown),
            last=str(shown[-1].id) if shown else "",
            has_more=len(found) > PAGE,
            eenheid="mismatches",
        ),
        "veel_gemeenten": len(request.actor.gemeenten) > 1,
        "kan_tellen": request.actor.rol == "coordinator",
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/mismatchbank.html", context)


@require_GET
@for_rol("coordinator")
def oorzaken(request: ActorRequest) -> HttpResponse:
    """Show how often each cause was counted, per partner."""
    sinds = timezone.localdate() - TERUGKIJKEN
    context = {"partners": show_telling(count_oorzaken(door=request.actor, sinds=sinds)), "sinds": sinds}
    return render(request, "gemeente/mismatch_oorzaken.html", context)


@require_http_methods(["GET", "POST"])
@for_rol(*ROLLEN)
def een(request: ActorRequest, gemeente: str, mismatch: UUID) -> HttpResponse:
    """Show a resident beside the candidates; keep what is decided and go on to the next."""
    if request.method == "POST":
        return _decide(request, gemeente, mismatch)
    beeld = get_mismatch(mismatch=mismatch, gemeente=gemeente, door=request.actor)
    note_inzage(
        request.actor,
        handeling="mismatch_vergeleken",
        objectsoort="zaak",
        object=str(beeld.zaak),
        gemeente=gemeente,
    )
    return render(request, "gemeente/mismatch.html", _context(request, beeld))


def _context(request: ActorRequest, beeld: Mismatchbeeld) -> dict[str, Any]:
    return {
        "beeld": beeld,
        "gemeente": beeld.gemeente,
        "gezochte": show_gezochte(beeld),
        "kandidaten": [show_kandidaat(one, beeld) for one in beeld.kandidaten],
        "uitkomst": title_of_uitkomst(beeld.uitkomst),
        "oorzaken": list_oorzaken(),
        "nog": tot_grens(count_open(door=request.actor), TELGRENS - 1),
        "inzage_reden": INZAGE,
        "inzage_bovenaan": True,
    }


def _decide(request: ActorRequest, gemeente: str, mismatch: UUID) -> HttpResponse:
    answer, door, now = request.POST.get("besluit", ""), request.actor, timezone.now()
    try:
        if answer == "later":
            set_aside(mismatch=mismatch, gemeente=gemeente, door=door, now=now)
        elif answer == "terug":
            take_back(mismatch=mismatch, gemeente=gemeente, door=door, now=now)
            messages.success(request, "Uw besluit is teruggenomen. Beslis opnieuw.")
            return redirect("gemeente:mismatch", gemeente, mismatch)
        else:
            decide_mismatch(
                mismatch=mismatch,
                gemeente=gemeente,
                kandidaat=_number_of(answer),
                oorzaak=request.POST.get("oorzaak", ""),
                door=door,
                now=now,
            )
            messages.success(request, BESLOTEN)
    except Weigering as refusal:
        messages.error(request, str(refusal))
        return redirect("gemeente:mismatch", gemeente, mismatch)
    following = find_next_mismatch(door=door, na=mismatch)
    return redirect("gemeente:mismatch", *following) if following else redirect("gemeente:mismatchbank")


def _number_of(answer: str) -> int | None:
    """Return the candidate that a button names, none for nobody. Raises Weigering for no button at all."""
    if answer == "niemand":
        return None
    if not (answer.isascii() and answer.isdecimal()):
        raise Weigering("Kies een kandidaat, ‘geen van deze’ of ‘later’. [besluit_ontbreekt]")
    return int(answer)
