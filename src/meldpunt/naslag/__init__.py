"""The pages of docs/reference, written from the covenant files and the rules themselves: `make docs`.

Nobody types a ground, a limit or a status twice; a page that lags behind the code fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from meldpunt.naslag.dpia import describe_dpia
from meldpunt.naslag.foutcodes import describe_foutcodes
from meldpunt.naslag.gronden import describe_gronden
from meldpunt.naslag.inzage import describe_inzage
from meldpunt.naslag.openbaarmaking import describe_openbaarmaking
from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.naslag.statussen import describe_statussen
from meldpunt.naslag.termijnen import describe_termijnen
from meldpunt.naslag.toegangsmatrix import describe_toegangsmatrix
from meldpunt.naslag.traject import describe_traject
from meldpunt.naslag.velden import describe_velden
from meldpunt.naslag.verwerkingen import describe_verwerkingen
from meldpunt.naslag.waardelijsten import describe_waardelijsten

TITELS: Final[Mapping[str, str]] = {
    "gronden.md": "waarom een regel geweigerd kan worden, per convenant, met artikel en zin",
    "velden.md": "welke velden een partner mag aanleveren, waarvoor en volgens welk artikel",
    "statussen.md": "wat op wat kan volgen bij een aanlevering en een zaak, en wie het mag",
    "termijnen.md": "welke termijnen er lopen, vanaf wanneer, tot wanneer en wie moet handelen",
    "traject.md": "de stappen na het aanbod, en de controles vóór contact",
    "waardelijsten.md": "de lijsten van de landelijke standaard",
    "openbaarmaking.md": "wat een partner over zijn signaal te horen krijgt",
    "inzage.md": "het bestand waarmee een inwoner de eigen gegevens meeneemt",
    "verwerkingen.md": "wat er van mensen bewaard wordt, waarvoor, op welk artikel, voor wie en hoe lang",
    "foutcodes.md": "elke vaste code van een melding, met de zin die erbij hoort",
    "aanvallen.md": "welke aanvallen de tests proberen, en wat ze tegenhoudt",
    "toegangsmatrix.md": "wie welke tabel en welke pagina bereikt",
    "dpia.md": "invoer voor de DPIA: wat wordt verwerkt, waarvoor, hoe lang, met welke maatregelen",
    "tabellen.md": "de tabellen van de database en wat zij bewaken",
}


def describe_naslag() -> str:
    """Return the first page: what there is to look up."""
    rows = [(f"[{naam}]({naam})", titel) for naam, titel in TITELS.items()]
    return format_page(
        "Naslag",
        "Deze pagina's maakt `make docs` uit de convenanten en de regels zelf. Wie er een met de hand wijzigt, "
        "krijgt haar bij de controle terug.",
        format_table(("pagina", "wat er staat"), rows),
    )


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "README.md": describe_naslag,
    "gronden.md": describe_gronden,
    "velden.md": describe_velden,
    "statussen.md": describe_statussen,
    "termijnen.md": describe_termijnen,
    "traject.md": describe_traject,
    "waardelijsten.md": describe_waardelijsten,
    "openbaarmaking.md": describe_openbaarmaking,
    "inzage.md": describe_inzage,
    "verwerkingen.md": describe_verwerkingen,
    "foutcodes.md": describe_foutcodes,
    "toegangsmatrix.md": describe_toegangsmatrix,
    "dpia.md": describe_dpia,
}
