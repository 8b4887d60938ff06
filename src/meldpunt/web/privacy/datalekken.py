"""The register of breaches: what is due now, one breach with its clocks, and the register as a file."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from meldpunt.datalekken.concepten import write_concepten
from meldpunt.datalekken.queries import (
    PAGE,
    Datalekbeeld,
    Gebeurtenis,
    Klokregel,
    get_datalek,
    list_datalekken,
    list_intrekkingen,
    list_te_doen,
)
from meldpunt.datalekken.uitvoer import export_register, write_lijst, write_pdf
from meldpunt.partijen.lijsten import list_gemeenten
from meldpunt.partijen.register import list_convenanten
from meldpunt.rules.datalekken import AARDEN, RISICOS, SOORTNAMEN, STATUSSEN
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.opmaak import datumtijd
from meldpunt.web.privacy.datalekformulieren import Feitenformulier, write_moment
from meldpunt.web.privacy.inzage import note_inzage

STATUSTOON: Final = {"signaal": "let_op", "onderzoek": "info", "gesloten": "goed", "geen_datalek": "neutraal"}
RISICOTOON: Final = {"onbekend": "let_op", "geen": "neutraal", "risico": "let_op", "hoog": "gevaar"}
# toestand of a clock -> word, tone of its badge
KLOKSTAND: Final = {
    "gedaan": ("Gedaan", "goed"),
    "te_laat_gedaan": ("Gedaan, te laat", "let_op"),
    "niet_nodig": ("Niet nodig", "neutraal"),
    "loopt": ("Nog te doen", "info"),
    "te_laat": ("Te laat", "gevaar"),
}
HANDELINGEN: Final = {
    "datalek_gemeld": "Gemeld",
    "datalek_geopend": "Geopend vanuit een ingetrokken aanlevering",
    "datalek_feiten": "Feiten vastgelegd",
    "datalek_verteld": "Verteld",
    "datalek_niet_verteld": "Vastgelegd dat vertellen niet nodig is",
    "datalek_gesloten": "Afgesloten",
    "datalek_geen_datalek": "Beoordeeld: geen datalek",
    "datalek_onderzoek": "Heropend",
}
STAPPEN: Final = {"gesloten": "Sluit af", "geen_datalek": "Geen datalek", "onderzoek": "Begin onderzoek"}


@require_GET
@for_rol("privacy", "beheer")
def lijst(request: ActorRequest) -> HttpResponse:
    """Show what is due now, the register, and the recalled deliveries without a breach."""
    now = timezone.now()
    only_open = request.GET.get("toon") != "alles"
    before = find_sleutel(request.GET.get("na", ""))
    page = list_datalekken(door=request.actor, now=now, alleen_open=only_open, before=before, size=PAGE + 1)
    shown = page[:PAGE]
    toon = "" if only_open else "&toon=alles"
    return render(
        request,
        "privacy/datalekken.html",
        {
            "te_doen": [
                {"lek": lek, "klok": klok, "stand": KLOKSTAND[klok.toestand]}
                for lek, klok in list_te_doen(door=request.actor, now=now)
            ],
            "rijen": [
                {
                    "lek": one,
                    "status": STATUSSEN[one.status],
                    "toon": STATUSTOON[one.status],
                    "risico": RISICOS[one.risico],
                    "risicotoon": RISICOTOON[one.risico],
                }
                for one in shown
            ],
            "intrekkingen": list_intrekkingen(door=request.actor),
            "tabs": [
                {"titel": "Open", "url": "?", "actief": only_open},
                {"titel": "Alle", "url": "?toon=alles", "actief": not only_open},
            ],
            "volgende_url": f"?na={shown[-1].id}{toon}" if len(page) > PAGE else "",
        },
    )


@require_GET
@for_rol("privacy", "beheer")
def een(request: ActorRequest, datalek: UUID) -> HttpResponse:
    """Show one breach; looking leaves a line."""
    with transaction.atomic():
        note_inzage(request, "datalek_ingezien", objectsoort="datalek", object=str(datalek))
        return render_datalek(request, datalek)


def render_datalek(
    request: ActorRequest, datalek: UUID, *, formulier: Feitenformulier | None = None
) -> HttpResponse:
    """Render the page of one breach, with the form that was refused when there is one."""
    beeld = get_datalek(datalek=datalek, door=request.actor, now=timezone.now())
    return render(
        request,
        "privacy/datalek.html",
        {
            "beeld": beeld,
            "status": STATUSSEN[beeld.status],
            "toon": STATUSTOON[beeld.status],
            "gegevens": _facts(beeld),
            "klokken": [_klok(klok) for klok in beeld.klokken],
            "gebeurtenissen": [_gebeurtenis(beeld, one) for one in beeld.tijdlijn],
            "concepten": write_concepten(beeld),
            "stappen": [(naar, STAPPEN[naar]) for naar in beeld.mag_naar],
            "formulier": formulier or Feitenformulier(initial=_initial(beeld), **choices_of(request, beeld)),
            "kan_wijzigen": beeld.status in {"signaal", "onderzoek"},
            "nu": write_moment(timezone.now()),
            "inzage_reden": "U houdt het register van datalekken bij (AVG art. 33 lid 5).",
            "inzage_bovenaan": True,
            "kruimels": [
                {"titel": "Datalekken", "url": reverse("privacy:datalekken")},
                {"titel": beeld.velden["titel"]},
            ],
        },
        status=422 if formulier is not None else 200,
    )


def choices_of(request: ActorRequest, beeld: Datalekbeeld) -> dict[str, Any]:
    """Return what the form of facts lets choose: one's own municipalities, and those that are touched already."""
    own = list_gemeenten(None if request.actor.rol == "beheer" else request.actor.gemeenten)
    gemeenten = {row.code: row.naam for row in own} | {code: naam for code, naam, _ in beeld.gemeenten}
    return {
        "gemeenten": sorted(gemeenten.items(), key=lambda one: one[1]),
        "convenanten": [(key, one.titel) for key, one in list_convenanten().items()],
    }


def _initial(beeld: Datalekbeeld) -> dict[str, Any]:
    return {
        **beeld.velden,
        "ontdekt_op": write_moment(beeld.velden["ontdekt_op"]),
        "gemeenten": [code for code, _, _ in beeld.gemeenten],
    }


def _facts(beeld: Datalekbeeld) -> list[dict[str, Any]]:
    velden = beeld.velden
    counts = ", ".join(
        f"{naam} ({aantal})" if aantal is not None else naam for _, naam, aantal in beeld.gemeenten
    )
    return [
        {"naam": "Wat is er gebeurd", "waarde": velden["feiten"]},
        {"naam": "Oorzaak", "waarde": velden["oorzaak"]},
        {"naam": "Soort datalek", "waarde": "; ".join(AARDEN[one] for one in velden["aard"])},
        {"naam": "Gegevens", "waarde": ", ".join(SOORTNAMEN[one] for one in velden["gegevenssoorten"])},
        {"naam": "Aantal personen", "waarde": _number(velden["aantal_personen"])},
        {"naam": "Ontdekt", "waarde": f"{datumtijd(velden['ontdekt_op'])} door {velden['ontdekt_door']}"},
        {"naam": "Gemeenten", "waarde": counts},
        {"naam": "Partners", "waarde": ", ".join(naam for _, naam in beeld.partners)},
        {"naam": "Maatregelen", "waarde": velden["maatregelen"]},
        {"naam": "Risico", "badge": RISICOS[velden["risico"]], "toon": RISICOTOON[velden["risico"]],
         "sub": velden["reden_geen_risico"]},
        {"naam": "Conclusie", "waarde": velden["conclusie"]},
    ]  # fmt: skip


def _number(aantal: int | None) -> str:
    return "" if aantal is None else str(aantal)


def _klok(klok: Klokregel) -> dict[str, Any]:
    word, tone = KLOKSTAND[klok.toestand]
    return {"klok": klok, "stand": word, "toon": tone, "open": klok.toestand in {"loopt", "te_laat"}}


def _gebeurtenis(beeld: Datalekbeeld, one: Gebeurtenis) -> dict[str, Any]:
    partij = str(one.waarden.get("partij", ""))
    soort = str(one.waarden.get("soort", ""))
    told = next((klok.naam for klok in beeld.klokken if (klok.soort, klok.partij) == (soort, partij)), partij)
    return {
        "titel": HANDELINGEN.get(one.handeling, one.handeling.replace("_", " ").capitalize()),
        "moment": one.moment,
        "door": one.wie,
        "tekst": told,
    }


@require_GET
@for_rol("privacy", "beheer")
def register(request: ActorRequest, soort: str) -> HttpResponse:
    """Download the register as CSV or PDF."""
    now = timezone.now()
    rows = export_register(door=request.actor, now=now)
    body, kind = (
        (write_pdf(rows, now=now), "application/pdf")
        if soort == "pdf"
        else (write_lijst(rows), "text/csv; charset=utf-8")
    )
    name = f"register-datalekken-{timezone.localdate(now)}.{soort}"
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
