"""The reply page: a code, a choice of four, and thanks; never anything about the resident."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from meldpunt.correspondentie.antwoordcodes import (
    Codestand,
    answer_with_code,
    find_codestand,
    try_code,
    write_code,
)
from meldpunt.rules.antwoorden import ANTWOORDSOORTEN
from meldpunt.toegang.actor import system_actor
from meldpunt.toegang.policies import INWONER
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.inwoner.afzender import client_address
from meldpunt.web.inwoner.bewijs import forget_link, give_bewijs, keep_link, read_bewijs, read_link
from meldpunt.web.inwoner.formulieren import Antwoordformulier, Codeformulier
from meldpunt.web.inwoner.kader import InwonerRequest, for_inwoner, show
from meldpunt.web.inwoner.teksten import write_datum


@for_inwoner
@require_GET
def link(_request: InwonerRequest, code: str) -> HttpResponse:
    """Take the code of a short link out of the address bar and into the field; nothing is tried yet.

    Who scans the links in mail for danger opens this too, and must not use up a try or leave an answer.
    """
    response = redirect("inwoner:reageren")
    keep_link(response, write_code(code))
    response["Referrer-Policy"] = "no-referrer"
    return response


@for_inwoner
@require_http_methods(["GET", "POST"])
def reageren(request: InwonerRequest) -> HttpResponse:
    """Ask for the code, and let whoever has it through."""
    if request.method == "GET":
        filled = read_link(request)
        form = Codeformulier(initial={"code": filled}, teksten=request.teksten)
        return show(request, "code", {"formulier": form, "klaar": bool(filled)})
    form = Codeformulier(request.POST, teksten=request.teksten)
    if form.is_valid():
        typed = form.cleaned_data["code"]
        stand = try_code(tekst=typed, afzender=client_address(request), now=timezone.now())
        if stand is not None:
            response = redirect("inwoner:keuze")
            give_bewijs(response, stand)
            forget_link(response)
            return response
        form.add_error("code", request.teksten["code_onbekend"])
    return show(request, "code", {"formulier": form}, status=422)


@for_inwoner
@require_GET
def keuze(request: InwonerRequest) -> HttpResponse:
    """Offer the four answers."""
    stand = _find_stand(request)
    if stand is None:
        return redirect("inwoner:reageren")
    soorten = [
        (soort, request.teksten[soort], request.teksten[f"{soort}_uitleg"]) for soort in ANTWOORDSOORTEN
    ]
    earlier = request.teksten[stand.laatste_soort] if stand.laatste_soort else ""
    return show(request, "keuze", {"gemeente": stand.gemeentenaam, "soorten": soorten, "eerder": earlier})


@for_inwoner
@require_http_methods(["GET", "POST"])
def antwoord(request: InwonerRequest, soort: str) -> HttpResponse:
    """Ask what belongs to one kind of answer, and take it."""
    if soort not in ANTWOORDSOORTEN:
        raise Http404
    stand = _find_stand(request)
    if stand is None:
        return redirect("inwoner:reageren")
    form = Antwoordformulier(
        request.POST if request.method == "POST" else None,
        soort=soort,
        taal=request.taal,
        teksten=request.teksten,
        today=timezone.localdate(),
    )
    if form.is_bound and form.is_valid():
        try:
            answer_with_code(
                code=stand.id,
                gemeente=stand.gemeente,
                antwoord=form.antwoord,
                door=system_actor(herkomst=INWONER),
                now=timezone.now(),
            )
        except Weigering:
            # It lapsed between the page and the button.
            return redirect("inwoner:reageren")
        return redirect("inwoner:bedankt")
    context = {
        "gemeente": stand.gemeentenaam,
        "soort": soort,
        "titel": request.teksten[soort],
        "tekst": request.teksten[f"{soort}_tekst"],
        "formulier": form,
    }
    return show(request, "antwoord", context, status=422 if form.errors else 200)


@for_inwoner
@require_GET
def bedankt(request: InwonerRequest) -> HttpResponse:
    """Thank, and say what happens next."""
    stand = _find_stand(request)
    if stand is None or stand.laatste_soort is None:
        return redirect("inwoner:reageren")
    until = write_datum(stand.geldig_tot, request.taal)
    context = {
        "gemeente": stand.gemeentenaam,
        "tekst": request.teksten[f"dank_{stand.laatste_soort}"],
        "veranderen": request.teksten["dank_veranderen"].format(datum=until),
    }
    response = show(request, "bedankt", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _find_stand(request: InwonerRequest) -> Codestand | None:
    """Return what this browser may answer about; None when it never was, or no longer is, allowed to."""
    found = read_bewijs(request)
    if found is None:
        return None
    gemeente, code = found
    return find_codestand(code=code, gemeente=gemeente, now=timezone.now())
