"""One delivery: how far it is, what was decided and why, its files, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import polars as pl
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from meldpunt.aanlevering.ontvangstbewijs import make_ontvangstbewijs, write_json, write_pdf
from meldpunt.aanlevering.opslag import FOUTVERSLAG_DAGEN
from meldpunt.aanlevering.parsers import UITGIFTEKOLOMMEN
from meldpunt.aanlevering.queries import (
    FOUTREGELS,
    Aanlevering,
    Foutregel,
    Grondtelling,
    get_aanlevering,
    get_stand,
    list_alle_foutregels,
    list_foutregels,
    list_gronden,
    list_onbekende_kolommen,
)
from meldpunt.aanlevering.schrijven import write_csv, write_xlsx
from meldpunt.bewaring.uitgifte import issue_bestand
from meldpunt.jobs.taken import recall_and_queue
from meldpunt.terugkoppeling.selectie import has_selectie
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.opmaak import bestandsgrootte, bestandsnaam, datum, datumtijd, duizend, euro_cent
from meldpunt.web.partner.bestanden import give_bestand
from meldpunt.web.partner.inzage import REDEN, record_inzage
from meldpunt.web.partner.rijen import title_of
from meldpunt.web.partner.woorden import STAPPEN, progress_of, status_of, word_of_grond

REGELS = 20
# A file may hold hundreds of columns of its own.
ONBEKEND = 40
TITELS = (
    ("ontvangen", "Ontvangen"),
    ("beoordelen", "Beoordelen"),
    ("opslaan", "Opslaan"),
    ("klaar", "Resultaat"),
)


@for_rol("partner")
def aanlevering(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Show a delivery: its progress while it is worked on, its outcome afterwards."""
    row = get_aanlevering(aanlevering, door=request.actor)
    if row.status == "concept":
        return redirect("partner:kolommen", aanlevering=row.id)
    context: dict[str, Any] = {
        "aanlevering": row,
        "convenant": title_of(row.convenant),
        "status": status_of(row),
        "gegevens": _facts(row),
        "kruimels": [
            {"titel": "Aanleveringen", "url": reverse("partner:aanleveringen")},
            {"titel": bestandsnaam(row.bestandsnaam)},
        ],
    }
    if row.status == "ontvangen":
        return render(request, "partner/verwerking.html", {**context, **_progress(row)})
    if row.status in {"afgekeurd", "mislukt"}:
        return render(request, "partner/afgekeurd.html", context)
    context |= _outcome(row)
    if row.aantal_geweigerd and row.status == "verwerkt":
        context |= _refused(request, row)
        record_inzage(request, "foutverslag_ingezien", objectsoort="aanlevering", object=str(row.id))
    return render(request, "partner/aanlevering.html", context)


def _facts(row: Aanlevering) -> list[dict[str, Any]]:
    versie = f"versie {datum(row.versie)}" if row.versie else ""
    facts: list[dict[str, Any]] = [
        {"naam": "Bestand", "waarde": row.bestandsnaam, "sub": bestandsgrootte(row.grootte)},
        {"naam": "Ontvangen", "waarde": datumtijd(row.ontvangen_op)},
        {"naam": "Verwerkt", "waarde": datumtijd(row.verwerkt_op)},
        {"naam": "Convenant", "waarde": title_of(row.convenant), "sub": versie},
        {"naam": "SHA-256 van het bestand", "waarde": _short(row.inhoud_sha256), "sub": "eerste 16 tekens"},
    ]
    if row.controlegetal:
        facts.append(
            {"naam": "Controlegetal", "waarde": _short(row.controlegetal), "sub": "eerste 16 tekens"}
        )
    if row.status == "verwerkt" and has_selectie(row.convenant, on=row.datum):
        selectie = reverse("partner:selectiebericht", args=[row.id])
        facts.append({"naam": "Opgepakt of niet", "waarde": "Bekijk het per signaal", "url": selectie})
    if row.ruw_vernietigd_op:
        sub = datumtijd(row.ruw_vernietigd_op)
        facts.append(
            {"naam": "Ons exemplaar van het bestand", "badge": "Vernietigd", "toon": "goed", "sub": sub}
        )
    return facts


def _short(digest: str) -> str:
    return " ".join(digest[begin : begin + 4] for begin in range(0, 16, 4))


def _outcome(row: Aanlevering) -> dict[str, Any]:
    refused_url = (
        f"{reverse('partner:aanlevering', args=[row.id])}#geweigerd" if row.aantal_geweigerd else None
    )
    regels = f"{duizend(row.aantal_regels)} {'regel' if row.aantal_regels == 1 else 'regels'}"
    signalen_url = f"{reverse('partner:signalen')}?aanlevering={row.id}" if row.aantal_geaccepteerd else None
    tegels = [
        {
            "naam": "Aangenomen",
            "getal": duizend(row.aantal_geaccepteerd),
            "toon": "goed",
            "url": signalen_url,
            "definitie": f"van {regels}; samen {euro_cent(row.bedrag_cent)}",
        },
        {
            "naam": "Met waarschuwing",
            "getal": duizend(row.aantal_gewaarschuwd),
            "toon": "let_op" if row.aantal_gewaarschuwd else None,
            "definitie": "aangenomen, met een opmerking",
        },
        {
            "naam": "Geweigerd",
            "getal": duizend(row.aantal_geweigerd),
            "toon": "gevaar" if row.aantal_geweigerd else None,
            "url": refused_url if row.status == "verwerkt" else None,
            "definitie": "niet opgeslagen als signaal",
        },
        {
            "naam": "Al ontvangen",
            "getal": duizend(row.aantal_al_ontvangen),
            "definitie": "zelfde referentie en vordering als eerder",
        },
    ]
    return {
        "tegels": tegels,
        "verwijderd": sorted(row.verwijderde_velden.items(), key=lambda item: (-item[1], item[0])),
        "onbekend": list_onbekende_kolommen(row)[:ONBEKEND],
        "wacht_op_matching": row.status == "verwerkt" and row.gematcht_op is None,
        "kan_intrekken": row.status == "verwerkt",
    }


def _refused(request: ActorRequest, row: Aanlevering) -> dict[str, Any]:
    grond = request.GET.get("grond", "")
    grond = grond if grond in row.gronden else ""
    after = int(request.GET.get("na", "0")) if request.GET.get("na", "0").isdecimal() else 0
    found = list_foutregels(aanlevering=row, after=min(after, 2**31 - 1), grond=grond, size=REGELS + 1)
    versie = f"{title_of(row.convenant)}, versie {datum(row.versie)}"
    expires = (
        timezone.localdate(row.verwerkt_op) + timedelta(days=FOUTVERSLAG_DAGEN) if row.verwerkt_op else None
    )
    return {
        "gronden": [_ground(telling) for telling in list_gronden(row)],
        "grond": grond,
        "grondwoord": word_of_grond(grond) if grond else "",
        "foutregels": [_refusal(regel, versie) for regel in found[:REGELS]],
        "volgende": found[REGELS - 1].regel if len(found) > REGELS else None,
        "na": after,
        "vervalt_op": expires,
        "foutregels_grens": FOUTREGELS if row.aantal_geweigerd > FOUTREGELS else None,
        "is_vervallen": bool(found) and not found[0].uitleg,
        "inzage_reden": REDEN,
    }


def _ground(telling: Grondtelling) -> dict[str, Any]:
    return {
        "grond": telling.grond,
        "woord": word_of_grond(telling.grond),
        "aantal": telling.aantal,
        "artikel": telling.uitleg.get("artikel", "").removeprefix("wet: "),
        "zin": telling.uitleg.get("zin", ""),
        "grens": telling.uitleg.get("grens", ""),
    }


def _refusal(fout: Foutregel, versie: str) -> dict[str, Any]:
    facts = [
        {**uitleg, "artikel": uitleg.get("artikel", "").removeprefix("wet: "), "versie": versie, "zin": ""}
        for uitleg in fout.uitleg
    ]
    return {
        "regel": fout.regel,
        "woorden": [word_of_grond(grond) for grond in fout.gronden],
        "zinnen": [uitleg["zin"] for uitleg in fout.uitleg],
        "feiten": facts,
    }


@for_rol("partner")
def voortgang(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Show how far a delivery is; once it is done, the page is loaded again with the outcome."""
    row = get_aanlevering(aanlevering, door=request.actor)
    if row.status != "ontvangen":
        return HttpResponseClientRefresh()
    return render(request, "partner/_voortgang.html", {"aanlevering": row, **_progress(row)})


def _progress(row: Aanlevering) -> dict[str, Any]:
    stand = get_stand(row)
    at = {"wachten": 0, "lezen": 1, "beoordelen": 1, "opslaan": 2, "matchen": 3}.get(stand.stap, 0)
    tekst = STAPPEN.get(stand.stap, STAPPEN["wachten"])
    if stand.totaal:
        tekst = f"{tekst} {duizend(stand.gedaan)} van {duizend(stand.totaal)} regels."
    return {
        "procent": progress_of(stand.stap, stand.gedaan, stand.totaal),
        "tekst": tekst,
        "poll_url": reverse("partner:voortgang", args=[row.id]),
        "stappen": [
            {"titel": titel, "toestand": "klaar" if at > nummer else "bezig" if at == nummer else "straks"}
            for nummer, (_, titel) in enumerate(TITELS)
        ],
    }


@for_rol("partner")
def geweigerd(request: ActorRequest, aanlevering: UUID, formaat: str) -> HttpResponse:
    """Give the refused rows with their reasons, ready to be corrected and delivered again."""
    row = get_aanlevering(aanlevering, door=request.actor)
    frame = list_alle_foutregels(row)
    record_inzage(request, "foutverslag_gedownload", objectsoort="aanlevering", object=str(row.id))
    uitgifte = issue_bestand(soort="geweigerd", door=request.actor, now=timezone.now())
    mark = (uitgifte.tekst, uitgifte.vernietigen_voor.isoformat())
    frame = frame.with_columns(
        pl.lit(value).alias(name) for name, value in zip(UITGIFTEKOLOMMEN, mark, strict=True)
    )
    write = write_csv if formaat == "csv" else write_xlsx
    stam = row.bestandsnaam.rpartition(".")[0] or row.bestandsnaam
    return give_bestand(write(frame, frame.columns), f"geweigerd-{stam}", formaat)


@for_rol("partner")
def ontvangstbewijs(request: ActorRequest, aanlevering: UUID, formaat: str) -> HttpResponse:
    """Give the receipt of a delivery."""
    row = get_aanlevering(aanlevering, door=request.actor)
    bewijs = make_ontvangstbewijs(row)
    inhoud = write_pdf(bewijs) if formaat == "pdf" else write_json(bewijs)
    return give_bestand(inhoud, f"ontvangstbewijs-{row.datum}-{str(row.id)[-8:]}", formaat)


@for_rol("partner")
@require_POST
def intrekken(request: ActorRequest, aanlevering: UUID) -> HttpResponse:
    """Recall a delivery with a reason; what it touched is put right and the municipality is told."""
    row = get_aanlevering(aanlevering, door=request.actor)
    try:
        recall_and_queue(aanlevering=row.id, reden=request.POST.get("reden", ""), door=request.actor)
    except Weigering as weigering:
        messages.error(request, str(weigering))
    else:
        messages.success(
            request,
            f"Aanlevering {row.bestandsnaam} is ingetrokken. De gemeente krijgt bericht en werkt er niet meer mee.",
        )
    return redirect("partner:aanlevering", aanlevering=row.id)
