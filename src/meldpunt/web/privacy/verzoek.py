"""One request: establish who asks, say what is theirs, decide, and hand out the overview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from meldpunt.betrokkenen.actions import establish_identiteit, extend_verzoek, withdraw_verzoek
from meldpunt.betrokkenen.beperkingen import lift_beperking
from meldpunt.betrokkenen.besluit import Besluit, decide_verzoek
from meldpunt.betrokkenen.inzage import get_overzicht, note_verzoek
from meldpunt.betrokkenen.overzichtstuk import render_pdf, write_json
from meldpunt.betrokkenen.queries import Verzoekbeeld, get_verzoek, list_correcties, list_meegedeeld
from meldpunt.betrokkenen.rectificaties import Correctie
from meldpunt.betrokkenen.vinden import confirm_personen, list_kandidaten, search_again
from meldpunt.bewaring.redenen import BEWAARREDENEN
from meldpunt.rules.rectificatie import MEDEDELINGSOORTEN
from meldpunt.rules.verzoeken import BESLUITGRONDEN, IDENTITEITEN, VERZOEKSOORTEN
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.bladeren import find_sleutel
from meldpunt.web.opmaak import datum, euro_cent
from meldpunt.web.privacy.verzoeken import REDEN, STATUS
from meldpunt.web.privacy.verzoekformulieren import Besluitformulier, Correctieformulier

STAPPEN: Final = ("Ontvangen", "Wie is het?", "Wat is van deze inwoner?", "Besluit")
VOORUIT: Final = {"ontvangen": 1, "vastgesteld": 2, "gezocht": 3}
TERMIJNEN: Final = {"antwoord": "Antwoord binnen een maand", "verlenging": "Twee maanden erbij"}


@require_GET
@for_rol("privacy")
def toon(request: ActorRequest, gemeente: str, verzoek: UUID) -> HttpResponse:
    """Show a request with the one step that comes next."""
    beeld = get_verzoek(verzoek=verzoek, gemeente=gemeente, door=request.actor)
    note_verzoek(verzoek=verzoek, gemeente=gemeente, door=request.actor, now=timezone.now())
    return render(request, "privacy/verzoek.html", _context(request, beeld))


def _context(request: ActorRequest, beeld: Verzoekbeeld) -> dict[str, Any]:
    done = VOORUIT.get(beeld.status, len(STAPPEN))
    context: dict[str, Any] = {
        "beeld": beeld,
        "soort": VERZOEKSOORTEN[beeld.soort],
        "status": STATUS[beeld.status],
        "stappen": [
            {"titel": titel, "toestand": "klaar" if i < done else "bezig" if i == done else "straks"}
            for i, titel in enumerate(STAPPEN)
        ],
        "gegevens": _facts(beeld),
        "termijnen": [
            {
                "naam": TERMIJNEN[one.naam],
                "waarde": f"{datum(one.begin)} tot en met {datum(one.eind)} ({one.grondslag}): "
                f"{one.toestand.replace('_', ' ')}",
                "sub": one.reden,
            }
            for one in beeld.termijnen
        ],
        "open": beeld.status in VOORUIT,
        "verlengbaar": beeld.status in VOORUIT and len(beeld.termijnen) == 1,
        "identiteiten": [(key, IDENTITEITEN[key]) for key in ("document", "bekend")],
        "kruimels": [
            {"titel": "Verzoeken", "url": reverse("privacy:verzoeken")},
            {"titel": beeld.titel},
        ],
        "inzage_reden": REDEN,
        "redenen": BEWAARREDENEN,
        "vandaag": timezone.localdate().isoformat(),
        "meegedeeld": [(MEDEDELINGSOORTEN[one.soort].titel, one) for one in list_meegedeeld(beeld)],
        "correcties": list_correcties(beeld),
        "overzicht": beeld.status in {"gezocht", "ingewilligd"} and bool(beeld.bevestigd),
    }
    if beeld.status in {"vastgesteld", "gezocht"}:
        found = list_kandidaten(verzoek=beeld.id, gemeente=beeld.gemeente, door=request.actor)
        context["kandidaten"] = found
        context["eigen"] = [one for one in found if one.signaal in beeld.bevestigd]
    if beeld.status in {"ontvangen", "gezocht"}:
        only = ("identiteit_onzeker",) if beeld.status == "ontvangen" else ()
        context["besluit"] = Besluitformulier(soort=beeld.soort, alleen=only)
        if beeld.soort == "rectificatie" and beeld.status == "gezocht":
            context["correcties_formulier"] = _corrections(context["eigen"])
    return context


def _corrections(eigen: list[Any], given: Any = None) -> list[Correctieformulier]:
    """Give three rows to fill in: a person rarely has more wrong at once."""
    choices = [
        (str(one.signaal), f"{one.partner}, {datum(one.aanleverdatum)}, {euro_cent(one.bedrag_cent)}")
        for one in eigen
    ]
    return [Correctieformulier(given, prefix=f"c{i}", signalen=choices) for i in range(3)]


def _facts(beeld: Verzoekbeeld) -> list[dict[str, str]]:
    who = beeld.inwoner
    rows = [
        ("Naam", who.naam),
        ("Geboortedatum", datum(who.geboortedatum) if who.geboortedatum else ""),
        ("Adres", who.adres),
        ("BSN", "bekend, versleuteld bewaard" if who.bsn else ""),
        ("Antwoord naar", who.antwoord_aan),
        ("Vraag", who.wens),
        ("Binnengekomen", f"{datum(beeld.ontvangen_op)}, {beeld.kanaal.lower()}"),
        ("Identiteit", IDENTITEITEN.get(beeld.identiteit, "nog niet vastgesteld")),
    ]
    return [{"naam": naam, "waarde": waarde} for naam, waarde in rows if waarde]


Handeling = Callable[[ActorRequest, str, UUID], str]


def _act(do: Handeling) -> Any:
    """Make a view of an act: it says what was done, or why not, on the page of the request."""

    @require_POST
    @for_rol("privacy")
    def view(request: ActorRequest, gemeente: str, verzoek: UUID) -> HttpResponse:
        try:
            messages.success(request, do(request, gemeente, verzoek))
        except Weigering as weigering:
            messages.error(request, str(weigering))
        return redirect("privacy:verzoek", gemeente, verzoek)

    return view


def _establish(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    how = request.POST.get("hoe", "")
    establish_identiteit(verzoek=verzoek, gemeente=gemeente, hoe=how, door=request.actor, now=timezone.now())
    return "Vastgesteld wie de inwoner is. Kijk nu welke signalen over deze inwoner gaan."


def _confirm(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    chosen = [key for text in request.POST.getlist("signaal") if (key := find_sleutel(text))]
    seen = [key for text in request.POST.getlist("gezien") if (key := find_sleutel(text))]
    count = confirm_personen(
        verzoek=verzoek,
        gemeente=gemeente,
        signalen=chosen,
        gezien=seen,
        door=request.actor,
        now=timezone.now(),
    )
    return f"Vastgelegd: {count} van {len(seen)} signalen zijn van deze inwoner. Neem nu een besluit."


def _again(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    search_again(verzoek=verzoek, gemeente=gemeente, door=request.actor, now=timezone.now())
    return "Kies opnieuw welke signalen van deze inwoner zijn."


def _extend(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    reason = request.POST.get("reden", "")
    extend_verzoek(verzoek=verzoek, gemeente=gemeente, reden=reason, door=request.actor, now=timezone.now())
    return "Verlengd met twee maanden. Laat de inwoner de reden weten."


def _withdraw(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    withdraw_verzoek(verzoek=verzoek, gemeente=gemeente, door=request.actor, now=timezone.now())
    return "Ingetrokken."


def _lift(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    reason = request.POST.get("reden", "")
    lift_beperking(verzoek=verzoek, gemeente=gemeente, reden=reason, door=request.actor, now=timezone.now())
    return "De beperking is opgeheven. De inwoner moet dat vooraf weten (AVG art. 18 lid 3)."


def _decide(request: ActorRequest, gemeente: str, verzoek: UUID) -> str:
    grond = request.POST.get("grond", "")
    known = BESLUITGRONDEN.get(grond)
    if known is None:
        raise Weigering("Kies een grond. [grond_ontbreekt]")
    decide_verzoek(
        verzoek=verzoek,
        gemeente=gemeente,
        besluit=Besluit(
            inwilligen=known.inwilligen,
            grond=grond,
            toelichting=request.POST.get("toelichting", ""),
            correcties=_read_correcties(request),
        ),
        door=request.actor,
        now=timezone.now(),
    )
    return (
        "Het besluit is genomen en uitgevoerd." if known.inwilligen else "Het besluit is genomen: geweigerd."
    )


def _read_correcties(request: ActorRequest) -> list[Correctie]:
    found = []
    for i in range(3):
        signaal = find_sleutel(request.POST.get(f"c{i}-signaal", ""))
        veld = request.POST.get(f"c{i}-veld", "")
        if signaal and veld:
            found.append(Correctie(signaal, veld, request.POST.get(f"c{i}-nieuw", "")))
    return found


identiteit = _act(_establish)
personen = _act(_confirm)
opnieuw = _act(_again)
verleng = _act(_extend)
trek_in = _act(_withdraw)
hef_op = _act(_lift)
besluit = _act(_decide)


@require_POST
@for_rol("privacy")
def overzicht(request: ActorRequest, gemeente: str, verzoek: UUID, formaat: str) -> HttpResponse:
    """Hand out the overview as PDF or JSON; that it was, and when, is noted."""
    try:
        found, naam = get_overzicht(
            verzoek=verzoek, gemeente=gemeente, verstrekken=True, door=request.actor, now=timezone.now()
        )
    except Weigering as weigering:
        messages.error(request, str(weigering))
        return redirect("privacy:verzoek", gemeente, verzoek)
    return give_file(render_pdf(found, naam=naam) if formaat == "pdf" else write_json(found), formaat)


def give_file(content: bytes, formaat: str) -> HttpResponse:
    """Return a file whose name says nothing about whom it is."""
    kind = "application/pdf" if formaat == "pdf" else "application/json"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="overzicht-gegevens.{formaat}"'
    response["Cache-Control"] = "no-store"
    return response
