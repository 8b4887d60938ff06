"""What the buttons of the panel of letters and messages do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from meldpunt.correspondentie.actions import (
    Sjabloonkeuze,
    make_verzending,
    retry_verzending,
    withdraw_verzending,
)
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.gemeente.melden import queue_berichten
from meldpunt.web.gemeente.zaak import acts_on_zaak


@acts_on_zaak
def maak(request: ActorRequest, gemeente: str, zaak: UUID) -> HttpResponseBase | str:
    """Make a letter or card, or queue a mail or SMS; `nu` shows the letter at once to print it."""
    persoon = find_sleutel(request.POST.get("persoon", ""))
    sleutel, _, taal = request.POST.get("sjabloon", "").partition("|")
    if persoon is None or not sleutel:
        raise Weigering("Kies een sjabloon en een persoon. [keuze_ontbreekt]")
    apart = request.POST.get("hoe") == "nu"
    made = make_verzending(
        zaak=zaak,
        gemeente=gemeente,
        persoon=persoon,
        keuze=Sjabloonkeuze(sleutel, taal or "nl", apart=apart),
        door=request.actor,
        now=timezone.now(),
    )
    if made.partij_id is None:
        queue_berichten()
        return f"Het bericht aan {made.naam} wordt verzonden."
    if apart:
        return redirect("gemeente:brievenpartij", gemeente, made.partij_id)
    return f"De tekst voor {made.naam} ligt klaar om te drukken. U vindt hem bij Brieven."


@acts_on_zaak
def trek_in(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Withdraw a message that did not go out yet."""
    withdraw_verzending(
        verzending=_get_key(request), gemeente=gemeente, door=request.actor, now=timezone.now()
    )
    return "Het bericht is ingetrokken. Ligt het al op papier, gooi het dan weg."


@acts_on_zaak
def opnieuw(request: ActorRequest, gemeente: str, zaak: UUID) -> str:
    """Try a message that failed again."""
    retry_verzending(verzending=_get_key(request), gemeente=gemeente, door=request.actor, now=timezone.now())
    queue_berichten()
    return "Het bericht wordt opnieuw verzonden."


def _get_key(request: ActorRequest) -> UUID:
    key = find_sleutel(request.POST.get("verzending", ""))
    if key is None:
        raise Weigering("Kies een bericht uit de lijst. [bericht_onbekend]")
    return key
