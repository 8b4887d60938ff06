"""Close a zaak: each end result with its definition, and before anything is sent what each partner will hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld, get_zaak, list_personen
from meldpunt.opvolging.actions import close_zaak
from meldpunt.opvolging.verloop import list_verlopen
from meldpunt.rules.eindkeuze import Verloop
from meldpunt.rules.statussen import OvergangFout
from meldpunt.terugkoppeling.zaak import list_eindkeuzes, preview_mededelingen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.eindadvies import (
    Eindtegenspraak,
    list_tegenspraken,
    list_voorstellen,
    write_akkoord,
)
from meldpunt.web.gemeente.formulieren import GROEPEN, Sluitformulier
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.melden import queue_terugkoppeling
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.zaak import head_of


@require_http_methods(["GET", "POST"])
@for_rol(*ROLLEN)
def sluit(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponse:
    """Show the choice with a preview; close when it is confirmed."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    personen = list_personen(zaak=zaak, gemeente=gemeente, door=request.actor)
    if request.method == "GET":
        return _show(request, beeld, personen, None)
    form = Sluitformulier(request.POST, personen=personen)
    if not form.is_valid() or request.POST.get("actie") != "sluiten":
        return _show(request, beeld, personen, form)
    if not _is_seen(request, beeld, personen, form):
        return _show(request, beeld, personen, form)
    try:
        close_zaak(
            zaak=zaak,
            gemeente=gemeente,
            eindresultaat=form.cleaned_data["eindresultaat"],
            per_persoon=form.per_persoon,
            gezien=form.gezien_signalen,
            door=request.actor,
            now=timezone.now(),
        )
    except (Weigering, OvergangFout) as refusal:
        messages.error(request, str(refusal))
        return redirect("gemeente:zaak", gemeente, zaak)
    queue_terugkoppeling()
    messages.success(request, "De zaak is gesloten. De partners horen wat hiernaast stond, en verder niets.")
    return redirect("gemeente:zaak", gemeente, zaak)


def _is_seen(
    request: ActorRequest, zaak: Zaakbeeld, personen: list[Persoonbeeld], form: Sluitformulier
) -> bool:
    """Say whether the page showed what contradicts the choice; it warns once, and never stands in the way."""
    verlopen = list_verlopen(zaak, personen, today=timezone.localdate())
    needed = set(filter(None, write_akkoord(_contradict(personen, form, verlopen)).split(",")))
    return needed <= set(request.POST.get("akkoord", "").split(","))


def _contradict(
    personen: list[Persoonbeeld], form: Sluitformulier, verlopen: Mapping[UUID, Verloop]
) -> list[Eindtegenspraak]:
    chosen = form.cleaned_data["eindresultaat"]
    return list_tegenspraken(personen, verlopen, eindresultaat=chosen, per_persoon=form.per_persoon)


def _show(
    request: ActorRequest, zaak: Zaakbeeld, personen: list[Persoonbeeld], form: Sluitformulier | None
) -> HttpResponse:
    note_inzage(
        request.actor,
        handeling="zaak_ingezien",
        objectsoort="zaak",
        object=str(zaak.id),
        gemeente=zaak.gemeente,
        personen=[persoon.id for persoon in personen],
    )
    verlopen = list_verlopen(zaak, personen, today=timezone.localdate())
    voorstellen = list_voorstellen(personen, verlopen)
    if form is None:
        # Chosen beforehand only where it fits everybody: else it would count for a neighbour too.
        fits = voorstellen[0].eindresultaat if voorstellen and not voorstellen[0].wie else ""
        form = Sluitformulier({"eindresultaat": fits} if fits else None, personen=personen)
    preview = _preview(zaak, personen, form, verlopen)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "gemeente/zaak_voorbeeld.html", preview)
    keuzes = {k.waarde: k for k in list_eindkeuzes(convenant=zaak.convenant, on=timezone.localdate())}
    asked = request.POST.get("actie") == "sluiten"
    context = {
        **head_of(zaak),
        **preview,
        "formulier": form,
        "voorstellen": voorstellen,
        "gekozen": form.data.get("eindresultaat", ""),
        "groepen": [(naam, [keuzes[w] for w in waarden]) for naam, waarden in GROEPEN.items()],
        "toon_fouten": asked,
        "personen": personen,
        "gezien": [signaal.id for persoon in personen for signaal in persoon.signalen],
    }
    return render(request, "gemeente/zaak_sluiten.html", context, status=422 if asked else 200)


def _preview(
    zaak: Zaakbeeld, personen: list[Persoonbeeld], form: Sluitformulier, verlopen: Mapping[UUID, Verloop]
) -> dict[str, Any]:
    if not form.is_valid():
        return {"voorbeelden": [], "tegenspraken": [], "akkoord": ""}
    tegenspraken = _contradict(personen, form, verlopen)
    return {
        "voorbeelden": preview_mededelingen(
            zaak,
            personen,
            eindresultaat=form.cleaned_data["eindresultaat"],
            per_persoon=form.per_persoon,
            on=timezone.localdate(),
        ),
        "tegenspraken": tegenspraken,
        "akkoord": write_akkoord(tegenspraken),
    }
