"""The terms of the inbox for the coordinator: what is late, what will be late, by term, by person and by team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.opvolging.termijnoverzicht import (
    ALLES,
    DEZE_WEEK,
    LEVERING,
    NIEMAND,
    PAGE,
    TE_LAAT,
    Telling,
    Termijnbeeld,
    Termijnfilter,
    count_lopende,
    list_lopende,
)
from meldpunt.rules.termijnen import GEBEURTENISSEN, KLOKKEN
from meldpunt.rules.termijnrijen import GEEN_RIJ
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import active_of, choice_of, page_of
from meldpunt.web.gemeente.inzage import note_inzage
from meldpunt.web.gemeente.woorden import TERMIJNTOON, write_adres, write_plaats, write_rest
from meldpunt.web.opmaak import datum
from meldpunt.werkvoorraad.queries import Keuze, list_collegas, list_teams

INZAGE = "U verdeelt het werk van dit postvak (Wgs art. 3 lid 1 onder b)."
STANDEN: Final = (
    ("", "Te laat en deze week"),
    (TE_LAAT, "Te laat"),
    (DEZE_WEEK, "Deze week"),
    (ALLES, "Alle lopende"),
)
WIE: Final = {
    "gemeente": "de gemeente",
    "SDD": "de sociale dienst",
    "uitvoerder": "wie de zaak behandelt",
    "signaalpartner": "de partner",
}
TITELS: Final = {naam: klok.titel for naam, klok in KLOKKEN.items() if naam not in GEEN_RIJ}
Rij = dict[str, Any]


@require_GET
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show what is late and what will be late."""
    today, keuze = timezone.localdate(), read_filter(request)
    found = list_lopende(
        door=request.actor,
        keuze=keuze,
        today=today,
        na=find_na(request.GET.get("voor", "")),
        size=PAGE + 1,
    )
    shown = found[:PAGE]
    _note(request, shown)
    tellingen = count_lopende(door=request.actor, today=today)
    collegas = list_collegas(door=request.actor, on=today)
    teams = list_teams(gemeenten=request.actor.gemeenten)
    velden = _fields(keuze, collegas, teams)
    last = f"{shown[-1].plaats}_{shown[-1].termijn.eind:%Y-%m-%d}_{shown[-1].id}" if shown else ""
    context = {
        "tegels": make_tegels(tellingen),
        "verdelingen": make_verdelingen(tellingen, teams=teams),
        "rijen": [make_row(regel, many=len(request.actor.gemeenten) > 1) for regel in shown],
        "velden": velden,
        "actief": _active(request, velden),
        "paginering": page_of(
            request, shown=len(shown), last=last, has_more=len(found) > PAGE, eenheid="termijnen"
        ),
        "inzage_reden": INZAGE,
    }
    return render(request, "gemeente/termijnen.html", context)


def read_filter(request: ActorRequest) -> Termijnfilter:
    """Read what is chosen from the address bar."""
    asked = request.GET
    return Termijnfilter(
        stand=asked.get("stand", ""),
        naam=asked.get("termijn", ""),
        behandelaar=asked.get("behandelaar", ""),
        team=asked.get("team", ""),
        gemeente=asked.get("gemeente", ""),
    )


def find_na(text: str) -> tuple[int, date, UUID] | None:
    """Read where the page above ended; none when it cannot be read."""
    try:
        plaats, day, key = text.split("_")
        return int(plaats), date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def _note(request: ActorRequest, regels: Sequence[Termijnbeeld]) -> None:
    """Write that this person looked: a line per municipality whose residents were on the page."""
    for gemeente in sorted({regel.gemeente for regel in regels if regel.zaak}):
        note_inzage(
            request.actor,
            handeling="termijnen_ingezien",
            objectsoort="postvak",
            object=request.actor.partij,
            gemeente=gemeente,
            zaken={regel.zaak for regel in regels if regel.zaak and regel.gemeente == gemeente},
        )


def _fields(keuze: Termijnfilter, collegas: Sequence[Keuze], teams: Sequence[Keuze]) -> list[Rij]:
    people = [("", "Iedereen"), (NIEMAND, "Niemand"), *((c.sleutel, c.naam) for c in collegas)]
    fields = [
        choice_of("stand", "Stand", STANDEN, keuze.stand),
        choice_of("termijn", "Termijn", [("", "Alle termijnen"), *TITELS.items()], keuze.naam),
        choice_of("behandelaar", "Behandelaar", people, keuze.behandelaar),
    ]
    if teams:
        named = [("", "Alle teams"), *((t.sleutel, t.naam) for t in teams)]
        fields.append(choice_of("team", "Team", named, keuze.team))
    return fields


def _active(request: ActorRequest, velden: Sequence[Rij]) -> list[dict[str, str]]:
    chosen = [
        (veld["naam"], f"{veld['label']}: {optie['tekst']}")
        for veld in velden
        for optie in veld["opties"]
        if optie["gekozen"] and optie["waarde"]
    ]
    return active_of(request, chosen)


def make_tegels(tellingen: Sequence[Telling]) -> list[Rij]:
    """Give the three figures on top: late, late and nobody's, this week."""
    here = reverse("gemeente:termijnen")
    whole = next((t for t in tellingen if t.soort == "samen"), Telling("samen", "", "", 0, 0, 0))
    return [
        {
            "naam": "Te laat",
            "getal": str(whole.te_laat),
            "definitie": "De laatste dag van de termijn is voorbij.",
            "toon": "gevaar" if whole.te_laat else "",
            "url": f"{here}?stand={TE_LAAT}",
        },
        {
            "naam": "Te laat en van niemand",
            "getal": str(whole.zonder_behandelaar),
            "definitie": "Niemand heeft deze zaken in handen. Wijs ze het eerst toe.",
            "toon": "gevaar" if whole.zonder_behandelaar else "",
            "url": f"{here}?stand={TE_LAAT}&behandelaar={NIEMAND}",
        },
        {
            "naam": "Deze week",
            "getal": str(whole.deze_week),
            "definitie": "De termijn eindigt vandaag of binnen zeven dagen.",
            "toon": "let_op" if whole.deze_week else "",
            "url": f"{here}?stand={DEZE_WEEK}",
        },
    ]


def make_verdelingen(tellingen: Sequence[Telling], *, teams: Sequence[Keuze]) -> list[Rij]:
    """Give the counts by term, by case worker and by team, each line with the filter that shows it."""
    names = {team.sleutel: team.naam for team in teams}
    return [
        _split("Per termijn", "termijn", tellingen, lambda t: TITELS.get(t.sleutel, t.sleutel)),
        _split("Per behandelaar", "behandelaar", tellingen, _person),
        _split("Per team", "team", tellingen, lambda t: names.get(t.sleutel, t.sleutel) or "Geen team"),
    ]


def _person(telling: Telling) -> str:
    if telling.sleutel == LEVERING:
        return "De coördinator: aanleveringen"
    return telling.naam or "Niemand"


def _split(titel: str, soort: str, tellingen: Sequence[Telling], name_of: Any) -> Rij:
    here = reverse("gemeente:termijnen")
    lines = []
    for telling in (t for t in tellingen if t.soort == soort and (soort, t.sleutel) != ("team", LEVERING)):
        key = telling.sleutel or (NIEMAND if soort == "behandelaar" else "")
        lines.append(
            {
                "naam": name_of(telling),
                "url": f"{here}?{soort}={key}" if key not in {"", LEVERING} else "",
                "te_laat": telling.te_laat,
                "deze_week": telling.deze_week,
            }
        )
    return {"titel": titel, "regels": lines}


def make_row(regel: Termijnbeeld, *, many: bool) -> Rij:
    """Give one term the shape of a row."""
    termijn = regel.termijn
    tone = TERMIJNTOON.get(termijn.toestand, "")
    return {
        "regel": regel,
        "ding": _what(regel),
        "sub": " · ".join(part for part in (_where(regel), regel.gemeentenaam if many else "") if part),
        "url": _link(regel),
        "titel": termijn.titel,
        "waarom": f"sinds {GEBEURTENISSEN.get(_start_of(termijn.naam), '')}, {datum(termijn.begin)}",
        "rest": write_rest(termijn),
        "eind": termijn.eind,
        "toon": tone,
        "wie": WIE.get(termijn.wie, termijn.wie),
        "grondslag": termijn.grondslag,
        "alleen": regel.plaats == 0,
    }


def _start_of(naam: str) -> str:
    return KLOKKEN[naam].vanaf if naam in KLOKKEN else ""


def _what(regel: Termijnbeeld) -> str:
    return write_adres(regel) if regel.zaak else f"Aanlevering van {regel.partner}"


def _where(regel: Termijnbeeld) -> str:
    if regel.zaak:
        return write_plaats(regel) if regel.straat else ""
    return datum(regel.aangeleverd_op)


def _link(regel: Termijnbeeld) -> str:
    """Lead to the zaak, or for a delivery to the list of its month."""
    if regel.zaak:
        return reverse("gemeente:zaak", args=[regel.gemeente, regel.zaak])
    month = f"{regel.aangeleverd_op:%Y-%m}" if regel.aangeleverd_op else ""
    return f"{reverse('gemeente:maand')}?maand={month}&gemeente={regel.gemeente}"
