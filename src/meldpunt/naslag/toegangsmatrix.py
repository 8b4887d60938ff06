"""Who reaches which table and which page: written from the registry of rows and the matrix of pages."""

from __future__ import annotations

from typing import Final

from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.toegang.rijbeveiliging import TABELLEN
from meldpunt.toegang.rijrecht import IEDEREEN, Recht
from meldpunt.web.toegangsmatrix import PAGINAS, ROLLEN, Pagina

INLEIDING: Final = (
    "Wat de database zelf afdwingt, tabel voor tabel, en welke pagina voor welke rol is. De tests in `tests/security` "
    "vragen elke tabel en elke pagina als elke rol van elke partij, en vergelijken met deze matrix."
)
UITLEG: Final = (
    "`l` lezen, `v` toevoegen, `w` wijzigen, `x` verwijderen; daarachter om welke rijen het gaat. Een lege cel: "
    "geen enkele rij. `gevolg` is het binnenwerk van een handeling die verder reikt dan wie haar doet; geen scherm "
    "leest zo. De werker (`systeem`) leest elke tabel, maar wijzigt en verwijdert niets in het logboek; alleen de "
    "databaserol van de werker kan `systeem` zijn."
)


def describe_toegangsmatrix() -> str:
    """Return the page."""
    blocks = {
        recht.blok.naam: recht.blok.zin for regel in TABELLEN.values() for recht in regel.rechten.values()
    }
    return format_page(
        "Toegangsmatrix",
        INLEIDING,
        [
            "## Tabellen over inwoners",
            "",
            "Zonder doel blijft elke tabel hier leeg.",
            "",
            *_tables(inwoners=True),
        ],
        ["## Andere tabellen", "", *_tables(inwoners=False)],
        ["## Om welke rijen het gaat", "", UITLEG, ""],
        format_table(("naam", "rijen"), [(f"`{naam}`", zin) for naam, zin in sorted(blocks.items())]),
        [
            "## Pagina's",
            "",
            "`eigen`: alleen wat van de aangemelde medewerker is; iets anders bestaat niet. "
            "`apart recht`: niet iedereen met die rol.",
        ],
        format_table(("pagina", *ROLLEN, "bezoeker"), [_page(*row) for row in sorted(PAGINAS.items())]),
    )


def _tables(*, inwoners: bool) -> list[str]:
    rows = [
        (
            f"`{tabel}`",
            *(_right(regel.rechten.get(soort)) for soort in IEDEREEN),
            regel.systeem,
        )
        for tabel, regel in sorted(TABELLEN.items())
        if regel.over_inwoners is inwoners
    ]
    return format_table(("tabel", *IEDEREEN, "systeem"), rows)


def _right(recht: Recht | None) -> str:
    if recht is None or not recht.mag:
        return ""
    written = f" (schrijven: {recht.schrijf.naam})" if recht.schrijf else ""
    return f"`{recht.mag}` {recht.blok.naam}{written}"


def _page(naam: str, pagina: Pagina) -> tuple[str, ...]:
    word = "eigen" if pagina.eigen else "apart recht" if pagina.bijzonder else "ja"
    anybody = pagina.zonder_aanmelden
    cells = ("ja" if anybody else word if rol in pagina.rollen else "" for rol in ROLLEN)
    return (f"`{naam}`", *cells, "ja" if anybody else "")
