"""Every ground for refusing a row, per version of each covenant: code, article and the sentence a partner reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meldpunt.naslag.opmaak import format_day, format_page, format_table
from meldpunt.partijen.convenantbestanden import load_convenanten, shipped_folder
from meldpunt.rules.convenant import Convenant, ConvenantVersie
from meldpunt.rules.deelname import Deelname, Levering
from meldpunt.rules.uitleg import articles_of, name_source
from meldpunt.rules.uitlegteksten import texts_of

INLEIDING: Final = (
    "Elke regel van een aanlevering krijgt één besluit, met alle gronden die gelden. Hieronder staat per versie van "
    "elk convenant welke gronden er zijn. De zin is die van een aanlevering op de eerste dag van de versie; op de "
    "plaats van … staat de waarde uit de regel. De bronnen staan in de map "
    "[convenanten](../../convenanten/), per convenant in `bron.md`."
)


def describe_gronden() -> str:
    """Return the page with the grounds of the shipped covenants."""
    parts = [
        [f"## {convenant.titel} (`{convenant.sleutel}`)", "", *_describe_versies(convenant)]
        for convenant in load_convenanten(shipped_folder()).values()
    ]
    return format_page("Gronden", INLEIDING, *parts)


def _describe_versies(convenant: Convenant) -> Iterator[str]:
    for index, versie in enumerate(convenant.versies):
        if index:
            yield ""
        yield f"### Vanaf {format_day(versie.vanaf)}"
        yield ""
        yield from format_table(("code", "artikel", "zin"), sorted(_rows(convenant, versie)))
        if limits := list(_limits(versie)):
            yield ""
            yield "Grenzen:"
            yield ""
            yield from limits


def _rows(convenant: Convenant, versie: ConvenantVersie) -> Iterator[tuple[str, str, str]]:
    seen = set()
    for partnertype in versie.partijen.partnertypen:
        levering = Levering("…", partnertype, versie.vanaf)
        deelname = Deelname(gemeenten=(), einde=versie.looptijd.einde)
        artikelen = articles_of(versie, levering, deelname)
        for code, tekst in texts_of(convenant, levering, deelname).items():
            if code in artikelen and code not in seen:
                seen.add(code)
                source = name_source(artikelen[code], versie.titel)
                zin = f"Regel 14: {tekst.zin.replace('{}', '…')} ({source}). {tekst.doe} [{code}]"
                yield f"`{code}`", artikelen[code], zin


def _limits(versie: ConvenantVersie) -> Iterator[str]:
    regels = versie.toelating
    for partnertype, venster in regels.vensters.typen.items() if regels.vensters else ():
        until = "geen laatste dag" if venster.tot_dagen is None else f"tot en met {venster.tot_dagen} dagen"
        yield f"- {partnertype}: achterstand vanaf {venster.vanaf_dagen} dagen, {until}."
    if regels.wachttijd:
        yield f"- De achterstand duurt ten minste {regels.wachttijd.maanden} kalendermaanden."
    if regels.minimumbedrag:
        euros, cents = divmod(regels.minimumbedrag.cent, 100)
        yield f"- Bedrag: ten minste {euros},{cents:02} euro."
    if regels.herinneringen:
        yield f"- Herinneringen: ten minste {regels.herinneringen.minimum}."
    if regels.incassostappen:
        yield f"- Incassostappen: {', '.join(regels.incassostappen.stappen)}."
