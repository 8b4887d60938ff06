"""Who has how much, and moving work from one colleague to others."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meldpunt.jobs import stack_and_queue
from meldpunt.toegang.weigering import Weigering
from meldpunt.web.actor import ActorRequest, for_rol
from meldpunt.web.opmaak import meervoud, tot_grens
from meldpunt.werkvoorraad.queries import GRENS, Postvakfilter, count_postvak, list_collegas
from meldpunt.werkvoorraad.selectie import STAPELGRENS, list_sleutels
from meldpunt.werkvoorraad.verdeling import list_last
from meldpunt.werkvoorraad.voorwaarden import LOPEND, NIEMAND


@require_http_methods(["GET", "POST"])
@for_rol("coordinator")
def toon(request: ActorRequest) -> HttpResponse:
    """Show the load per colleague; a POST moves work."""
    if request.method == "POST":
        try:
            moved = _move(request)
        except Weigering as refusal:
            messages.error(request, str(refusal))
            return redirect("gemeente:verdeling")
        said = meervoud(moved, "zaak wordt", "zaken worden")
        messages.success(request, f"{said} verdeeld. Hier ziet u hoe ver het is.")
        return redirect("gemeente:stapelopdrachten")
    today = timezone.localdate()
    nobody = Postvakfilter(behandelaar=NIEMAND)
    late = Postvakfilter(behandelaar=NIEMAND, termijn="te_laat")
    loads = list_last(door=request.actor, today=today)
    context = {
        "lasten": loads,
        "meest": max((one.open for one in loads), default=0),
        "niemand": tot_grens(count_postvak(door=request.actor, keuze=nobody, today=today), GRENS),
        "niemand_te_laat": tot_grens(count_postvak(door=request.actor, keuze=late, today=today), GRENS),
        "collegas": list_collegas(door=request.actor, on=today),
        "grens": STAPELGRENS,
    }
    return render(request, "gemeente/verdeling.html", context)


def _move(request: ActorRequest) -> int:
    """Give the zaken of one colleague, the first of the inbox first, to others, and return how many."""
    today, post = timezone.localdate(), request.POST
    van = post.get("van", "")
    collegas = {one.sleutel: one for one in list_collegas(door=request.actor, on=today)}
    to = [collegas[key] for key in post.getlist("aan") if key in collegas and key != van]
    if not van:
        raise Weigering("Kies van wie u zaken verdeelt. [verdeling_van]")
    if not to:
        raise Weigering("Kies een of meer andere collega’s die zaken krijgen. [collega_ontbreekt]")
    keuze = Postvakfilter(status=LOPEND, behandelaar=van)
    zaken = list_sleutels(
        door=request.actor, keuze=keuze, today=today, size=_read_aantal(post.get("aantal", ""))
    )
    if not zaken:
        raise Weigering("Er zijn geen open zaken om te verdelen. [verdeling_leeg]")
    reden = post.get("reden", "").strip()
    for place, collega in enumerate(to[: len(zaken)]):
        # In turn, so that nobody gets only what stands at the top.
        stack_and_queue(
            handeling="toewijzen",
            waarden={"aan": collega.sleutel, "reden": reden},
            zaken=zaken[place :: len(to)],
            door=request.actor,
        )
    return len(zaken)


def _read_aantal(text: str) -> int:
    """Read how many zaken to move; empty means all of them, up to what goes in one time."""
    if not text.strip():
        return STAPELGRENS
    if not text.strip().isdigit() or not 0 < int(text) <= STAPELGRENS:
        raise Weigering(
            f"Vul een aantal van 1 tot en met {STAPELGRENS} in, of laat het leeg voor alle zaken. [verdeling_aantal]"
        )
    return int(text)
