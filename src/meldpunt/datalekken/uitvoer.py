"""The register of breaches as a file: CSV to work with, PDF for the supervisor (AVG art. 33 lid 5)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typst
from django.db import transaction
from django.utils import timezone

from meldpunt.aanlevering.schrijven import write_tabel_csv
from meldpunt.audit.actions import record
from meldpunt.datalekken.grepen import list_own
from meldpunt.datalekken.klokken import DOEL
from meldpunt.datalekken.models import Datalek, Datalekklok
from meldpunt.datalekken.werkblad import list_gemeentenamen
from meldpunt.rules.datalekken import AARDEN, RISICOS, SOORTNAMEN, STATUSSEN
from meldpunt.toegang.actor import Actor

SJABLOON: Final = Path(__file__).with_name("register.typ")


@transaction.atomic
def export_register(*, door: Actor, now: datetime) -> list[dict[str, str]]:
    """Return every breach of the actor as plain texts, oldest first; that it was taken out is recorded."""
    rows = list(list_own(door).prefetch_related("klokken").order_by("id"))
    names = dict(list_gemeentenamen(sorted({code for row in rows for code in row.gemeenten})))
    for code in door.gemeenten or ("",):
        record(
            "datalekregister_uitgevoerd", objectsoort="datalek", object="register", gemeente=code, door=door,
            now=now, doel=DOEL, waarden={"aantal": len(rows)},
        )  # fmt: skip
    return [_texts(row, names) for row in rows]


def write_lijst(rows: Sequence[dict[str, str]]) -> bytes:
    """Write the register as CSV that Dutch spreadsheets open as it is."""
    return write_tabel_csv(KOPPEN, ([row[kop] for kop in KOPPEN] for row in rows))


def write_pdf(rows: Sequence[dict[str, str]], *, now: datetime) -> bytes:
    """Write the register as an accessible PDF."""
    register = {
        "op": f"{timezone.localtime(now):%d-%m-%Y %H:%M}",
        "koppen": list(KOPPEN),
        "rijen": list(rows),
    }
    pdf = typst.compile(
        str(SJABLOON),
        root=str(SJABLOON.parent),
        sys_inputs={"register": json.dumps(register, ensure_ascii=False)},
        format="pdf",
        ignore_system_fonts=True,
        timestamp=int(now.astimezone(UTC).timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave pages instead of one file")
    return pdf


KOPPEN: Final = (
    "Kenmerk", "Titel", "Stand", "Ontdekt op", "Ontdekt door", "Gemeenten", "Feiten", "Oorzaak", "Aard",
    "Soorten gegevens", "Aantal personen", "Risico", "Maatregelen", "Wie is het verteld", "Conclusie", "Afgesloten op",
)  # fmt: skip


def _texts(row: Datalek, names: Mapping[str, str]) -> dict[str, str]:
    klokken = sorted(row.klokken.all(), key=lambda klok: (klok.uiterlijk, klok.naam))
    reason = f" ({row.reden_geen_risico})" if row.reden_geen_risico else ""
    return {
        "Kenmerk": str(row.id),
        "Titel": row.titel,
        "Stand": STATUSSEN[row.status],
        "Ontdekt op": _moment(row.ontdekt_op),
        "Ontdekt door": row.ontdekt_door,
        "Gemeenten": ", ".join(sorted(names.get(code, code) for code in row.gemeenten)),
        "Feiten": row.feiten,
        "Oorzaak": row.oorzaak,
        "Aard": "; ".join(AARDEN[one] for one in row.aard),
        "Soorten gegevens": ", ".join(SOORTNAMEN[one] for one in row.gegevenssoorten),
        "Aantal personen": "" if row.aantal_personen is None else str(row.aantal_personen),
        "Risico": RISICOS[row.risico] + reason,
        "Maatregelen": row.maatregelen,
        "Wie is het verteld": "; ".join(_klok(klok) for klok in klokken),
        "Conclusie": row.conclusie,
        "Afgesloten op": _moment(row.gesloten_op) if row.gesloten_op else "",
    }


def _klok(klok: Datalekklok) -> str:
    if klok.niet_nodig:
        return f"{klok.naam}: niet nodig ({klok.reden})"
    if klok.gedaan_op is None:
        return f"{klok.naam}: nog niet, uiterlijk {_moment(klok.uiterlijk)}"
    late = f", later dan {_moment(klok.uiterlijk)}: {klok.reden}" if klok.gedaan_op > klok.uiterlijk else ""
    return f"{klok.naam}: {_moment(klok.gedaan_op)}, {klok.hoe}{late}"


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d-%m-%Y %H:%M}"
