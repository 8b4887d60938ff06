"""The round of a day: doors in walking order, calls to make, and choosing what comes along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.opvolging.bezoeken import choose_for_ronde
from meldpunt.opvolging.dagronde import Ronde, Rondeadres, get_ronde
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.plan import write_dag
from meldpunt.web.gemeente.postvak import ROLLEN
from meldpunt.web.gemeente.woorden import DAGDEEL, write_adres, write_plaats
from meldpunt.web.opmaak import datum, meervoud
from meldpunt.werkvoorraad.stapel import Zaaksleutel

INZAGE: Final = "U zoekt deze inwoners op (Wgs art. 3 lid 1 onder b)."
WEERGAVEN: Final = {"bezoek": "Huisbezoeken", "telefoon": "Telefoonlijst"}
MEESTE_OVERIGE: Final = 100
GEDAAN: Final = {True: "bereikt", False: "niet bereikt"}


@dataclass(frozen=True, slots=True)
class Rondebeeld:
    """One address as the round shows it."""

    adres: Rondeadres
    sleutel: str
    straat: str
    plaats: str
    namen: str
    stap: str
    dagdeel: str
    gedaan: str


@require_GET
@for_rol(*ROLLEN)
def toon(request: ActorRequest) -> HttpResponse:
    """Show the round of a day."""
    return render(request, "gemeente/dagronde.html", _page(request))


@require_GET
@for_rol(*ROLLEN)
def druk_af(request: ActorRequest) -> HttpResponse:
    """Show the round of a day as it goes on paper."""
    return render(request, "gemeente/dagronde_afdruk.html", _page(request))


def _page(request: ActorRequest) -> dict[str, Any]:
    today = timezone.localdate()
    dag = max(_read_day(request.GET.get("dag", "")) or today, today)
    weergave = request.GET.get("weergave", "")
    weergave = weergave if weergave in WEERGAVEN else "bezoek"
    ronde = open_ronde(request, dag=dag, today=today)
    shown = ronde.telefoon if weergave == "telefoon" else ronde.bezoeken
    return {
        "dag": dag,
        "today": today,
        "is_vandaag": dag == today,
        "weergave": weergave,
        "weergavetitel": WEERGAVEN[weergave],
        "adressen": [dress(adres, today=today) for adres in shown],
        "aantal_bezoeken": meervoud(len(ronde.bezoeken), "huisbezoek", "huisbezoeken"),
        "aantal_telefoon": meervoud(len(ronde.telefoon), "telefoontje", "telefoontjes"),
        "overige": [dress(adres, today=today) for adres in ronde.overige[:MEESTE_OVERIGE]],
        "meer_overige": len(ronde.overige) > MEESTE_OVERIGE or ronde.afgekapt,
        "inzage_reden": INZAGE,
        "inzage_bovenaan": True,
    }


def open_ronde(request: ActorRequest, *, dag: date, today: date) -> Ronde:
    """Read the round of who asks, and write that this person looked: a line per municipality."""
    ronde = get_ronde(door=request.actor, dag=dag, today=today)
    shown = (*ronde.bezoeken, *ronde.telefoon, *ronde.overige)
    for gemeente in ronde.gemeenten:
        note_inzage(
            request.actor,
            handeling="dagronde_ingezien",
            objectsoort="dagronde",
            object=dag.isoformat(),
            gemeente=gemeente,
            zaken={adres.zaak for adres in shown if adres.gemeente == gemeente},
        )
    return ronde


def dress(adres: Rondeadres, *, today: date) -> Rondebeeld:
    """Dress an address with its words."""
    stap, advies = adres.stap, adres.advies
    return Rondebeeld(
        adres=adres,
        sleutel=f"{adres.gemeente}:{adres.zaak}",
        straat="Geheim adres" if adres.geheim else write_adres(adres),
        # Without a street the postcode stands above already.
        plaats=f"{write_plaats(adres)} {adres.woonplaats}"
        if adres.straat and not adres.geheim
        else adres.woonplaats,
        namen=", ".join(person.naam for person in adres.personen if person.naam),
        stap=f"{stap.soort}, {write_dag(stap.dag, today=today)}" if stap else "",
        dagdeel=DAGDEEL.get(advies.dagdeel, "") if advies else "",
        gedaan=", ".join(f"{step.soort}: {GEDAAN[step.bereikt]}" for step in adres.gedaan),
    )


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
@for_rol(*ROLLEN)
def kies(request: ActorRequest) -> HttpResponse:
    """Put the chosen zaken on the round of a day, or leave them off."""
    dag = _read_day(request.POST.get("dag", "")) or timezone.localdate()
    chosen = [sleutel for text in request.POST.getlist("kies") if (sleutel := read_sleutel(text))]
    erbij = request.POST.get("actie") != "eraf"
    back = redirect(f"{reverse('gemeente:dagronde')}?dag={dag.isoformat()}")
    if not chosen:
        messages.warning(request, "Kies eerst een of meer adressen: zet er een vinkje voor. [niets_gekozen]")
        return back
    try:
        count = choose_for_ronde(
            zaken=chosen[:MEESTE_OVERIGE], dag=dag, erbij=erbij, door=request.actor, now=timezone.now()
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
        return back
    where = f"op de dagronde van {datum(dag)}" if erbij else f"van de dagronde van {datum(dag)} gehaald"
    messages.success(request, f"{meervoud(count, 'adres', 'adressen')} {where}.")
    return back


def read_sleutel(text: str) -> Zaaksleutel | None:
    """Read the key of a zaak from a form; none when it is no key."""
    gemeente, _, key = text.partition(":")
    try:
        return Zaaksleutel(gemeente, UUID(key))
    except ValueError:
        return None
