"""The file with which a resident takes the own data along: every part and field, and the columns behind it."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from meldpunt.betrokkenen.bronnen import Inzageregel
from meldpunt.betrokkenen.overzicht import Gebeurtenis, Signaaldeel, Verteld, Verzoekdeel, Zaakdeel
from meldpunt.betrokkenen.overzichtstuk import SCHEMA
from meldpunt.betrokkenen.woorden import TABELNAMEN
from meldpunt.naslag.opmaak import format_page, format_table
from meldpunt.rules.persoonsgegevens import TABELLEN

INLEIDING: Final = (
    f"Het bestand `mijn-gegevens.json` (schema `{SCHEMA}`) is het antwoord op een verzoek om inzage (AVG art. 15). "
    "Het is UTF-8. Dagen zijn ISO 8601 (`2026-10-03`), momenten ook, met tijdzone. Bedragen zijn hele centen. "
    "Wat niet bekend is, is `null`. Er komen later velden bij; er gaat er geen weg zonder een nieuw schemanummer."
)
BOVENAAN: Final = (
    ("schema", "naam en nummer van dit schema"),
    ("gemeente", "`code` (CBS) en `naam` van de gemeente die antwoordt"),
    ("gemaakt_op", "wanneer het is gemaakt"),
    ("signalen", "wat partners doorgaven"),
    ("zaken", "wat de gemeente ermee deed"),
    ("verteld_aan_partners", "wat partners hoorden, en wanneer zij dat bevestigden"),
    ("wie_keek", "wie keek of iets deed: rol en organisatie, nooit een naam"),
    ("verzoeken", "eerdere verzoeken"),
    ("gegevens", "alles, kolom voor kolom, zoals het is vastgelegd"),
)
DELEN: Final = (
    ("signalen", Signaaldeel),
    ("zaken", Zaakdeel),
    ("zaken[].gebeurtenissen", Gebeurtenis),
    ("verteld_aan_partners", Verteld),
    ("wie_keek", Inzageregel),
    ("verzoeken", Verzoekdeel),
)


def describe_inzage() -> str:
    """Return the page with the schema of the file."""
    parts = [
        line
        for naam, deel in DELEN
        for line in (
            f"## `{naam}`",
            "",
            *format_table(
                ("veld", "soort"),
                [(f"`{one.name}`", f"`{str(one.type).replace('|', 'of')}`") for one in fields(deel)],
            ),
            "",
        )
    ]
    tables = [
        (
            f"`{naam}`",
            TABELNAMEN.get(naam, ""),
            ", ".join(f"`{kolom}`" for kolom, one in tabel.gegevens.items() if one.van == "inwoner"),
        )
        for naam, tabel in TABELLEN.items()
        if tabel.koppeling is not None and any(one.van == "inwoner" for one in tabel.gegevens.values())
    ]
    return format_page(
        "Het bestand met eigen gegevens",
        INLEIDING,
        ["## Bovenaan", "", *format_table(("veld", "wat"), [(f"`{a}`", b) for a, b in BOVENAAN]), ""],
        parts,
        [
            "## `gegevens`",
            "",
            "Per tabel: `tabel`, `titel`, `velden` (per kolom waarvoor, op welke grondslag en hoe lang), `rijen`, en "
            "`weggelaten`: kolommen die leeg zijn omdat zij ook over anderen op het adres gaan.",
            "",
            *format_table(("tabel", "wat", "kolommen"), tables),
        ],
    )
