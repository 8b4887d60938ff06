"""The panel of letters and messages on the page of a zaak."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from meldpunt.correspondentie.queries import Sjabloonregel, list_sjablonen, list_verzendingen
from meldpunt.rules.talen import TALEN
from meldpunt.web.gemeente.brievenwoorden import KANAAL, status_badge
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.gemeente.sjabloonformulieren import KANALEN


def make_paneel(pagina: Zaakpagina) -> Paneel | None:
    """Make the panel: what can be made, and what was made, printed and sent."""
    zaak = pagina.zaak
    history = list_verzendingen(zaak=zaak.id, gemeente=zaak.gemeente)
    in_hand = zaak.status == "in_behandeling"
    if not in_hand and not history:
        return None
    templates = list_sjablonen(gemeente=zaak.gemeente) if in_hand else []
    failed = sum(row.status == "mislukt" for row in history)
    return Paneel(
        titel="Brieven en berichten",
        sjabloon="gemeente/zaak_brieven.html",
        sleutel="brieven",
        telling=f"{failed} mislukt" if failed else "",
        inhoud={
            "kan_maken": in_hand and not zaak.vragen_open,
            "eerst_beslissen": in_hand and zaak.vragen_open > 0,
            "groepen": _groups(templates),
            "personen": [p for p in pagina.personen if not p.vernietigd],
            "is_coordinator": pagina.request.actor.rol == "coordinator",
            "regels": [
                {
                    "regel": row,
                    "kanaal": KANAAL[row.kanaal][0],
                    "taal": "" if row.taal == "nl" else TALEN[row.taal].naam,
                    "badge": status_badge(row),
                    "rechts": TALEN[row.taal].rechts,
                }
                for row in history
            ],
        },
    )


def _groups(templates: list[Sjabloonregel]) -> list[tuple[str, list[dict[str, Any]]]]:
    order = list(KANALEN)
    rows = sorted(templates, key=lambda t: (order.index(t.kanaal), t.sleutel, t.taal != "nl", t.taal))
    return [
        (
            KANALEN[kanaal],
            [
                {
                    "waarde": f"{t.sleutel}|{t.taal}",
                    "tekst": t.naam if t.taal == "nl" else f"{t.naam} ({TALEN[t.taal].naam})",
                }
                for t in group
            ],
        )
        for kanaal, group in groupby(rows, key=lambda t: t.kanaal)
    ]
