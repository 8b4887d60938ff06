"""The month of the coordinator: the list to propose, try and confirm, or the zaken that came by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.matching.lijst import Lijstvoorstel, preview_lijst
from meldpunt.matching.runs import Runfilter, list_postvaktellingen, list_runs
from meldpunt.matching.vaststelling import confirm_lijst
from meldpunt.matching.vergelijking import count_lijst
from meldpunt.matching.vorming import has_maandlijst
from meldpunt.partijen.queries import find_werkprotocol
from meldpunt.partijen.register import get_convenant
from meldpunt.partijen.tekening import list_tekenstanden
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente import maandlijst
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.keuze import (
    Keuze,
    choose,
    choose_maand,
    choose_peildatum,
    filter_velden,
)
from meldpunt.web.gemeente.melden import queue_terugkoppeling

INZAGE = "U stelt de lijst van uw gemeente vast (Wgs art. 3 lid 1 onder b)."


class Proefformulier(forms.Form):
    """Another capacity, and known households in or out."""

    capaciteit = forms.IntegerField(
        label="Capaciteit",
        required=False,
        min_value=0,
        max_value=100_000,
        help_text="Leeg: geen grens. Dan is er ook geen verruiming.",
        error_messages={"invalid": "Vul een heel getal in, bijvoorbeeld 40. [capaciteit_ongeldig]"},
    )
    bekende_huishoudens = forms.ChoiceField(
        label="Bekende huishoudens", choices=list(maandlijst.BEKENDEN.items())
    )


@dataclass(frozen=True, slots=True)
class Maandkeuze:
    """What is chosen on the page of a month."""

    keuze: Keuze
    maand: date
    peildatum: date
    today: date

    @property
    def adres(self) -> dict[str, str]:
        return {
            "gemeente": self.keuze.gemeente,
            "convenant": self.keuze.convenant,
            "maand": f"{self.maand:%Y-%m}",
        }


@require_GET
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the month: a proposed list with a variant beside it, or what came by itself."""
    keuze = choose(request)
    today = timezone.localdate()
    maand = choose_maand(request.GET.get("maand", ""), today=today)
    chosen = Maandkeuze(keuze, maand, choose_peildatum(maand, today=today), today)
    context: dict[str, Any] = {
        "keuze": keuze,
        "maand": maand,
        "velden": filter_velden(keuze, maand=maand, today=today),
        "adres": chosen.adres,
        "tekenstanden": list_tekenstanden(on=today, gemeenten=[keuze.gemeente], convenant=keuze.convenant)
        if keuze.convenant
        else [],
    }
    if not keuze.convenant:
        return render(request, "gemeente/maand_leeg.html", context)
    versie = get_convenant(keuze.convenant).version_on(chosen.peildatum)
    context["cv"] = versie
    if not has_maandlijst(versie):
        return _per_postvak(request, chosen, context)
    return _lijst(request, chosen, context)


def _per_postvak(request: ActorRequest, chosen: Maandkeuze, context: dict[str, Any]) -> HttpResponse:
    tellingen = list_postvaktellingen(
        gemeente=chosen.keuze.gemeente,
        convenant=chosen.keuze.convenant,
        maand=chosen.maand,
        door=request.actor,
    )
    runs = list_runs(
        gemeente=chosen.keuze.gemeente,
        filter=Runfilter(convenant=chosen.keuze.convenant, maand=chosen.maand),
        door=request.actor,
        size=5,
    )
    return render(request, "gemeente/maand.html", {**context, "tellingen": tellingen, "runs": runs})


def _lijst(request: ActorRequest, chosen: Maandkeuze, context: dict[str, Any]) -> HttpResponse:
    formulier = Proefformulier(request.GET) if "bekende_huishoudens" in request.GET else None
    # The reading line and what was read stand or fall together; the rules use tables of the transaction as well.
    with transaction.atomic():
        eerst = _preview(request, chosen)
        variant = (
            _preview(request, chosen, formulier) if formulier is not None and formulier.is_valid() else None
        )
        note_inzage(
            request.actor,
            handeling="lijst_ingezien",
            objectsoort="maandlijst",
            object=f"{chosen.keuze.convenant} {chosen.maand:%Y-%m}",
            gemeente=chosen.keuze.gemeente,
            signalen=_on_page(request, variant or eerst),
        )
    runs = list_runs(
        gemeente=chosen.keuze.gemeente,
        filter=Runfilter(chosen.keuze.convenant, chosen.maand, "lijst"),
        door=request.actor,
        size=5,
    )
    shown = variant or eerst
    return render(
        request,
        "gemeente/maand_lijst.html",
        {
            **context,
            **_pages(request, shown),
            "inzage_reden": INZAGE,
            "inzage_bovenaan": True,
            "voorstel": shown,
            "is_variant": variant is not None,
            "tegels": maandlijst.tegels(count_lijst(shown), shown),
            "klokken": maandlijst.klokken(eerst, today=chosen.today, gedaan=bool(runs)),
            "totstandkoming": maandlijst.totstandkoming(shown.versie),
            "verschil": maandlijst.verschil(eerst, variant) if variant else None,
            "formulier": formulier or Proefformulier(initial=_initial(eerst)),
            "werkprotocol": find_werkprotocol(
                chosen.keuze.convenant, chosen.keuze.gemeente, on=chosen.peildatum
            ),
            "bevestiging": maandlijst.bevestiging(shown),
            "terug_url": "?" + urlencode(chosen.adres),
            "runs": runs,
        },
    )


def _preview(
    request: ActorRequest, chosen: Maandkeuze, formulier: Proefformulier | None = None
) -> Lijstvoorstel:
    tried: dict[str, Any] = formulier.cleaned_data if formulier is not None else {}
    return preview_lijst(
        gemeente=chosen.keuze.gemeente,
        convenant=chosen.keuze.convenant,
        peildatum=chosen.peildatum,
        door=request.actor,
        **tried,
    )


def _initial(voorstel: Lijstvoorstel) -> dict[str, Any]:
    return {"capaciteit": voorstel.capaciteit, "bekende_huishoudens": voorstel.bekende_huishoudens}


def _start(request: ActorRequest, voorstel: Lijstvoorstel) -> int:
    text = request.GET.get("vanaf", "0")
    return int(text) if text.isdecimal() and int(text) < len(voorstel.regels) else 0


def _on_page(request: ActorRequest, voorstel: Lijstvoorstel) -> list[str]:
    """Return the signalen on the page that is shown: a new line of the list has no zaak yet."""
    start = _start(request, voorstel)
    shown = voorstel.regels[start : start + maandlijst.PAGE]
    return [signaal for regel in shown for signaal in regel.signalen]


def _pages(request: ActorRequest, voorstel: Lijstvoorstel) -> dict[str, Any]:
    """Cut the proposal into pages; it is in memory whole, so a place in it costs nothing."""
    total, start = len(voorstel.regels), _start(request, voorstel)
    until = min(start + maandlijst.PAGE, total)
    return {
        "regels": maandlijst.regels(
            voorstel, van=start, gemeente_url=lambda zaak: zaak_url(voorstel.gemeente, zaak)
        ),
        "telling": f"{start + 1} tot en met {until} van {total}" if total else "",
        "vorige_url": _with(request, max(0, start - maandlijst.PAGE)) if start else "",
        "volgende_url": _with(request, until) if until < total else "",
    }


def _with(request: ActorRequest, start: int) -> str:
    return "?" + urlencode({**request.GET.dict(), "vanaf": start})


def zaak_url(gemeente: str, zaak: UUID) -> str:
    """Return the address of a zaak."""
    return reverse("gemeente:zaak", args=[gemeente, zaak])


@require_POST
@for_rol("coordinator")
def stel_vast(request: ActorRequest) -> HttpResponse:
    """Confirm the list exactly as it was shown."""
    keuze = choose(request)
    formulier = Proefformulier(request.POST)
    try:
        peildatum = date.fromisoformat(request.POST.get("peildatum", ""))
    except ValueError:
        peildatum = None
    if peildatum is None or not formulier.is_valid():
        messages.error(
            request, "Dit formulier klopt niet meer. Bekijk de lijst opnieuw. [formulier_ongeldig]"
        )
        return redirect("gemeente:maand")
    adres = {"gemeente": keuze.gemeente, "convenant": keuze.convenant, "maand": f"{peildatum:%Y-%m}"}
    try:
        run = confirm_lijst(
            gemeente=keuze.gemeente,
            convenant=keuze.convenant,
            peildatum=peildatum,
            vingerafdruk=request.POST.get("vingerafdruk", ""),
            door=request.actor,
            now=timezone.now(),
            **formulier.cleaned_data,
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
        return redirect(f"{reverse('gemeente:maand')}?{urlencode(adres)}")
    queue_terugkoppeling()
    messages.success(request, "De lijst is vastgesteld. De zaken staan klaar en partners horen wat u oppakt.")
    return redirect("gemeente:run", keuze.gemeente, run)
