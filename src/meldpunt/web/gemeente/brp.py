"""What the BRP said about the residents of a zaak, on its page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from meldpunt.brp.queries import Bevragingbeeld, list_bevragingen
from meldpunt.koppelingen.fouten import ZINNEN
from meldpunt.matching.queries import Persoonbeeld
from meldpunt.partijen.namen import list_partijnamen
from meldpunt.rules.brpoordeel import REDENEN, TE_BESLISSEN
from meldpunt.rules.brpvraag import STAPPEN
from meldpunt.rules.controles import CONTROLESOORTEN
from meldpunt.rules.zaakvorming import OPEN
from meldpunt.web.gemeente.brpwoorden import TOON, write_uitkomst
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.opmaak import datumtijd

BANKROLLEN: Final = frozenset({"behandelaar", "coordinator"})


def make_paneel(pagina: Zaakpagina) -> Paneel | None:
    """Make the panel with what was found about each resident; none where nobody was ever asked."""
    rows = list_bevragingen(zaak=pagina.zaak.id, gemeente=pagina.zaak.gemeente, door=pagina.request.actor)
    known = {row.persoon: row for row in rows}
    if not known:
        return None
    moved = [("gemeente", row.nieuwe_gemeente) for row in rows if row.nieuwe_gemeente]
    names = {code: naam for (_, code), naam in list_partijnamen(moved).items()} if moved else {}
    content = {
        "regels": [
            _line(persoon, known[persoon.id], names) for persoon in pagina.personen if persoon.id in known
        ],
        "bank": pagina.request.actor.rol in BANKROLLEN,
        "kan": pagina.zaak.status in OPEN,
    }
    return Paneel("BRP", "gemeente/brp_paneel.html", content, sleutel="brp", plaats="zij")


def _line(persoon: Persoonbeeld, row: Bevragingbeeld, names: Mapping[str, str]) -> dict[str, Any]:
    code = row.nieuwe_gemeente
    return {
        "persoon": persoon.id,
        "naam": persoon.naam,
        "uitkomst": write_uitkomst(row.uitkomst),
        "toon": TOON.get(row.uitkomst, "info"),
        "hoe": f"Gezocht {STAPPEN[row.stap]}." if row.stap in STAPPEN else "",
        "waarom": REDENEN.get(row.reden, ""),
        "standen": [CONTROLESOORTEN[soort].titel for soort in row.standen if soort in CONTROLESOORTEN],
        "naar": names.get(code, f"gemeente {code}") if code else "",
        "wanneer": datumtijd(row.beantwoord_op) if row.beantwoord_op else "",
        "wacht": row.volgende_op is not None,
        "volgende": datumtijd(row.volgende_op) if row.pogingen else "",
        "fout": _explain(row.fout_code),
        "bank": row.uitkomst in TE_BESLISSEN,
    }


def _explain(code: str) -> str:
    if not code:
        return ""
    return ZINNEN.get(code, f"Het antwoord van de BRP was niet te gebruiken. [{code}]")
