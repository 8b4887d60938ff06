"""Webhooks of the own organisation: which there are, what arrived, what was lost, and send it once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meldpunt.notificaties.actions import (
    Aanvraag,
    confirm_again,
    create_abonnement,
    end_abonnement,
    pause_abonnement,
    renew_geheim,
    repeat_notificaties,
    resume_abonnement,
    send_proef,
)
from meldpunt.notificaties.queries import (
    PAGE,
    Abonnementstand,
    count_mislukt,
    get_abonnement,
    get_notificatie,
    list_abonnementen,
    list_notificaties,
)
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.opmaak import meervoud
from meldpunt.web.partner.notificatiewoorden import (
    BEVESTIG_UITLEG,
    KNOPPEN,
    LEEG,
    STATUSSEN,
    show_code,
    show_stand,
)
from meldpunt.web.partner.tabs import tabs_of_standen

VERPLICHT: Final = {"required": "Vul dit in. [verplicht]"}


class Abonnementformulier(forms.Form):
    """What a partner fills in to be sent to."""

    naam = forms.CharField(
        label="Naam",
        max_length=100,
        error_messages=VERPLICHT,
        help_text="Voor uzelf, zoals: debiteurensysteem.",
    )
    adres = forms.CharField(
        label="Adres dat luistert",
        max_length=500,
        error_messages=VERPLICHT,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text="Begint met https:// en is van buiten te bereiken.",
    )
    soorten = forms.MultipleChoiceField(
        label="Wat wilt u horen?",
        choices=[(sleutel, soort.titel) for sleutel, soort in GEBEURTENISSOORTEN.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Kies minstens een gebeurtenis. [verplicht]",
            "invalid_choice": "Kies iets uit de lijst. [keuze_ongeldig]",
        },
    )

    def read(self) -> Aanvraag:
        """Return what was filled in."""
        given = self.cleaned_data
        return Aanvraag(given["naam"], given["adres"], tuple(given["soorten"]))


@sensitive_variables("begonnen")
@require_http_methods(["GET", "POST"])
@for_rol("partner")
def abonnementen(request: ActorRequest) -> HttpResponse:
    """Show the subscriptions and begin one; its secret is on the page that answers and on no other."""
    form = Abonnementformulier(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            begonnen = create_abonnement(aanvraag=form.read(), door=request.actor, now=timezone.now())
        except Weigering as weigering:
            form.add_error(None, str(weigering))
        else:
            return _show_geheim(request, begonnen.id, begonnen.geheim, nieuw=True)
    lost = count_mislukt(door=request.actor)
    rows = [
        {"abonnement": one, "stand": show_stand(one), "mislukt": lost.get(one.id, 0)}
        for one in list_abonnementen(door=request.actor)
    ]
    return render(request, "partner/notificaties.html", {"regels": rows, "form": form})


def _show_geheim(request: ActorRequest, abonnement: UUID, geheim: str, *, nieuw: bool) -> HttpResponse:
    one = get_abonnement(abonnement, door=request.actor)
    context = {"abonnement": one, "geheim": geheim, "nieuw": nieuw, "kruimels": _kruimels(one, "Geheim")}
    answer = render(request, "partner/notificatiegeheim.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@for_rol("partner")
def abonnement(request: ActorRequest, abonnement: UUID) -> HttpResponse:
    """Show one subscription with its messages in one state."""
    one = get_abonnement(abonnement, door=request.actor)
    wanted = request.GET.get("stand", "wacht")
    status = wanted if wanted in STATUSSEN else "wacht"
    found = list_notificaties(
        abonnement=abonnement,
        status=status,
        door=request.actor,
        before=find_sleutel(request.GET.get("voor", "")),
        size=PAGE + 1,
    )
    shown = found[:PAGE]
    context: dict[str, Any] = {
        "abonnement": one,
        "stand": show_stand(one),
        "wacht_op": BEVESTIG_UITLEG.get(one.host_stand) if one.status == "bevestigen" else None,
        "laatste": show_code(one.laatste_code),
        "knoppen": KNOPPEN[one.status],
        "tabs": tabs_of_standen(STATUSSEN, status),
        "status": status,
        "regels": [{"regel": row, "fout": show_code(row.laatste_code)} for row in shown],
        "leeg": LEEG[status],
        "kruimels": _kruimels(one),
        "paginering": page_of(
            request,
            shown=len(shown),
            last=str(shown[-1].id) if shown else "",
            has_more=len(found) > PAGE,
            eenheid="berichten",
        ),
    }
    return render(request, "partner/notificatieabonnement.html", context)


@require_GET
@for_rol("partner")
def bericht(request: ActorRequest, notificatie: UUID) -> HttpResponse:
    """Show one message with every try."""
    abonnement, regel, tries = get_notificatie(notificatie, door=request.actor)
    one = get_abonnement(abonnement, door=request.actor)
    context = {
        "abonnement": one,
        "regel": regel,
        "status": STATUSSEN.get(regel.status, "Vervallen"),
        "pogingen": [{"poging": attempt, "fout": show_code(attempt.code)} for attempt in tries],
        "kruimels": _kruimels(one, "Bericht"),
    }
    return render(request, "partner/notificatiebericht.html", context)


@sensitive_variables("geheim")
@require_POST
@for_rol("partner")
def handel(request: ActorRequest, abonnement: UUID, handeling: str) -> HttpResponse:
    """Do one act on a subscription."""
    try:
        if handeling == "geheim":
            geheim = renew_geheim(abonnement=abonnement, door=request.actor, now=timezone.now())
            return _show_geheim(request, abonnement, geheim, nieuw=False)
        if handeling not in HANDELINGEN:
            raise Http404
        act, said = HANDELINGEN[handeling]
        act(abonnement=abonnement, door=request.actor, now=timezone.now())
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(request, said)
    return redirect("partner:abonnement", abonnement)


HANDELINGEN: Final[dict[str, tuple[Callable[..., object], str]]] = {
    "pauzeren": (pause_abonnement, "Het abonnement pauzeert. Wat er gebeurt, wacht tot u hervat."),
    "hervatten": (resume_abonnement, "Het abonnement is weer actief. Wat wachtte, gaat nu uit."),
    "beeindigen": (end_abonnement, "Het abonnement is beëindigd."),
    "bevestigen": (confirm_again, "Wij vragen de ontvanger binnen een minuut opnieuw om toestemming."),
    "proef": (send_proef, "Het proefbericht gaat binnen een minuut uit. Ververs daarna deze pagina."),
}


@require_POST
@for_rol("partner")
def herhaal(request: ActorRequest, abonnement: UUID) -> HttpResponse:
    """Send messages that were lost once more: the ticked ones, or all."""
    chosen = [key for key in map(find_sleutel, request.POST.getlist("kies")) if key is not None]
    every = request.POST.get("actie") == "alle"
    if not chosen and not every:
        messages.info(request, "Er was niets te versturen. Kies eerst een of meer regels. [niets_gekozen]")
        return redirect("partner:abonnement", abonnement)
    try:
        done = repeat_notificaties(
            abonnement=abonnement, keuze=None if every else chosen, door=request.actor, now=timezone.now()
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        word = meervoud(done, "bericht gaat", "berichten gaan")
        messages.success(request, f"{word} binnen een minuut opnieuw uit.")
    return redirect("partner:abonnement", abonnement)


def _kruimels(one: Abonnementstand, hier: str = "") -> list[dict[str, str]]:
    above = {"titel": "Webhooks", "url": reverse("partner:notificaties")}
    own = {"titel": one.naam, "url": reverse("partner:abonnement", args=[one.id]) if hier else ""}
    return [above, own, *([{"titel": hier, "url": ""}] if hier else [])]
