"""The text for the Dutch Algoritmeregister, per covenant and municipality, from the rules in force on a day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meldpunt.aanlevering.schrijven import write_tabel_csv
from meldpunt.partijen.models import Gemeente, GemeenteDeelname
from meldpunt.partijen.queries import find_werkprotocol, holds_on
from meldpunt.partijen.register import get_convenant
from meldpunt.rules.algoritmetekst import VELDEN, Werkwijze, write_algoritmetekst
from meldpunt.rules.proefinwoners import PROEFGEMEENTE
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import check_publish_algoritme


@dataclass(frozen=True, slots=True)
class Registertekst:
    """One entry: which covenant and municipality, and its fields."""

    convenant: str
    gemeente: str
    velden: dict[str, str]


def list_registerteksten(*, door: Actor, on: date) -> list[Registertekst]:
    """Write the entry of every covenant in which a municipality of the actor takes part on a day."""
    check_publish_algoritme(door)
    rows = GemeenteDeelname.objects.filter(holds_on(on)).exclude(gemeente=PROEFGEMEENTE)
    rows = rows.select_related("gemeente")
    if door.rol not in {"beheer", "systeem"}:
        rows = rows.filter(gemeente__in=door.gemeenten)
    return [
        _text(row.convenant, row.gemeente, on) for row in rows.order_by("gemeente__naam", "convenant", "id")
    ]


def _text(convenant: str, gemeente: Gemeente, on: date) -> Registertekst:
    versie = get_convenant(convenant).version_on(on)
    protocol = find_werkprotocol(convenant, gemeente.code, on=on)
    werkwijze = (
        Werkwijze(protocol.vanaf, protocol.capaciteit, protocol.bekende_huishoudens == "buiten_beschouwing")
        if protocol
        else None
    )
    return Registertekst(
        convenant, gemeente.code, write_algoritmetekst(versie, gemeente=gemeente.naam, werkwijze=werkwijze)
    )


def write_csv(teksten: Sequence[Registertekst]) -> bytes:
    """Write the entries as CSV, a row each."""
    return write_tabel_csv(VELDEN, ([one.velden[veld] for veld in VELDEN] for one in teksten))


def write_json(teksten: Sequence[Registertekst]) -> bytes:
    """Write the entries as readable JSON."""
    rows = [{"convenant": one.convenant, "gemeentecode": one.gemeente, **one.velden} for one in teksten]
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode()


def write_text(teksten: Sequence[Registertekst]) -> bytes:
    """Write the entries as plain text, to copy into the form of the register."""
    blocks = [
        "\n\n".join(f"{veld.replace('_', ' ').capitalize()}\n{one.velden[veld]}" for veld in VELDEN)
        for one in teksten
    ]
    return ("\n\n----------\n\n".join(blocks) + "\n").encode()
