"""What a partner is told, per dated table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.naslag.opmaak import format_day, format_ja, format_page, format_table
from meldpunt.partijen.openbaarmakingbestanden import load_openbaarmaking, shipped_folder
from meldpunt.rules.openbaarmaking import Openbaarmakingstabel, Uitkomst

INLEIDING: Final = (
    "Een partner leest over zijn eigen signaal één van de zinnen hieronder, en niets anders. De tabel heeft een datum "
    "en kan per convenant afwijken; een privacyfunctionaris tekent ervoor. De bestanden staan in de map "
    "[openbaarmaking](../../openbaarmaking/)."
)
SOORTEN: Final[Mapping[str, str]] = {
    "eindresultaten": "eindresultaat",
    "signaalstatussen": "status van het signaal",
    "selecties": "voortgang",
    "betalingen": "betalingen",
}


def describe_openbaarmaking() -> str:
    """Return the page with every shipped disclosure table; of a covenant's own only what deviates."""
    tabellen = load_openbaarmaking(shipped_folder()).tabellen
    parts = [
        _describe(tabel, convenant, tabellen[""][-1])
        for convenant, dated in tabellen.items()
        for tabel in dated
    ]
    return format_page("Wat een partner te horen krijgt", INLEIDING, *parts)


def _describe(tabel: Openbaarmakingstabel, convenant: str, general: Openbaarmakingstabel) -> list[str]:
    where = f" (`{convenant}`)" if convenant else ""
    lines = [f"## {tabel.titel}{where}, vanaf {format_day(tabel.vanaf)}", ""]
    if convenant:
        lines += ["Alleen wat anders is dan in de algemene tabel.", ""]
    lines += format_table(
        ("code", "zin", "begin van de opschorting", "artikel"), _sentences(tabel, convenant, general)
    )
    for soort, naam in SOORTEN.items():
        rows = _outcomes(getattr(tabel, soort), getattr(general, soort) if convenant else {})
        if rows:
            lines += ["", *format_table((naam, "de partner hoort", "bron"), rows)]
    return lines


def _sentences(
    tabel: Openbaarmakingstabel, convenant: str, general: Openbaarmakingstabel
) -> list[tuple[str, str, str, str]]:
    return [
        (f"`{code}`", regel.zin, format_ja(regel.start_opschorting), regel.artikel)
        for code, regel in tabel.mededelingen.items()
        if not convenant or general.mededelingen.get(code) != regel
    ]


def _outcomes(
    uitkomsten: Mapping[str, Uitkomst], general: Mapping[str, Uitkomst]
) -> list[tuple[str, str, str]]:
    return [
        (waarde, f"`{uitkomst.mededeling}`", uitkomst.bron)
        for waarde, uitkomst in uitkomsten.items()
        if general.get(waarde) != uitkomst
    ]
