"""The checks before contact on the page of a zaak: a strip for what blocks, a panel with all of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from meldpunt.matching.queries import Persoonbeeld, Zaakbeeld
from meldpunt.opvolging.controlebeeld import Controlebeeld, Zaakbeperking, combine, list_controles
from meldpunt.opvolging.trajectbeeld import is_about
from meldpunt.rules.controles import CONTROLESOORTEN, STANDEN
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.web.actor import ActorRequest
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.opmaak import datum

BRON: Final = {
    "hand": "met de hand",
    "bestand": "uit een bestand",
    "koppeling": "uit een koppeling",
    "verzoek": "op verzoek van de inwoner",
}
ADRES: Final = "Het hele adres"


def list_staten(request: ActorRequest, zaak: Zaakbeeld, *, on: date) -> list[Controlebeeld]:
    """Return the states of a zaak; read once in a request, for strip, panel and the form of an attempt."""
    known: dict[Any, list[Controlebeeld]] = getattr(request, "controlestaten", {})
    if zaak.id not in known:
        known[zaak.id] = list_controles([(zaak.gemeente, zaak.id)], on=on).get(zaak.id, [])
        request.controlestaten = known  # type: ignore[attr-defined]
    return known[zaak.id]


def find_beperking(
    request: ActorRequest, zaak: Zaakbeeld, personen: Sequence[Persoonbeeld], *, on: date
) -> Zaakbeperking:
    """Return what the states of a zaak forbid and warn for."""
    signalen = {s.id: p.id for p in personen for s in p.signalen}
    return combine(list_staten(request, zaak, on=on), signalen)


def make_strook(pagina: Zaakpagina) -> Paneel | None:
    """Make the strip under the head: what must be known before anybody calls, writes or visits."""
    if pagina.zaak.status not in OPEN:
        return None
    rows = list_staten(pagina.request, pagina.zaak, on=pagina.today)
    pressing = [row for row in rows if STANDEN[row.soort].toon != "info"]
    if not pressing:
        return None
    shown = [_warning(row, pagina.personen) for row in pressing]
    stand = find_beperking(pagina.request, pagina.zaak, pagina.personen, on=pagina.today)
    content = {
        "regels": shown,
        "sluiten": pagina.zaak.status == "in_behandeling" and bool(stand.adres.voorstel),
        "voorstel": stand.adres.voorstel,
        "neemt_over": stand.adres.neemt_over,
    }
    return Paneel("", "gemeente/controles_strook.html", content, plaats="kop")


def _warning(row: Controlebeeld, personen: Sequence[Persoonbeeld]) -> dict[str, str]:
    regel = STANDEN[row.soort]
    who = _who(row, personen) if len(personen) > 1 or row.persoon is None else ""
    return {
        "titel": f"{regel.titel}{f' ({who.lower() if row.persoon is None else who})' if who else ''}",
        "tekst": regel.gevolg,
        "toon": regel.toon,
    }


def make_paneel(pagina: Zaakpagina) -> Paneel:
    """Make the panel with every state, and the form to set one."""
    can = pagina.zaak.status in OPEN
    rows = list_staten(pagina.request, pagina.zaak, on=pagina.today)
    content = {
        "staten": [_state(row, pagina.personen, can=can) for row in rows],
        "personen": [(str(p.id), p.naam) for p in pagina.personen],
        "soorten": [(soort, regel.titel) for soort, regel in CONTROLESOORTEN.items()],
        "uitleg": list(CONTROLESOORTEN.values()),
        "adres": ADRES,
        "kan": can,
    }
    telling = str(len(rows)) if rows else ""
    return Paneel(
        "Controles vóór contact",
        "gemeente/controles_paneel.html",
        content,
        sleutel="controles",
        telling=telling,
        plaats="zij",
    )


def _state(row: Controlebeeld, personen: Sequence[Persoonbeeld], *, can: bool) -> dict[str, Any]:
    regel = STANDEN[row.soort]
    source = [BRON[row.bron], row.door, datum(row.sinds)]
    if row.tot:
        source.append(f"tot en met {datum(row.tot)}")
    if row.van_eerder:
        source.append("bij de vorige zaak op dit adres")
    return {
        "sleutel": row.id,
        "titel": regel.titel,
        "toon": regel.toon,
        "gevolg": regel.gevolg,
        "wie": _who(row, personen),
        "bron": ", ".join(part for part in source if part),
        "toelichting": row.toelichting,
        # What a file said is lifted by the next file; what the zaak before had, there.
        "op_te_heffen": can and row.id is not None and not row.van_eerder,
    }


def _who(row: Controlebeeld, personen: Sequence[Persoonbeeld]) -> str:
    if row.persoon is None:
        return ADRES
    return next((p.naam for p in personen if is_about(p, row.persoon)), "")
