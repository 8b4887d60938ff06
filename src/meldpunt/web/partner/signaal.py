"""One own signaal: what was told about it, its stays, the questions, and what the partner itself said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from meldpunt.rules.resultaat import list_resultaatstappen
from meldpunt.terugkoppeling.partnerlijsten import EigenBericht, Signaaldossier, get_signaaldossier
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.opmaak import datum, euro_cent
from meldpunt.web.partner.formulieren import Meldformulier
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.regels import question_of, stay_of
from meldpunt.web.partner.rijen import VERVALLEN, title_of
from meldpunt.web.partner.woorden import BERICHTSOORT, KNOPPEN, result_of


@for_rol("partner")
def signaal(request: ActorRequest, signaal: UUID) -> HttpResponse:
    """Show the page of one signaal."""
    return show_signaal(request, signaal)


def show_signaal(
    request: ActorRequest, signaal: UUID, *, formulier: Meldformulier | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of one signaal, with a form that was not right when there is one."""
    dossier = get_signaaldossier(signaal=signaal, door=request.actor)
    record_inzage(request, "signaal_ingezien", objectsoort="signaal", object=str(signaal))
    regel, today = dossier.signaal, timezone.localdate()
    said = {bericht.soort for bericht in dossier.eigen}
    context = {
        "regel": regel,
        "signaal_id": regel.id,
        "knoppen": KNOPPEN,
        "titel": regel.klantnummer or VERVALLEN,
        "status": result_of(regel.code, ingetrokken=regel.ingetrokken),
        "stappen": [stap._asdict() for stap in list_resultaatstappen(regel.stap, verste=regel.verste)],
        "feiten": _facts(dossier),
        "berichten": dossier.berichten,
        "opschortingen": [stay_of(one, today=today) for one in dossier.opschortingen],
        "vragen": [question_of(one, today=today) for one in dossier.navragen],
        "eigen": [_own(bericht) for bericht in dossier.eigen],
        "kan_melden": not regel.ingetrokken and said != set(BERICHTSOORT),
        "formulier": formulier or Meldformulier(initial={"kies": str(regel.id), "datum": today}),
        "inzage_reden": REDEN,
        "kruimels": [
            {"titel": "Mijn signalen", "url": reverse("partner:signalen")},
            {"titel": regel.klantnummer or VERVALLEN},
        ],
    }
    return render(request, "partner/signaal.html", context, status=status)


def _facts(dossier: Signaaldossier) -> list[dict[str, Any]]:
    regel = dossier.signaal
    return [
        {"naam": "Klantnummer", "waarde": regel.klantnummer or VERVALLEN, "sub": regel.referentie},
        {"naam": "Vordering", "waarde": regel.type_vordering.replace("_", " ").capitalize()},
        {
            "naam": "Bedrag",
            "waarde": euro_cent(regel.bedrag_cent),
            "sub": f"achterstand sinds {datum(regel.achterstand_sinds)}",
        },
        {"naam": "Gemeente", "waarde": regel.gemeente},
        {"naam": "Convenant", "waarde": title_of(regel.convenant)},
        {
            "naam": "Aangeleverd",
            "waarde": datum(regel.aanleverdatum),
            "url": reverse("partner:aanlevering", args=[regel.aanlevering]),
        },
    ]


def _own(bericht: EigenBericht) -> dict[str, Any]:
    return {
        "woord": BERICHTSOORT[bericht.soort],
        "datum": bericht.datum,
        "toelichting": bericht.toelichting,
        "gemeld_op": bericht.gemeld_op,
    }
