"""Who is who: what is still to decide, and two signalen side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from meldpunt.matching.actions import decide_persoon
from meldpunt.matching.vragen import (
    PAGE,
    Vergelijking,
    find_next_vraag,
    get_vergelijking,
    list_vragen,
)
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel, page_of
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.woorden import write_plaats
from meldpunt.web.gemeente.zaakscherm import mask_bsn
from meldpunt.web.opmaak import LEEG, datum, euro_cent, postcode

INZAGE = "U beslist of deze signalen over dezelfde persoon gaan (Wgs art. 3 lid 1 onder b)."
# label, the cells that make up the line
VERGELEKEN: Final = (
    ("Voorletters", ("voorletters",)),
    ("Tussenvoegsel", ("tussenvoegsel",)),
    ("Achternaam", ("achternaam",)),
    ("Geboortedatum", ("geboortedatum",)),
    ("BSN", ("bsn",)),
    ("Straat", ("straat",)),
    ("Postcode en nummer", ("postcode", "huisnummer", "suffix")),
    ("Woonplaats", ("woonplaats",)),
    ("Telefoon", ("telefoon",)),
    ("E-mail", ("email",)),
)


@require_GET
@for_rol(*ROLLEN)
def lijst(request: ActorRequest) -> HttpResponse:
    """Show what is still to decide."""
    found = list_vragen(door=request.actor, na=find_sleutel(request.GET.get("voor", "")), size=PAGE + 1)
    shown = found[:PAGE]
    for gemeente in sorted({vraag.gemeente for vraag in shown}):
        note_inzage(
            request.actor,
            handeling="personen_ingezien",
            objectsoort="postvak",
            object=request.actor.partij,
            gemeente=gemeente,
            zaken={vraag.zaak for vraag in shown if vraag.gemeente == gemeente},
        )
    context = {
        "vragen": [(vraag, write_plaats(vraag)) for vraag in shown],
        "paginering": page_of(
            request,
            shown=len(shown),
            last=str(shown[-1].id) if shown else "",
            has_more=len(found) > PAGE,
            eenheid="vragen",
        ),
        "veel_gemeenten": len(request.actor.gemeenten) > 1,
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/personen.html", context)


@require_http_methods(["GET", "POST"])
@for_rol(*ROLLEN)
def vraag(request: ActorRequest, gemeente: str, vraag: UUID) -> HttpResponse:
    """Show two signalen side by side; keep what is decided about them."""
    beeld = get_vergelijking(vraag=vraag, gemeente=gemeente, door=request.actor)
    if request.method == "POST":
        return _decide(request, gemeente, beeld)
    note_inzage(
        request.actor,
        handeling="persoon_vergeleken",
        objectsoort="zaak",
        object=str(beeld.zaak),
        gemeente=gemeente,
    )
    context = {
        "beeld": beeld,
        "gemeente": gemeente,
        "regels": compare(beeld),
        "kanten": [_signal(beeld.a), _signal(beeld.b)],
        "inzage_reden": INZAGE,
        "inzage_bovenaan": True,
    }
    return render(request, "gemeente/persoonsvraag.html", context)


def _decide(request: ActorRequest, gemeente: str, beeld: Vergelijking) -> HttpResponse:
    answers = {"zelfde": True, "verschillend": False}
    answer = answers.get(request.POST.get("besluit", ""))
    try:
        if answer is None:
            raise Weigering("Kies ‘zelfde persoon’ of ‘verschillende personen’. [besluit_ontbreekt]")
        decide_persoon(
            vraag=beeld.besluit.id,
            gemeente=gemeente,
            zelfde=answer,
            was=answers.get(request.POST.get("was", "")),
            toelichting=request.POST.get("toelichting", ""),
            door=request.actor,
            now=timezone.now(),
        )
    except Weigering as refusal:
        messages.error(request, str(refusal))
        return redirect("gemeente:persoonsvraag", gemeente, beeld.besluit.id)
    said = "dezelfde persoon" if answer else "verschillende personen"
    messages.success(request, f"Besloten: {said}. Uw besluit staat bij de zaak.")
    # The next pair of the same zaak, until there is none.
    left = find_next_vraag(zaak=beeld.zaak, gemeente=gemeente, door=request.actor)
    if left is not None:
        return redirect("gemeente:persoonsvraag", gemeente, left)
    return redirect("gemeente:zaak", gemeente, beeld.zaak)


@dataclass(frozen=True, slots=True)
class Vergelijkregel:
    """One line of the comparison: both values, and whether they agree."""

    naam: str
    a: str
    b: str
    uitkomst: str
    toon: str


def compare(beeld: Vergelijking) -> list[Vergelijkregel]:
    """Set the two sides beside each other, and mark what differs and what is missing."""
    found = []
    for naam, cells in VERGELEKEN:
        a, b = (_write(cells, side.persoon) for side in (beeld.a, beeld.b))
        if a or b:
            same = a.casefold() == b.casefold()
            outcome = (
                ("Gelijk", "goed")
                if same
                else ("Verschilt", "let_op")
                if a and b
                else ("Ontbreekt", "neutraal")
            )
            found.append(Vergelijkregel(naam, _shown(naam, a), _shown(naam, b), *outcome))
    return found


def _write(cells: tuple[str, ...], persoon: dict[str, Any]) -> str:
    values = {name: persoon.get(name) for name in cells}
    if cells == ("geboortedatum",):
        return datum(values["geboortedatum"]) if values["geboortedatum"] else ""
    if values.get("postcode"):
        values["postcode"] = postcode(values["postcode"])
    return " ".join(str(value) for value in values.values() if value)


def _shown(naam: str, value: str) -> str:
    if not value:
        return LEEG
    return mask_bsn(value) if naam == "BSN" else value


def _signal(kant: Any) -> str:
    return (
        f"{kant.partner} ({kant.partnertype}), {kant.type_vordering.replace('_', ' ')}, "
        f"{euro_cent(kant.bedrag_cent)} sinds {datum(kant.achterstand_sinds)}"
    )
