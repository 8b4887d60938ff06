"""Close a zaak: each end result with its definition, and before anything is sent what each partner will hear."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld, get_zaak, list_personen
from meldpunt.opvolging.actions import close_zaak
from meldpunt.rules.statussen import OvergangFout
from meldpunt.terugkoppeling.zaak import list_eindkeuzes, preview_mededelingen
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.formulieren import GROEPEN, HERHAALD, Sluitformulier
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
        suggested = {"eindresultaat": HERHAALD} if beeld.alles_herhaald else None
        return _show(request, beeld, personen, Sluitformulier(suggested, personen=personen))
    form = Sluitformulier(request.POST, personen=personen)
    if not form.is_valid() or request.POST.get("actie") != "sluiten":
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


def _show(
    request: ActorRequest, zaak: Zaakbeeld, personen: list[Persoonbeeld], form: Sluitformulier
) -> HttpResponse:
    note_inzage(
        request.actor,
        handeling="zaak_ingezien",
        objectsoort="zaak",
        object=str(zaak.id),
        gemeente=zaak.gemeente,
    )
    preview = _preview(zaak, personen, form)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "gemeente/zaak_voorbeeld.html", preview)
    keuzes = {k.waarde: k for k in list_eindkeuzes(convenant=zaak.convenant, on=timezone.localdate())}
    asked = request.POST.get("actie") == "sluiten"
    context = {
        **head_of(zaak),
        **preview,
        "formulier": form,
        "gekozen": form.data.get("eindresultaat", ""),
        "groepen": [(naam, [keuzes[w] for w in waarden]) for naam, waarden in GROEPEN.items()],
        "toon_fouten": asked,
        "personen": personen,
        "gezien": [signaal.id for persoon in personen for signaal in persoon.signalen],
    }
    return render(
        request, "gemeente/zaak_sluiten.html", context, status=422 if asked and form.errors else 200
    )


def _preview(zaak: Zaakbeeld, personen: list[Persoonbeeld], form: Sluitformulier) -> dict[str, Any]:
    if not form.is_valid():
        return {"voorbeelden": []}
    return {
        "voorbeelden": preview_mededelingen(
            zaak,
            personen,
            eindresultaat=form.cleaned_data["eindresultaat"],
            per_persoon=form.per_persoon,
            on=timezone.localdate(),
        )
    }
