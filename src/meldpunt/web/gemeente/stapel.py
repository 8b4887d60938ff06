"""One act on many zaken: choose them, say what the act needs, follow how far it is, read what was skipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.jobs import stack_and_queue
from meldpunt.stapel import HANDELINGEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.postvakfilter import read_filter
from meldpunt.web.gemeente.stapelformulieren import FORMULIEREN, TITELS, Stapelformulier
from meldpunt.web.gemeente.woorden import write_adres, write_code
from meldpunt.web.opmaak import datum, meervoud
from meldpunt.werkvoorraad.queries import list_collegas
from meldpunt.werkvoorraad.selectie import STAPELGRENS, list_sleutels, list_visible
from meldpunt.werkvoorraad.stapel import Zaaksleutel
from meldpunt.werkvoorraad.stapelopdrachten import (
    SHOWN,
    Stapelstand,
    get_stapelstand,
    list_overgeslagen,
    list_recent,
)


@require_POST
@for_rol(*ROLLEN)
def stapel(request: ActorRequest) -> HttpResponse:
    """Ask what the act needs, and when that is answered keep it for the worker."""
    back = f"{reverse('gemeente:postvak')}?{request.POST.get('terug', '')}".rstrip("?")
    actie = request.POST.get("actie", "")
    if actie not in HANDELINGEN:
        messages.warning(request, "Kies wat u met deze zaken wilt doen. [actie_ontbreekt]")
        return redirect(back)
    zaken = _choose(request)
    if not zaken:
        messages.warning(request, "Kies eerst een of meer zaken: zet er een vinkje voor. [niets_gekozen]")
        return redirect(back)
    formulier = _make_formulier(request, actie)
    if formulier is not None and not formulier.is_valid():
        return _ask(request, actie, zaken, formulier, back=back)
    try:
        opdracht = stack_and_queue(
            handeling=actie,
            waarden=formulier.waarden() if formulier else {},
            zaken=zaken,
            door=request.actor,
        )
    except Weigering as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    return redirect("gemeente:stapelopdracht", opdracht)


def _choose(request: ActorRequest) -> list[Zaaksleutel]:
    """Read which zaken are meant: those with a tick, or everything that the filter of the page holds."""
    today = timezone.localdate()
    if request.POST.get("hele_keuze"):
        keuze = read_filter(QueryDict(request.POST.get("terug", "")))
        return list_sleutels(door=request.actor, keuze=keuze, today=today)
    texts = [*request.POST.getlist("kies"), *request.POST.get("sleutels", "").split()]
    chosen = [sleutel for text in texts if (sleutel := _find_sleutel(text))][:STAPELGRENS]
    return list_visible(door=request.actor, sleutels=chosen, today=today)


def _find_sleutel(text: str) -> Zaaksleutel | None:
    gemeente, _, key = text.partition(":")
    try:
        return Zaaksleutel(gemeente, UUID(key))
    except ValueError:
        return None


def _make_formulier(request: ActorRequest, actie: str) -> Stapelformulier | None:
    """Give the form of an act; it is filled in when the page of the form sent it, or the list already said enough."""
    kind = FORMULIEREN.get(actie)
    if kind is None:
        return None
    given = (
        request.POST
        if request.POST.get("ingevuld") or (actie == "toewijzen" and request.POST.get("aan"))
        else None
    )
    return kind(given, door=request.actor, now=timezone.now())


def _ask(
    request: ActorRequest, actie: str, zaken: list[Zaaksleutel], formulier: Stapelformulier, *, back: str
) -> HttpResponse:
    context = {
        "titel": title_of_handeling(actie),
        "actie": actie,
        "formulier": formulier,
        "aantal": len(zaken),
        "vol": len(zaken) >= STAPELGRENS,
        "sleutels": " ".join(f"{one.gemeente}:{one.zaak}" for one in zaken),
        "terug": request.POST.get("terug", ""),
        "terug_url": back,
    }
    status = 422 if formulier.is_bound else 200
    return render(request, "gemeente/stapel_formulier.html", context, status=status)


@require_GET
@for_rol(*ROLLEN)
def toon(request: ActorRequest, opdracht: UUID) -> HttpResponse:
    """Show how far one's own stapelopdracht is; htmx asks for the part that changes."""
    stand = get_stapelstand(opdracht=opdracht, door=request.actor)
    skipped = list_overgeslagen(opdracht=opdracht, door=request.actor) if stand.klaar_op else []
    for gemeente in sorted({one.gemeente for one in skipped if one.zichtbaar}):
        note_inzage(
            request.actor,
            handeling="stapel_ingezien",
            objectsoort="stapelopdracht",
            object=str(opdracht),
            gemeente=gemeente,
            zaken=[one.zaak for one in skipped if one.zichtbaar and one.gemeente == gemeente],
        )
    context = {
        **describe_stand(stand, _list_names(request)),
        "overgeslagen": [{"zaak": one, "adres": write_adres(one)} for one in skipped],
        "meer": stand.overgeslagen > SHOWN,
        "getoond": SHOWN,
    }
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, f"gemeente/{'stapel_stand' if part else 'stapelopdracht'}.html", context)


@require_GET
@for_rol(*ROLLEN)
def lijst(request: ActorRequest) -> HttpResponse:
    """Show one's own latest stapelopdrachten."""
    names = _list_names(request)
    rows = [describe_stand(stand, names) for stand in list_recent(door=request.actor)]
    return render(request, "gemeente/stapelopdrachten.html", {"opdrachten": rows})


def _list_names(request: ActorRequest) -> dict[str, str]:
    return {c.sleutel: c.naam for c in list_collegas(door=request.actor, on=timezone.localdate())}


def describe_stand(stand: Stapelstand, namen: Mapping[str, str]) -> dict[str, Any]:
    """Give what a page says of a stapelopdracht."""
    return {
        "stand": stand,
        "titel": title_of_handeling(stand.handeling),
        "wat": _describe(stand, namen),
        "gehad": stand.gedaan + stand.overgeslagen,
    }


def title_of_handeling(handeling: str) -> str:
    """Name an act on many zaken."""
    return TITELS.get(handeling, write_code(handeling))


def _describe(stand: Stapelstand, namen: Mapping[str, str]) -> str:
    """Write with which values an act is done."""
    values, count = stand.waarden, meervoud(stand.aantal, "zaak", "zaken")
    match stand.handeling:
        case "toewijzen":
            return f"{count} aan {namen.get(values.get('aan', ''), 'een collega')}"
        case "poging":
            return f"{count}: {values['soort']}, {'bereikt' if values['bereikt'] else 'niet bereikt'}"
        case "wacht":
            return f"{count} tot {datum(date.fromisoformat(values['tot']))}"
        case "sluiten":
            return f"{count}: {values['eindresultaat']}"
    return count
