"""The receipt of a delivery: what came in when, and what was decided, so that it can be checked later.

Landlords hand it to a judge. It names no resident, and what it says does not depend on when it is asked for.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import typst
from django.utils import timezone

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.aanlevering.queries import count_per_gemeente
from meldpunt.partijen.register import get_convenant

SJABLOON: Final = Path(__file__).with_suffix(".typ")
CONTROLE: Final = (
    "Bereken van uw eigen kopie van het bestand de SHA-256. Die moet gelijk zijn aan de SHA-256 hierboven: dan is dit "
    "het bestand dat wij kregen.",
    "Het controlegetal legt elk besluit vast. Schrijf de SHA-256 van het bestand op. Zet daar direct achter, voor elke "
    "regel op volgorde: regelnummer;besluit;gronden en een regeleinde. Het besluit is geaccepteerd of geweigerd, de "
    "gronden staan op alfabet met een komma ertussen. De SHA-256 van die tekst is het controlegetal.",
    "Een regel die u eerder al aanleverde, telt in het controlegetal als geaccepteerd.",
)


def make_ontvangstbewijs(aanlevering: Aanlevering) -> dict[str, Any]:
    """Return the receipt of a delivery as plain values for JSON."""
    partner, convenant = aanlevering.partner, get_convenant(aanlevering.convenant)
    return {
        "soort": "ontvangstbewijs aanlevering vroegsignalering",
        "kenmerk": str(aanlevering.id),
        "status": aanlevering.status,
        "partner": {"sleutel": partner.sleutel, "naam": partner.naam, "type": partner.type},
        "convenant": {
            "sleutel": convenant.sleutel,
            "titel": convenant.titel,
            "versie": _day(aanlevering.versie),
        },
        "aanleverdatum": aanlevering.datum.isoformat(),
        "ontvangen_op": _moment(aanlevering.ontvangen_op),
        "verwerkt_op": _moment(aanlevering.verwerkt_op),
        "ingetrokken_op": _moment(aanlevering.ingetrokken_op),
        "intrekreden": aanlevering.intrekreden,
        "bestand": {
            "naam": aanlevering.bestandsnaam,
            "bytes": aanlevering.grootte,
            "sha256": aanlevering.inhoud_sha256,
            "vernietigd_op": _moment(aanlevering.ruw_vernietigd_op),
        },
        "aantallen": {
            "regels": aanlevering.aantal_regels,
            "geaccepteerd": aanlevering.aantal_geaccepteerd,
            "waarvan_met_waarschuwing": aanlevering.aantal_gewaarschuwd,
            "geweigerd": aanlevering.aantal_geweigerd,
            "al_ontvangen": aanlevering.aantal_al_ontvangen,
        },
        "bedrag_geaccepteerd_cent": aanlevering.bedrag_cent,
        "gronden": dict(sorted(aanlevering.gronden.items(), key=lambda item: (-item[1], item[0]))),
        "verwijderde_velden": dict(sorted(aanlevering.verwijderde_velden.items())),
        "gemeenten": [
            {"code": code, "naam": naam, "geaccepteerd": aantal}
            for code, naam, aantal in count_per_gemeente(aanlevering)
        ],
        "controlegetal": aanlevering.controlegetal,
        "fout": {"code": aanlevering.fout_code, "zin": aanlevering.fout_zin}
        if aanlevering.fout_code
        else None,
        "controle": list(CONTROLE),
    }


def write_pdf(bewijs: dict[str, Any]) -> bytes:
    """Return the receipt as an accessible PDF; the same receipt gives the same bytes."""
    moment = datetime.fromisoformat(bewijs["verwerkt_op"] or bewijs["ontvangen_op"])
    pdf = typst.compile(
        str(SJABLOON),
        root=str(SJABLOON.parent),
        sys_inputs={"bewijs": json.dumps(bewijs, ensure_ascii=False)},
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(moment.astimezone(UTC).timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave pages instead of one file")
    return pdf


def write_json(bewijs: dict[str, Any]) -> bytes:
    """Return the receipt as readable JSON."""
    return (json.dumps(bewijs, ensure_ascii=False, indent=2) + "\n").encode()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(moment: datetime | None) -> str | None:
    """Write a moment in Dutch time with its offset: a judge reads it as it was on the clock."""
    return None if moment is None else timezone.localtime(moment).isoformat(timespec="seconds")
