"""The rights report as a table, for a file and for the command."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from meldpunt.toegang.rechten.rapport import Rechtenrapport, Rechtregel

KOP: Final = (
    "naam", "e-mailadres", "rol", "partij", "sinds", "tot", "laatst aangemeld", "tweede stap", "bijzonder recht",
    "goedgekeurd door", "90 dagen niet gebruikt",
)  # fmt: skip


def list_rijen(rapport: Rechtenrapport) -> list[tuple[str, ...]]:
    """Return a row of text for each role of the report."""
    return [_row(regel) for regel in rapport.regels]


def _row(regel: Rechtregel) -> tuple[str, ...]:
    return (
        regel.naam,
        regel.email,
        regel.functie.rol,
        f"{regel.functie.partijsoort} {regel.functie.partij}",
        regel.vanaf.isoformat(),
        regel.tot.isoformat() if regel.tot else "",
        timezone.localtime(regel.laatst).strftime("%Y-%m-%d %H:%M") if regel.laatst else "nooit",
        " ".join(regel.factoren) or "geen",
        "ja" if regel.functie.bijzonder else "nee",
        regel.goedgekeurd_door,
        "ja" if regel.ongebruikt else "nee",
    )
