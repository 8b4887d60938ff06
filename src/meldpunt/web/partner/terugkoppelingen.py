"""What this partner was told: read, taken along and acknowledged."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from meldpunt.aanlevering.queries import PAGE
from meldpunt.bewaring.uitgifte import issue_bestand
from meldpunt.terugkoppeling.bevestigen import Berichtkeuze, confirm_terugkoppelingen
from meldpunt.terugkoppeling.queries import Berichtfilter, list_berichten
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import Maand, choice_of, filters_of, find_maand, find_sleutel
from meldpunt.web.opmaak import NEDERLAND, meervoud
from meldpunt.web.partner import rijen
from meldpunt.web.partner.bestanden import GRENS, give_persoonslijst, write_cent
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.lijsten import (
    choose_maand,
    give_paging,
    list_codekeuzes,
    list_gekozen_filters,
)
from meldpunt.web.partner.tabs import tabs_of_terugkoppelingen

STANDEN = [("", "Alle"), ("onbevestigd", "Nog niet bevestigd")]
ACTIES = [
    {"tekst": "Bevestig keuze", "waarde": "keuze", "soort": "primair", "icoon": "vink"},
]


@for_rol("partner")
def terugkoppelingen(request: ActorRequest) -> HttpResponse:
    """Show what this partner was told, newest first."""
    before = find_sleutel(request.GET.get("voor", ""))
    found = list_berichten(door=request.actor, keuze=_filter(request), before=before, size=PAGE + 1)
    shown = found[:PAGE]
    record_inzage(
        request,
        "terugkoppeling_ingezien",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.signaal for regel in shown],
    )
    confirm_url = f"{reverse('partner:bevestigen')}?{filters_of(request)}"
    context = {
        "tabs": tabs_of_terugkoppelingen("signaal"),
        "kolommen": rijen.BERICHTKOLOMMEN,
        "rijen": rijen.rows_of_berichten(shown),
        "bulk": {"url": f"{confirm_url}&tot={shown[0].id}" if shown else "", "acties": ACTIES},
        "paginering": give_paging(request, shown, has_more=len(found) > PAGE, eenheid="terugkoppelingen"),
        "velden": [
            choice_of(
                "resultaat",
                "Terugkoppeling",
                [("", "Alle"), *list_codekeuzes()],
                request.GET.get("resultaat", ""),
            ),
            choice_of("stand", "Bevestigd", STANDEN, request.GET.get("stand", "")),
            choose_maand(request.GET.get("maand", "")),
        ],
        "onbevestigd": any(bericht.bevestigd_op is None for bericht in shown),
        "actief": list_gekozen_filters(request),
        "filters": filters_of(request),
        "gefilterd": bool(filters_of(request)),
        "inzage_reden": REDEN,
    }
    return render(request, "partner/terugkoppelingen.html", context)


def _filter(request: ActorRequest) -> Berichtfilter:
    return Berichtfilter(
        code=request.GET.get("resultaat", ""),
        periode=_moments(find_maand(request.GET.get("maand", ""))),
        onbevestigd=request.GET.get("stand") == "onbevestigd",
    )


@for_rol("partner")
@require_POST
def bevestig(request: ActorRequest) -> HttpResponse:
    """Acknowledge the chosen messages, or everything the filter shows."""
    chosen = [key for key in map(find_sleutel, request.POST.getlist("kies")) if key is not None]
    if request.POST.get("actie") == "filter":
        asked = _filter(request)
        keuze = Berichtkeuze(
            code=asked.code, periode=asked.periode, tot_en_met=find_sleutel(request.GET.get("tot", ""))
        )
    else:
        keuze = Berichtkeuze(sleutels=chosen)
    done = confirm_terugkoppelingen(keuze=keuze, door=request.actor, now=timezone.now())
    if done:
        messages.success(request, f"{meervoud(done, 'terugkoppeling', 'terugkoppelingen')} bevestigd.")
    else:
        messages.info(request, "Er was niets te bevestigen. Kies eerst een of meer regels. [niets_gekozen]")
    if signaal := find_sleutel(request.POST.get("signaal", "")):
        return redirect("partner:signaal", signaal)
    params = request.GET.copy()
    params.pop("tot", None)
    return redirect(f"{reverse('partner:terugkoppelingen')}?{params.urlencode()}")


@for_rol("partner")
def terugkoppelingen_bestand(request: ActorRequest, formaat: str) -> HttpResponse:
    """Give the chosen messages as a file."""
    found = list_berichten(door=request.actor, keuze=_filter(request), size=GRENS)
    record_inzage(
        request,
        "terugkoppeling_gedownload",
        objectsoort="signaalpartner",
        object=str(request.actor.partner),
        signalen=[regel.signaal for regel in found],
    )
    kop = [
        "klantnummer", "referentie", "gemeente", "convenant", "bedrag", "aangeleverd_op", "gemeld_op", "code",
        "tekst", "bevestigd_op",
    ]  # fmt: skip
    lines = (
        (
            b.klantnummer,
            b.referentie,
            b.gemeente,
            b.convenant,
            write_cent(b.bedrag_cent),
            b.aanleverdatum.isoformat(),
            timezone.localtime(b.gemeld_op).isoformat(timespec="seconds"),
            b.code,
            b.zin,
            timezone.localtime(b.bevestigd_op).isoformat(timespec="seconds") if b.bevestigd_op else "",
        )
        for b in found
    )
    uitgifte = issue_bestand(soort="terugkoppelingen", door=request.actor, now=timezone.now())
    return give_persoonslijst(
        kop, lines, naam=f"terugkoppelingen-{timezone.localdate()}", formaat=formaat, uitgifte=uitgifte
    )


def _moments(maand: Maand | None) -> tuple[datetime | None, datetime | None]:
    """Give the begin of a month and of the next one, by the Dutch clock."""
    if maand is None:
        return None, None
    ends = (maand.eerste, maand.laatste + timedelta(days=1))
    begin, end = (datetime.combine(day, time(), NEDERLAND).astimezone(UTC) for day in ends)
    return begin, end
