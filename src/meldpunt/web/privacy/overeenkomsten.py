"""Processor agreements: who may work for whom from when till when, and who works without one."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.partijen.lijsten import list_gemeenten, list_uitvoerders
from meldpunt.partijen.overeenkomstacties import Afspraak, end_overeenkomst, record_overeenkomst
from meldpunt.partijen.overeenkomsten import MELDPUNT, list_gemis, list_overeenkomsten
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.beheer.formulieren import KEUZE, VERPLICHT, dagveld

STANDEN: Final = {
    "loopt": ("Loopt", "goed"),
    "loopt_af": ("Loopt binnenkort af", "let_op"),
    "toekomstig": ("Nog niet begonnen", "info"),
    "geeindigd": ("Geëindigd: geen toegang", "neutraal"),
}


class Overeenkomstformulier(forms.Form):
    """A signed agreement."""

    gemeente = forms.ChoiceField(label="Gemeente", error_messages=KEUZE)
    partij = forms.ChoiceField(label="Partij", error_messages=KEUZE)
    vanaf = dagveld("Eerste dag")
    tot = dagveld("Laatste dag", required=False, help_text="Leeg: loopt door tot u haar beëindigt.")
    getekend_op = dagveld("Getekend op")
    kenmerk = forms.CharField(label="Kenmerk", max_length=60, error_messages=VERPLICHT)
    subverwerkers = forms.CharField(
        label="Subverwerkers",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eén per regel.",
    )

    def __init__(self, *args: Any, gemeenten: tuple[str, ...] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(row.code, row.naam) for row in list_gemeenten(gemeenten)]
        parties = [(row.sleutel, f"{row.naam} ({row.soort})") for row in list_uitvoerders()]
        self.fields["gemeente"].choices = [("", "Kies"), *own]  # type: ignore[attr-defined]
        self.fields["partij"].choices = [  # type: ignore[attr-defined]
            ("", "Kies"), (MELDPUNT, "Beheerder van het meldpunt"), *parties,
        ]  # fmt: skip


@require_GET
@for_rol("privacy", "beheer", "coordinator")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show the agreements, and who works without one."""
    return _page(request)


def _page(request: ActorRequest, wrong: Overeenkomstformulier | None = None) -> HttpResponse:
    today = timezone.localdate()
    records = request.actor.rol in {"privacy", "beheer"}
    return render(
        request,
        "privacy/overeenkomsten.html",
        {
            "rijen": [
                {"o": row, "stand": STANDEN[row.stand][0], "toon": STANDEN[row.stand][1],
                 "kan_eindigen": records and row.stand != "geeindigd" and row.beeindigd_per is None}
                for row in list_overeenkomsten(door=request.actor, on=today)
            ],
            "gemis": list_gemis(door=request.actor, on=today),
            "kan_vastleggen": records,
            "formulier": (wrong or _form(request)) if records else None,
            "today": today,
        },
        status=422 if wrong else 200,
    )  # fmt: skip


def _form(request: ActorRequest) -> Overeenkomstformulier:
    own = None if request.actor.rol == "beheer" else request.actor.gemeenten
    return Overeenkomstformulier(request.POST or None, gemeenten=own)


@require_POST
@for_rol("privacy", "beheer")
def leg_vast(request: ActorRequest) -> HttpResponse:
    """Record an agreement that was signed."""
    formulier = _form(request)
    if formulier.is_valid():
        given = formulier.cleaned_data
        afspraak = Afspraak(
            gemeente=given["gemeente"],
            partijsoort=MELDPUNT if given["partij"] == MELDPUNT else "uitvoerder",
            partij=given["partij"],
            vanaf=given["vanaf"],
            tot=given["tot"],
            getekend_op=given["getekend_op"],
            kenmerk=given["kenmerk"],
            subverwerkers=[line[:120] for line in given["subverwerkers"].splitlines()],
        )
        try:
            record_overeenkomst(afspraak=afspraak, door=request.actor, now=timezone.now())
        except Weigering as weigering:
            formulier.add_error(None, str(weigering))
        else:
            messages.success(request, "De overeenkomst is vastgelegd.")
            return redirect("privacy:overeenkomsten")
    return _page(request, formulier)


@require_POST
@for_rol("privacy", "beheer")
def beeindig(request: ActorRequest, overeenkomst: UUID) -> HttpResponse:
    """End an agreement earlier than agreed."""
    try:
        per = forms.DateField().clean(request.POST.get("per", ""))
        end_overeenkomst(
            overeenkomst=overeenkomst,
            per=per,
            reden=request.POST.get("reden", "")[:2000],
            door=request.actor,
            now=timezone.now(),
        )
    except forms.ValidationError:
        messages.error(request, "Kies een bestaande dag. [datum_ongeldig]")
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, "De overeenkomst eindigt. Na de laatste dag stopt de toegang vanzelf.")
    return redirect("privacy:overeenkomsten")
