"""The inbox: which zaken there are, in the order in which to take them, and one act on many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.opvolging.queries import GEEN, Pogingstand, count_pogingen
from meldpunt.opvolging.stapel import take_zaken
from meldpunt.opvolging.termijnen import find_eerste_termijnen
from meldpunt.rules.termijnen import Termijn
from meldpunt.toegang.actor import Actor
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import page_of
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.melden import queue_terugkoppeling
from meldpunt.web.gemeente.postvakfilter import (
    active_filters,
    filter_velden,
    find_na,
    read_filter,
    saved_filters,
    unread_of,
)
from meldpunt.web.gemeente.woorden import (
    TERMIJNTOON,
    Badge,
    badges_of,
    count_days,
    status_of,
    title_of,
    write_adres,
    write_plaats,
    write_rest,
)
from meldpunt.web.opmaak import meervoud, tot_grens
from meldpunt.werkvoorraad.actions import assign_zaken
from meldpunt.werkvoorraad.queries import (
    GRENS,
    PAGE,
    Keuze,
    Postvakregel,
    count_postvak,
    list_collegas,
    list_postvak,
)
from meldpunt.werkvoorraad.stapel import Stapeluitkomst, Zaaksleutel

ROLLEN = ("behandelaar", "coordinator", "uitvoerder")
INZAGE = "U werkt aan de zaken in dit postvak (Wgs art. 3 lid 1 onder b)."


@dataclass(frozen=True, slots=True)
class Partnertype:
    """A kind of partner in a row, with how many of them there are and who."""

    tekst: str
    namen: str


@dataclass(frozen=True, slots=True)
class Rij:
    """One row of the inbox as the template prints it."""

    zaak: Postvakregel
    adres: str
    plaats: str
    leeftijd: int
    termijn: str
    termijnnaam: str
    termijndatum: date
    termijntoon: str
    status: Badge
    markeringen: list[Badge]
    typen: list[Partnertype]
    convenant: str
    pogingen: int
    toon: str


@require_GET
@for_rol(*ROLLEN)
def toon(request: ActorRequest) -> HttpResponse:
    """Show a page of the inbox."""
    today = timezone.localdate()
    keuze = read_filter(request)
    found = list_postvak(
        door=request.actor, keuze=keuze, na=find_na(request.GET.get("voor", "")), size=PAGE + 1
    )
    shown = found[:PAGE]
    note_lijst(request, "postvak_ingezien", shown)
    collegas = list_collegas(door=request.actor, on=today)
    velden = filter_velden(request, collegas=collegas, today=today)
    last = f"{shown[-1].plaats}_{shown[-1].id}" if shown else ""
    context = {
        "rijen": make_rows(shown, door=request.actor, today=today),
        "met_rang": any(zaak.rang is not None for zaak in shown),
        "veel_gemeenten": len(request.actor.gemeenten) > 1,
        "telling": tot_grens(count_postvak(door=request.actor, keuze=keuze), GRENS),
        "velden": velden,
        "actief": active_filters(request, velden),
        "bewaard": saved_filters(request),
        "onleesbaar": unread_of(request),
        "paginering": page_of(
            request, shown=len(shown), last=last, has_more=len(found) > PAGE, eenheid="zaken"
        ),
        "collegas": collegas,
        "terug": request.GET.urlencode(),
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/postvak.html", context)


def note_lijst(request: ActorRequest, handeling: str, zaken: Sequence[Postvakregel]) -> None:
    """Write that this person looked: a line per municipality whose residents were on the page."""
    for gemeente in sorted({zaak.gemeente for zaak in zaken}):
        note_inzage(
            request.actor,
            handeling=handeling,
            objectsoort="postvak",
            object=request.actor.partij,
            gemeente=gemeente,
        )


def make_rows(zaken: Sequence[Postvakregel], *, door: Actor, today: date) -> list[Rij]:
    """Dress zaken with their words and their term."""
    keys = [(z.gemeente, z.id) for z in zaken]
    standen, termen = count_pogingen(keys, door=door), find_eerste_termijnen(keys, today=today)
    return [_row(zaak, standen.get(zaak.id, GEEN), termen.get(zaak.id), today=today) for zaak in zaken]


def _row(zaak: Postvakregel, stand: Pogingstand, term: Termijn | None, *, today: date) -> Rij:
    tone = TERMIJNTOON.get(term.toestand, "") if term else ""
    return Rij(
        zaak=zaak,
        adres=write_adres(zaak),
        plaats=write_plaats(zaak),
        leeftijd=count_days(timezone.localdate(zaak.ontstaan_op), today),
        termijn=write_rest(term) if term else "",
        termijnnaam=term.titel if term else "",
        termijndatum=term.eind if term else date.max,
        termijntoon=tone,
        status=status_of(zaak.status),
        markeringen=badges_of(zaak.markeringen),
        typen=fold_typen(zaak),
        convenant=title_of(zaak.convenant),
        pogingen=stand.aantal,
        toon=tone if tone in {"gevaar", "let_op"} else "",
    )


def fold_typen(zaak: Postvakregel) -> list[Partnertype]:
    """Name each kind of partner once, so that a row stays one line high."""
    per_type: dict[str, list[str]] = {}
    for partner in zaak.partners:
        per_type.setdefault(partner.type, []).append(partner.naam)
    return [
        Partnertype(f"{soort} ×{len(namen)}" if len(namen) > 1 else soort, ", ".join(namen))
        for soort, namen in per_type.items()
    ]


@require_POST
@for_rol(*ROLLEN)
def stapel(request: ActorRequest) -> HttpResponse:
    """Do one act on the chosen zaken and say what was skipped and why."""
    back = f"{reverse('gemeente:postvak')}?{request.POST.get('terug', '')}".rstrip("?")
    chosen = [sleutel for text in request.POST.getlist("kies") if (sleutel := _find_sleutel(text))]
    if not chosen:
        messages.warning(request, "Kies eerst een of meer zaken: zet er een vinkje voor. [niets_gekozen]")
        return redirect(back)
    actie = request.POST.get("actie", "")
    if actie == "oppakken":
        _report(request, take_zaken(zaken=chosen, door=request.actor, now=timezone.now()), "opgepakt")
        queue_terugkoppeling()
    elif actie == "toewijzen":
        _assign(request, chosen)
    return redirect(back)


def _assign(request: ActorRequest, chosen: Sequence[Zaaksleutel]) -> None:
    collegas = {c.sleutel: c for c in list_collegas(door=request.actor, on=timezone.localdate())}
    collega: Keuze | None = collegas.get(request.POST.get("collega", ""))
    if collega is None:
        messages.warning(request, "Kies een collega om de zaken aan toe te wijzen. [collega_ontbreekt]")
        return
    outcome = assign_zaken(zaken=chosen, aan=UUID(collega.sleutel), door=request.actor, now=timezone.now())
    _report(request, outcome, f"toegewezen aan {collega.naam}")


def _report(request: ActorRequest, outcome: Stapeluitkomst, gedaan: str) -> None:
    """Say how many were done, and each reason for skipping once with how often it held."""
    if outcome.gedaan:
        messages.success(request, f"{meervoud(outcome.gedaan, 'zaak', 'zaken')} {gedaan}.")
    for zin, count in Counter(o.zin for o in outcome.overgeslagen).items():
        messages.warning(request, f"{meervoud(count, 'zaak', 'zaken')} overgeslagen. {zin}")


def _find_sleutel(text: str) -> Zaaksleutel | None:
    gemeente, _, key = text.partition(":")
    try:
        return Zaaksleutel(gemeente, UUID(key))
    except ValueError:
        return None
