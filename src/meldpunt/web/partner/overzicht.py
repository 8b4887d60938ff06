"""The page a partner begins on: what needs me today, how did the last deliveries go, what was I told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from meldpunt.aanlevering.opruiming import CONCEPT_DAGEN
from meldpunt.aanlevering.opslag import FOUTVERSLAG_DAGEN
from meldpunt.aanlevering.queries import (
    Aanlevering,
    Maandtelling,
    list_aanleveringen,
    list_attention,
    list_months,
)
from meldpunt.partijen.queries import get_partner, list_convenanten_of_partner
from meldpunt.partijen.register import get_convenant
from meldpunt.terugkoppeling.queries import Berichtfilter, Partnertaken, count_taken, list_berichten
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import get_own_partner
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.opmaak import MAANDEN, bestandsnaam, datum, duizend, euro_cent, meervoud, tot_grens
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.rijen import rows_of_aanleveringen, rows_of_berichten

DAGEN_VOORUIT = 10


@for_rol("partner")
def overzicht(request: ActorRequest) -> HttpResponse:
    """Show what asks for something, the last deliveries, the newest feedback and the months."""
    now = timezone.now()
    today = timezone.localdate(now)
    since = now - timedelta(days=FOUTVERSLAG_DAGEN)
    attention = list_attention(door=request.actor, since=since)
    maanden = list_months(door=request.actor)
    waiting = count_taken(door=request.actor)
    berichten = list_berichten(door=request.actor, keuze=Berichtfilter(), size=6)
    if berichten:
        # A customer number is about a person, also on the page one only passes through.
        record_inzage(
            request,
            "terugkoppeling_ingezien",
            objectsoort="signaalpartner",
            object=str(request.actor.partner),
            signalen=[bericht.signaal for bericht in berichten],
        )
    context = {
        "taken": [
            *_waiting_tasks(waiting),
            *(_task(a, today) for a in attention),
            *_leverdagen(request.actor, today),
        ],
        "tegels": _tiles(maanden, today, waiting),
        "aanleveringen": rows_of_aanleveringen(list_aanleveringen(door=request.actor, size=5)),
        "berichten": rows_of_berichten(berichten),
        "inzage_reden": REDEN if berichten else "",
        "maanden": [(_month(m.maand), m) for m in maanden],
    }
    return render(request, "partner/overzicht.html", context)


# What municipalities, and residents through them, ask of a partner: the count it comes with, and its words.
TAKEN: Final = (
    (
        "mededelingen",
        ("verzoek van een inwoner", "verzoeken van inwoners"),
        "Een inwoner vroeg iets over gegevens die u aanleverde. Doe wat er staat en bevestig het.",
        "partner:mededelingen",
        "",
        "Bekijk",
        "persoon",
    ),
    (
        "vragen",
        ("vraag", "vragen"),
        "Staat deze vordering nog open? Geen antwoord binnen de termijn telt als ja.",
        "partner:vragen",
        "",
        "Beantwoord",
        "vraag",
    ),
    (
        "verlengingen",
        ("vraag om een langere opschorting", "vragen om een langere opschorting"),
        "De gemeente vraagt meer tijd. U mag instemmen of weigeren.",
        "partner:opschortingen",
        "?stand=verlenging",
        "Beslis",
        "klok",
    ),
    (
        "opschortingen",
        ("opschorting te bevestigen", "opschortingen te bevestigen"),
        "Zet de incasso van deze vorderingen stil en bevestig dat hier.",
        "partner:opschortingen",
        "?stand=bevestigen",
        "Bevestig",
        "klok",
    ),
)


def _waiting_tasks(waiting: Partnertaken) -> list[dict[str, Any]]:
    """Name what municipalities ask of this partner, the shortest term first."""
    return [
        {
            "titel": f"{tot_grens(count)} {een if count == 1 else meer}",
            "tekst": tekst,
            "url": f"{reverse(naam)}{query}",
            "knop": knop,
            "toon": "let_op",
            "icoon": icoon,
        }
        for wat, (een, meer), tekst, naam, query, knop, icoon in TAKEN
        if (count := getattr(waiting, wat))
    ]


def _month(day: date) -> str:
    return f"{MAANDEN[day.month - 1]} {day.year}"


def _task(aanlevering: Aanlevering, today: date) -> dict[str, Any]:
    url = reverse("partner:aanlevering", args=[aanlevering.id])
    naam = bestandsnaam(aanlevering.bestandsnaam)
    if aanlevering.status == "concept":
        eind = timezone.localdate(aanlevering.ontvangen_op) + timedelta(days=CONCEPT_DAGEN)
        return {
            "titel": f"Koppel de kolommen van {naam}",
            "tekst": "We kennen de kolomnamen nog niet allemaal. Het bestand is nog niet verwerkt. "
            f"Het wordt vernietigd na {datum(eind)}.",
            "url": reverse("partner:kolommen", args=[aanlevering.id]),
            "knop": "Kolommen koppelen",
            "toon": "let_op",
            "icoon": "kolommen",
        }
    if aanlevering.status == "verwerkt" and aanlevering.verwerkt_op is not None:
        eind = timezone.localdate(aanlevering.verwerkt_op) + timedelta(days=FOUTVERSLAG_DAGEN)
        return {
            "titel": f"{meervoud(aanlevering.aantal_geweigerd, 'regel', 'regels')} van {naam} geweigerd",
            "tekst": f"Verbeter ze en lever ze opnieuw aan. Het foutverslag verdwijnt op {datum(eind)}"
            f"{', over een paar dagen' if (eind - today).days <= 5 else ''}.",
            "url": url,
            "knop": "Bekijk en verbeter",
            "toon": "gevaar" if (eind - today).days <= 5 else "let_op",
            "icoon": "let_op",
        }
    return {
        "titel": f"Bestand {naam} is niet verwerkt",
        "tekst": aanlevering.fout_zin,
        "url": url,
        "knop": "Bekijk",
        "toon": "gevaar",
        "icoon": "fout",
    }


def _leverdagen(door: Actor, today: date) -> list[dict[str, Any]]:
    """Name the covenants whose delivery day is near."""
    tasks = []
    for sleutel in list_convenanten_of_partner(get_partner(get_own_partner(door)), on=today):
        versie = get_convenant(sleutel).version_on(today)
        if versie.leverdag is None:
            continue
        over = versie.leverdag.dag_van_de_maand - today.day
        if 0 <= over <= DAGEN_VOORUIT:
            dag = today + timedelta(days=over)
            tasks.append(
                {
                    "titel": f"Lever aan voor {versie.titel}",
                    "tekst": f"Leverdag: {datum(dag)} (art. {versie.leverdag.artikel}).",
                    "url": f"{reverse('partner:aanleveren')}?convenant={sleutel}",
                    "knop": "Aanleveren",
                    "toon": "info",
                    "icoon": "klok",
                }
            )
    return tasks


def _tiles(maanden: list[Maandtelling], today: date, waiting: Partnertaken) -> list[dict[str, Any]]:
    this = next((m for m in maanden if m.maand == today.replace(day=1)), None)
    return [
        {
            "naam": "Aangenomen deze maand",
            "getal": duizend(this.geaccepteerd if this else 0),
            "toon": "goed",
            "definitie": f"signalen, samen {euro_cent(this.bedrag_cent if this else 0)}",
        },
        {
            "naam": "Geweigerd deze maand",
            "getal": duizend(this.geweigerd if this else 0),
            "toon": "gevaar" if this and this.geweigerd else None,
            "definitie": "regels, ook die u later verbeterde",
        },
        {
            "naam": "Vragen",
            "getal": tot_grens(waiting.vragen),
            "toon": "let_op" if waiting.vragen else "goed",
            "url": reverse("partner:vragen"),
            "definitie": "van gemeenten: staat dit nog open?",
        },
        {
            "naam": "Opschortingen",
            "getal": tot_grens(waiting.opschortingen),
            "toon": "let_op" if waiting.opschortingen else "goed",
            "url": f"{reverse('partner:opschortingen')}?stand=bevestigen",
            "definitie": "nog te bevestigen",
        },
        {
            "naam": "Nog niet bevestigd",
            "getal": tot_grens(waiting.onbevestigd),
            "toon": "let_op" if waiting.onbevestigd else "goed",
            "url": f"{reverse('partner:terugkoppelingen')}?stand=onbevestigd",
            "definitie": "terugkoppelingen die u nog niet als gelezen heeft bevestigd",
        },
    ]
