"""My day: what I have in hand by urgency, filled up to twenty-five with new zaken to take."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.brp.mismatchbank import TELGRENS, count_open
from meldpunt.opvolging.termijnoverzicht import find_stand
from meldpunt.toegang.actor import Actor
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.postvak import INZAGE, note_lijst
from meldpunt.web.gemeente.postvakfilter import GEWONE_KOLOMMEN
from meldpunt.web.gemeente.rijen import make_rows
from meldpunt.web.gemeente.seinen import make_seinen
from meldpunt.web.opmaak import tot_grens
from meldpunt.werkvoorraad.queries import GRENS, Postvakfilter, count_postvak, list_mine, list_postvak
from meldpunt.werkvoorraad.selectie import Dagstand, count_mine

VANDAAG = 25
NIEUW = Postvakfilter(status="nieuw", behandelaar="niemand")
BESLISSEN = Postvakfilter(markering="personen_te_beslissen")


@require_GET
@for_rol("behandelaar", "coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the twenty-five zaken of today: one's own by urgency, filled up with new ones."""
    today, actor = timezone.localdate(), request.actor
    stand = count_mine(door=actor, today=today)
    mine = list_mine(door=actor, today=today, size=VANDAAG)
    room = VANDAAG - len(mine)
    fresh = list_postvak(door=actor, keuze=NIEUW, today=today, size=room) if room else []
    note_lijst(request, "dag_ingezien", [*mine, *fresh])
    context = {
        "tegels": _tiles(actor, stand, today=today),
        "seinen": make_seinen(find_stand(door=actor, today=today)),
        "mijn": make_rows(mine, door=actor, today=today),
        "mijn_meer": stand.open > len(mine),
        "nieuw": make_rows(fresh, door=actor, today=today),
        "kolommen": GEWONE_KOLOMMEN,
        "met_rang": any(zaak.rang is not None for zaak in (*fresh, *mine)),
        "veel_gemeenten": len(actor.gemeenten) > 1,
        "vandaag": today,
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/dag.html", context)


def _tiles(actor: Actor, stand: Dagstand, *, today: date) -> list[dict[str, Any]]:
    mine = f"{reverse('gemeente:postvak')}?behandelaar=mij"
    new = count_postvak(door=actor, keuze=NIEUW, today=today)
    asked = count_postvak(door=actor, keuze=BESLISSEN, today=today)
    unfound = count_open(door=actor)
    toon_of = {"gevaar": stand.te_laat, "let_op": stand.vandaag, "info": stand.ongelezen}
    late, due, unread = (toon if count else "" for toon, count in toon_of.items())
    inbox = f"{reverse('gemeente:postvak')}?status=nieuw&behandelaar=niemand"
    return [
        _tile("Mijn zaken", stand.open, "Open zaken op uw naam.", mine),
        _tile("Te laat", stand.te_laat, "Een termijn is voorbij.", f"{mine}&termijn=te_laat", late),
        _tile("Vandaag", stand.vandaag, "Een termijn eindigt vandaag.", f"{mine}&termijn=vandaag", due),
        _tile("Deze week", stand.week, "Een termijn eindigt binnen zeven dagen.", f"{mine}&termijn=week"),
        _tile("Ongelezen", stand.ongelezen, "Nieuw voor u of veranderd.", f"{mine}&gelezen=nee", unread),
        _tile("Wachtend", stand.wachtend, "Komen vanzelf terug.", f"{mine}&status=wachtend"),
        _tile("Nog van niemand", tot_grens(new, GRENS), "Nieuwe zaken die u kunt oppakken.", inbox),
        _tile(
            "Wie is wie?",
            tot_grens(asked, GRENS),
            "Beslis over personen.",
            reverse("gemeente:personen"),
            "let_op" if asked else "",
        ),
        _tile(
            "Mismatches",
            tot_grens(unfound, TELGRENS - 1),
            "Wie bedoelt de partner?",
            reverse("gemeente:mismatchbank"),
            "let_op" if unfound else "",
        ),
    ]


def _tile(naam: str, getal: object, definitie: str, url: str = "", toon: str = "") -> dict[str, Any]:
    return {"naam": naam, "getal": str(getal), "definitie": definitie, "url": url, "toon": toon}
