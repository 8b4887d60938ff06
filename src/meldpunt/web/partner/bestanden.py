"""Files that a partner downloads: lists that a spreadsheet opens safely, and the template of a delivery."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from meldpunt.aanlevering.parsers import UITGIFTEKOLOMMEN
from meldpunt.aanlevering.schrijven import write_tabel_csv, write_tabel_xlsx
from meldpunt.bewaring.uitgifte import Uitgifte
from meldpunt.rules.convenant import ConvenantVersie
from meldpunt.rules.velden import ALLE_VELDEN

SOORTEN = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
}
# A download is made in memory; a partner with more takes it month by month.
GRENS = 100_000


def give_bestand(inhoud: bytes, naam: str, formaat: str) -> HttpResponse:
    """Answer with a file to save, never to be kept by anybody in between."""
    veilig = re.sub(r"[^a-z0-9.-]+", "-", naam.lower()).strip("-")
    response = HttpResponse(inhoud, content_type=SOORTEN[formaat])
    response["Content-Disposition"] = f'attachment; filename="{veilig}.{formaat}"'
    response["Cache-Control"] = "no-store"
    return response


def give_lijst(
    kop: Sequence[str], rijen: Iterable[Sequence[str]], *, naam: str, formaat: str
) -> HttpResponse:
    """Answer with a list as CSV or as workbook."""
    inhoud = write_tabel_csv(kop, rijen) if formaat == "csv" else write_tabel_xlsx(kop, rijen, blad="Lijst")
    return give_bestand(inhoud, naam, formaat)


def give_persoonslijst(
    kop: Sequence[str], rijen: Iterable[Sequence[str]], *, naam: str, formaat: str, uitgifte: Uitgifte
) -> HttpResponse:
    """Answer with a list of persons, each line of which says who made it and when it must be gone."""
    mark = (uitgifte.tekst, uitgifte.vernietigen_voor.isoformat())
    marked = ((*rij, *mark) for rij in rijen)
    return give_lijst([*kop, *UITGIFTEKOLOMMEN], marked, naam=naam, formaat=formaat)


def give_sjabloon(versie: ConvenantVersie, formaat: str) -> HttpResponse:
    """Answer with an empty delivery: a line that marks what is required, and below it the columns.

    The reader looks for the line with most known names, so the marks above it do no harm.
    """
    velden = [veld for veld in ALLE_VELDEN if veld in versie.velden]
    marks = ["verplicht" if versie.velden[veld].verplicht else "niet verplicht" for veld in velden]
    return give_lijst(marks, [velden], naam=f"sjabloon-{versie.convenant}", formaat=formaat)


def write_cent(cent: int) -> str:
    """Write cents as a Dutch spreadsheet reads them: 1234,56."""
    return f"{cent // 100},{cent % 100:02}"
