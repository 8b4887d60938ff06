"""The batches of letters and cards: what lies ready, what was printed, and the files to print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.bewaring.uitgifte import issue_bestand
from meldpunt.correspondentie.drukwerk import print_partij, print_verzending, zip_partij
from meldpunt.correspondentie.partijen import fetch_partij, mark_gedrukt
from meldpunt.correspondentie.queries import (
    PAGE,
    Partijregel,
    get_partij,
    list_partij,
    list_partijen,
    write_kenmerk,
)
from meldpunt.correspondentie.vastleggen import record_gedrukt
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.gemeente.bestanden import give_pdf, give_zip
from meldpunt.web.gemeente.brievenwoorden import KANAAL, partij_stand, status_badge
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.melden import queue_berichten
from meldpunt.web.gemeente.postvak import ROLLEN

INZAGE = "U verstuurt brieven van zaken waaraan u werkt (Wgs art. 3 lid 1 onder b)."
# Up to here the attempts are recorded while somebody waits; a larger batch goes by the queue.
METEEN = 100


@require_GET
@for_rol(*ROLLEN)
def lijst(request: ActorRequest) -> HttpResponse:
    """Show the batches, newest first."""
    found = list_partijen(door=request.actor, na=find_sleutel(request.GET.get("voor", "")), size=PAGE + 1)
    shown = found[:PAGE]
    context = {
        "partijen": [_batch(row) for row in shown],
        "veel_gemeenten": len(request.actor.gemeenten) > 1,
        "paginering": page_of(
            request,
            shown=len(shown),
            last=str(shown[-1].id) if shown else "",
            has_more=len(found) > PAGE,
            eenheid="stapels",
        ),
    }
    return render(request, "gemeente/brieven.html", context)


def _batch(row: Partijregel) -> dict[str, Any]:
    one, many = KANAAL[row.kanaal]
    return {"regel": row, "stand": partij_stand(row), "vormen": f"{one},{many}"}


@require_GET
@for_rol(*ROLLEN)
def een(request: ActorRequest, gemeente: str, partij: UUID) -> HttpResponse:
    """Show one batch: its letters, the files and whether it went out."""
    row = get_partij(partij=partij, gemeente=gemeente, door=request.actor)
    letters = list_partij(partij=partij, gemeente=gemeente)
    note_inzage(
        request.actor,
        handeling="partij_ingezien",
        objectsoort="verzendpartij",
        object=str(partij),
        gemeente=gemeente,
        zaken={letter.zaak for letter in letters},
    )
    context = {
        **_batch(row),
        "brieven": [
            {"nummer": number, "regel": letter, "badge": status_badge(letter)}
            for number, letter in enumerate(letters, start=1)
        ],
        "kenmerk": write_kenmerk(row.id),
        "inzage_reden": INZAGE,
        "kruimels": [{"titel": "Brieven", "url": reverse("gemeente:brieven")}, {"titel": "Stapel"}],
    }
    return render(request, "gemeente/partij.html", context)


def gives_file(
    make: Callable[[ActorRequest, str, UUID], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let a view give a file of a batch; what cannot be made stands as a message on the page of the batch."""

    @require_GET
    @for_rol(*ROLLEN)
    def view(request: ActorRequest, /, gemeente: str, partij: UUID) -> HttpResponseBase:
        try:
            return make(request, gemeente, partij)
        except Weigering as weigering:
            messages.error(request, str(weigering))
            return redirect("gemeente:brievenpartij", gemeente, partij)

    return view


@gives_file
def als_pdf(request: ActorRequest, gemeente: str, partij: UUID) -> HttpResponseBase:
    """Give the whole batch as one PDF behind its cover list."""
    _note_fetched(request, gemeente, partij, vorm="pdf")
    zin = _issue(request, gemeente)
    made = print_partij(partij=partij, gemeente=gemeente, door=request.actor, uitgifte=zin)
    return give_pdf(made.inhoud, made.naam)


@gives_file
def als_zip(request: ActorRequest, gemeente: str, partij: UUID) -> HttpResponseBase:
    """Give a zip with each letter as a file."""
    _note_fetched(request, gemeente, partij, vorm="zip")
    zin = _issue(request, gemeente)
    pieces = zip_partij(partij=partij, gemeente=gemeente, door=request.actor, uitgifte=zin)
    return give_zip(pieces, f"brieven-{write_kenmerk(partij)}.zip")


def _issue(request: ActorRequest, gemeente: str) -> str:
    return issue_bestand(soort="brieven", door=request.actor, now=timezone.now(), gemeente=gemeente).zin


def _note_fetched(request: ActorRequest, gemeente: str, partij: UUID, *, vorm: str) -> None:
    # Before it is made: a letter that joins in between would be in neither.
    fetch_partij(partij=partij, gemeente=gemeente, vorm=vorm, door=request.actor, now=timezone.now())


@require_GET
@for_rol(*ROLLEN)
def brief(request: ActorRequest, gemeente: str, partij: UUID, verzending: UUID) -> HttpResponse:
    """Give one letter or card as PDF."""
    _note_fetched(request, gemeente, partij, vorm="brief")
    made = print_verzending(verzending=verzending, gemeente=gemeente, door=request.actor)
    return give_pdf(made.inhoud, made.naam)


@require_POST
@for_rol(*ROLLEN)
def gedrukt(request: ActorRequest, gemeente: str, partij: UUID) -> HttpResponse:
    """Mark a batch as printed and sent; each letter becomes an attempt on its zaak."""
    try:
        row = get_partij(partij=partij, gemeente=gemeente, door=request.actor)
        mark_gedrukt(partij=partij, gemeente=gemeente, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
        return redirect("gemeente:brievenpartij", gemeente, partij)
    if row.aantal > METEEN:
        queue_berichten()
        messages.success(request, "De stapel staat als gedrukt. De contactpogingen worden nu vastgelegd.")
        return redirect("gemeente:brievenpartij", gemeente, partij)
    outcome = record_gedrukt(partij=partij, gemeente=gemeente, herkomst="web")
    messages.success(request, f"De stapel staat als gedrukt: {outcome.gedaan} vastgelegd.")
    if outcome.uit_de_stapel:
        messages.warning(
            request,
            "Haal deze uit de stapel, want hun zaak of een vordering is intussen veranderd: "
            f"{', '.join(outcome.uit_de_stapel)}. [uit_de_stapel]",
        )
    return redirect("gemeente:brievenpartij", gemeente, partij)
