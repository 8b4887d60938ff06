"""Record a step of a resident: choose it with its definition, fill in what it asks, or let one fall."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld, get_zaak, list_personen
from meldpunt.opvolging.traject import record_trajectstap, withdraw_trajectstap
from meldpunt.opvolging.trajectbeeld import list_trajectstappen
from meldpunt.rules.traject import HULPACCEPTATIE, STAPSOORTEN, name_stap
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.traject import make_persoon
from meldpunt.web.gemeente.trajectformulier import Stapformulier
from meldpunt.web.gemeente.zaak import acts_on_zaak, head_of


@require_GET
@for_rol(*ROLLEN)
def toon(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponse:
    """Show the choices for a resident, or the form of the chosen step: as a page, or as a part of one."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    persoon = _find_persoon(beeld, request.GET.get("persoon", ""), door=request.actor)
    soort = request.GET.get("soort", "")
    form = None
    if persoon is not None and soort in STAPSOORTEN:
        form = Stapformulier(soort=soort, persoon=persoon, today=timezone.localdate())
    note_inzage(
        request.actor, handeling="zaak_ingezien", objectsoort="zaak", object=str(zaak), gemeente=gemeente
    )
    return _show(request, beeld, persoon, form)


@acts_on_zaak
def leg_vast(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponse | str:
    """Record the step; what is not right is shown at its field."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    persoon = _find_persoon(beeld, request.POST.get("persoon", ""), door=request.actor)
    soort = request.POST.get("soort", "")
    if persoon is None or soort not in STAPSOORTEN:
        raise Weigering("Kies een persoon en een stap uit de lijst. [stap_onbekend]")
    form = Stapformulier(request.POST, soort=soort, persoon=persoon, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, beeld, persoon, form, status=422)
    try:
        record_trajectstap(
            zaak=beeld.id,
            gemeente=gemeente,
            persoon=persoon.id,
            stap=form.invoer,
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as refusal:
        # What was filled in stays.
        form.add_error(None, str(refusal))
        return _show(request, beeld, persoon, form, status=422)
    return f"Vastgelegd: {name_stap(soort, form.invoer.aard)}."


@acts_on_zaak
def laat_vervallen(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Let a step that was a mistake no longer count."""
    beeld = get_zaak(zaak=zaak, gemeente=gemeente, door=request.actor)
    steps = {str(stap.id): stap for stap in list_trajectstappen(beeld)}
    stap = steps.get(request.POST.get("stap", ""))
    if stap is None:
        raise Weigering("Deze stap hoort niet bij de zaak. Ververs de pagina. [stap_onbekend]")
    withdraw_trajectstap(
        stap=stap.id,
        gemeente=gemeente,
        reden=request.POST.get("reden", ""),
        door=request.actor,
        now=timezone.now(),
    )
    return f"Vervallen: {name_stap(stap.soort, stap.aard)}. De stap blijft zichtbaar, met uw reden."


def _find_persoon(zaak: Zaakbeeld, sleutel: str, *, door: Actor) -> Persoonbeeld | None:
    """Return the resident that was chosen; the only one where there is but one."""
    personen = list_personen(zaak=zaak.id, gemeente=zaak.gemeente, door=door)
    found = next((p for p in personen if str(p.id) == sleutel), None)
    return found or (personen[0] if len(personen) == 1 else None)


def _show(
    request: ActorRequest,
    zaak: Zaakbeeld,
    persoon: Persoonbeeld | None,
    form: Stapformulier | None,
    *,
    status: int = 200,
) -> HttpResponse:
    steps = list_trajectstappen(zaak)
    in_hand = zaak.status == "in_behandeling"
    personen = (
        [persoon] if persoon else list_personen(zaak=zaak.id, gemeente=zaak.gemeente, door=request.actor)
    )
    context = {
        **head_of(zaak),
        "personen": [make_persoon(zaak, one, steps, in_hand=in_hand) for one in personen],
        "persoon": persoon,
        "formulier": form,
        "hulpacceptatie": HULPACCEPTATIE,
        "kan": in_hand,
    }
    part = request.htmx and form is not None  # type: ignore[attr-defined]
    template = "gemeente/traject_formulier.html" if part else "gemeente/traject.html"
    return render(request, template, context, status=status)
