"""‘Wat ziet Vitens?’: the disclosure table through the eyes of one partner, and what it reads now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.partijen.register import get_convenant, get_openbaarmaking
from meldpunt.rules.openbaarmaking import Openbaarmakingstabel, Soort, disclose, list_waarden
from meldpunt.rules.opschorting import plan_pauze
from meldpunt.terugkoppeling.voorbeeld import Partnerkeuze, list_monster, list_partnerkeuzes
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import choice_of, find_sleutel
from meldpunt.web.opmaak import datum
from meldpunt.web.privacy.inzage import note_inzage
from meldpunt.web.privacy.openbaarmaking import choose_convenant, list_own_convenanten

# What a municipality sees happen first, then how it ends; the status in the export is no message.
DELEN: tuple[tuple[str, Soort], ...] = (
    ("Onderweg", "selecties"),
    ("Over de betalingen", "betalingen"),
    ("Aan het eind", "eindresultaten"),
)


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest) -> HttpResponse:
    """Show what the chosen partner reads for every state, and now for a sample of its own signalen."""
    keys = list_own_convenanten(request)
    convenant = choose_convenant(request, keys)
    partners = list_partnerkeuzes(convenant=convenant, door=request.actor)
    asked = find_sleutel(request.GET.get("partner", ""))
    partner = next((one for one in partners if one.id == asked), partners[0] if partners else None)
    today = timezone.localdate()
    tabel = get_openbaarmaking().table_on(today, convenant=convenant)
    context: dict[str, Any] = {
        "partner": partner,
        "titel": get_convenant(convenant).titel if convenant else "Algemeen",
        "tabel": tabel,
        "velden": _fields(convenant, keys, partners, partner),
        "delen": [(naam, _group(tabel, soort)) for naam, soort in DELEN],
        "opschorting": _stay(convenant) if convenant else "",
        "kruimels": [
            {"titel": "Openbaarmaking", "url": reverse("privacy:openbaarmaking")},
            {"titel": f"Wat ziet {partner.naam}?" if partner else "Wat ziet een partner?"},
        ],
    }
    if partner is not None:
        context["monster"] = list_monster(partner=partner.id, convenant=convenant, door=request.actor)
        note_inzage(request, "openbaarmaking_voorbeeld", objectsoort="signaalpartner", object=str(partner.id))
    return render(request, "privacy/watziet.html", context)


def _fields(
    convenant: str, keys: list[str], partners: list[Partnerkeuze], partner: Partnerkeuze | None
) -> list[dict[str, Any]]:
    covenants = [(key, get_convenant(key).titel) for key in keys]
    names = [(str(one.id), f"{one.naam} ({one.type})") for one in partners]
    return [
        choice_of("convenant", "Convenant", covenants, convenant),
        choice_of("partner", "Partner", names, str(partner.id) if partner else ""),
    ]


def _group(tabel: Openbaarmakingstabel, soort: Soort) -> list[dict[str, Any]]:
    """Give each sentence once, with every value that lies behind it: the partner cannot tell them apart."""
    behind: dict[str, list[str]] = {}
    for waarde in list_waarden(tabel, soort):
        told = disclose(tabel, soort=soort, waarde=waarde)
        behind.setdefault(told.code, []).append(
            waarde.replace("_", " ") if soort in {"selecties", "betalingen"} else waarde
        )
    return [
        {
            "code": code,
            "zin": tabel.mededelingen[code].zin,
            "start_opschorting": tabel.mededelingen[code].start_opschorting,
            "waarden": waarden,
        }
        for code, waarden in behind.items()
    ]


def _stay(convenant: str) -> str:
    today = timezone.localdate()
    pauze = plan_pauze(get_convenant(convenant).version_on(today), begin=today)
    if pauze is None:
        return "Dit convenant kent geen opschorting."
    return f"Een opschorting die vandaag begint, duurt tot en met {datum(pauze.eind)} ({pauze.grondslag})."
