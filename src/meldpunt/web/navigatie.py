"""What every page shows around itself: the party, the menu of the role, the account."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from meldpunt.partijen.noodstop import list_noodstops
from meldpunt.partijen.optreden import Optreden
from meldpunt.toegang.actor import Actor
from meldpunt.web.actor import find_optreden

# rol -> (title, name of the address, icon); the first one is where the role begins.
MENU: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "partner": (
        ("Overzicht", "partner:overzicht", "grafiek"),
        ("Aanleveren", "partner:aanleveren", "omhoog-doos"),
        ("Aanleveringen", "partner:aanleveringen", "document"),
        ("Mijn signalen", "partner:signalen", "signaal"),
        ("Opschortingen", "partner:opschortingen", "klok"),
        ("Vragen", "partner:vragen", "vraag"),
        ("Terugkoppelingen", "partner:terugkoppelingen", "bak"),
        ("Verzoeken van inwoners", "partner:mededelingen", "persoon"),
        ("Postcodes", "partner:postcodes", "huis"),
        ("Webhooks", "partner:notificaties", "signaal"),
        ("Toegang en sleutels", "sleutels", "schild"),
    ),
    "behandelaar": (
        ("Mijn dag", "gemeente:dag", "dag"),
        ("Postvak", "gemeente:postvak", "bak"),
        ("Dagronde", "gemeente:dagronde", "bezoek"),
        ("Personen beslissen", "gemeente:personen", "persoon"),
        ("Mismatchbank", "gemeente:mismatchbank", "zoek"),
        ("Brieven", "gemeente:brieven", "brief"),
        ("Verzoek opnemen", "privacy:verzoek_nieuw", "vraag"),
    ),
    "coordinator": (
        ("Mijn dag", "gemeente:dag", "dag"),
        ("Postvak", "gemeente:postvak", "bak"),
        ("Dagronde", "gemeente:dagronde", "bezoek"),
        ("Personen beslissen", "gemeente:personen", "persoon"),
        ("Mismatchbank", "gemeente:mismatchbank", "zoek"),
        ("Brieven", "gemeente:brieven", "brief"),
        ("Maand", "gemeente:maand", "lijst"),
        ("Termijnen", "gemeente:termijnen", "klok"),
        ("Matchruns", "gemeente:runs", "document"),
        ("Verdeling", "gemeente:verdeling", "groep"),
        ("Overdrachten", "gemeente:overdrachten", "herroep"),
        ("Werkprotocol", "gemeente:werkprotocol", "instelling"),
        ("Sjablonen", "gemeente:sjablonen", "document"),
        ("Bekende huishoudens", "gemeente:bekend", "huis"),
        ("Risicoadressen", "gemeente:risicoadressen", "schild"),
        ("Berichten", "gemeente:berichten", "brief"),
        ("Verzoek opnemen", "privacy:verzoek_nieuw", "vraag"),
        ("Team", "team", "groep"),
        ("Toegang en sleutels", "sleutels", "schild"),
    ),
    "uitvoerder": (
        ("Toegewezen", "gemeente:postvak", "bak"),
        ("Dagronde", "gemeente:dagronde", "bezoek"),
    ),
    "privacy": (
        ("Wie keek", "privacy:logboek", "oog"),
        ("Verzoeken", "privacy:verzoeken", "vraag"),
        ("Vernietiging", "privacy:vernietiging", "herroep"),
        ("Datalekken", "privacy:datalekken", "let_op"),
        ("Openbaarmaking", "privacy:openbaarmaking", "schild"),
        ("Verwerkingen", "privacy:verwerkingen", "document"),
        ("Rechten", "privacy:rechten", "persoon"),
    ),
    "beheer": (
        ("Convenanten", "beheer:convenanten", "document"),
        ("Partijen", "beheer:partijen", "groep"),
        ("Overeenkomsten", "privacy:overeenkomsten", "document"),
        ("Datalekken", "privacy:datalekken", "let_op"),
        ("Algoritmeregister", "privacy:algoritmeregister", "lijst"),
        ("Aanmeldingen", "beheer:aanmeldingen", "persoon"),
        ("Aanmeldbronnen", "beheer:aanmeldbronnen", "instelling"),
        ("Ontvangers", "beheer:ontvangers", "brief"),
        ("Toepassingen", "beheer:toepassingen", "instelling"),
        ("Rechten", "privacy:rechten", "schild"),
        ("Koppelingen", "beheer:koppelingen", "instelling"),
        ("Gezondheid", "beheer:gezondheid", "grafiek"),
    ),
}


def home_of(rol: str) -> str:
    """Return the address where a role begins."""
    return reverse(MENU[rol][0][1])


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame around a page (a context processor of Django)."""
    around: dict[str, Any] = {
        "versie": version("meldpunt"),
        "demo": settings.DEMO,
        "start_url": reverse("start"),
        "voetkoppelingen": [],
    }
    optreden = find_optreden(request) if hasattr(request, "user") else None
    if optreden is None:
        return around
    return {
        **around,
        "partijnaam": optreden.partijnaam,
        "navigatie": _menu(request, optreden),
        "noodstops": _noodstops(optreden.actor),
        "gebruikersmenu": {
            "naam": optreden.actor.naam,
            "rol": optreden.rolnaam,
            "afmelden_url": reverse("afmelden"),
            "koppelingen": [
                *_others(optreden),
                {"titel": "Aanmelden en veiligheid", "url": reverse("account")},
            ],
        },
    }


def _menu(request: HttpRequest, optreden: Optreden) -> list[dict[str, Any]]:
    here = request.path
    entries = [
        {"titel": titel, "url": reverse(naam), "icoon": icoon}
        for titel, naam, icoon in MENU[optreden.actor.rol]
    ]
    # The longest address that begins the present one: /postvak/zaak/… is in Postvak.
    best = max((e["url"] for e in entries if here.startswith(e["url"])), key=len, default=None)
    return [{**entry, "actief": entry["url"] == best} for entry in entries]


def _noodstops(actor: Actor) -> list[dict[str, Any]]:
    """Say on every page which covenant stands still; why and by whom is not for partners."""
    inside = actor.rol != "partner"
    return [
        {
            "stop": stop,
            "reden": stop.reden if inside else "",
            "wie": stop.wie if inside else "",
            "kan_bevestigen": stop.hervatting is not None
            and actor.rol in {"beheer", "privacy"}
            and stop.hervatting_door != actor.gebruiker,
        }
        for stop in list_noodstops(door=actor, on=timezone.localdate())
    ]


def _others(optreden: Optreden) -> list[dict[str, Any]]:
    switches = [
        {"titel": titel, "url": reverse("kies_rol", args=[aanstelling]), "post": True}
        for aanstelling, titel in optreden.andere
    ]
    return [{"titel": "Er ging iets mis", "url": reverse("voorval")}, *switches]
