"""The overview as a file: JSON for machines, by a documented schema, and a PDF in plain Dutch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import typst
from django.utils import timezone

from meldpunt.betrokkenen.overzicht import Overzicht, Signaaldeel, Zaakdeel
from meldpunt.betrokkenen.verzameling import Tabelinhoud, describe_gegeven
from meldpunt.betrokkenen.woorden import MAANDEN, TABELNAMEN, name_veld
from meldpunt.correspondentie.pdf import SLOT

SCHEMA: Final = "meldpunt/inzage/1"
DRUK: Final = Path(__file__).parent / "druk"
# Not for reading: what opens a door, or is a hash. That it is kept is said; what it is, is not.
NIET_TONEN: Final = frozenset(
    {
        "code_verzegeld",
        "code_hash",
        "inhoud_verzegeld",
        "bsn_index",
        "kandidaten_verzegeld",
        "keuze_verzegeld",
    }
)
BSN: Final = frozenset({"bsn", "bsn_verzegeld"})


def write_json(overzicht: Overzicht) -> bytes:
    """Write the whole overview as JSON; the schema stands in docs/reference."""
    told = {
        "schema": SCHEMA,
        "gemeente": {"code": overzicht.gemeente, "naam": overzicht.gemeentenaam},
        "gemaakt_op": overzicht.gemaakt_op,
        "signalen": [asdict(one) for one in overzicht.signalen],
        "zaken": [asdict(one) for one in overzicht.zaken],
        "verteld_aan_partners": [asdict(one) for one in overzicht.verteld],
        "wie_keek": [asdict(one) for one in overzicht.gekeken],
        "verzoeken": [asdict(one) for one in overzicht.verzoeken],
        "gegevens": [_table(one) for one in overzicht.tabellen],
    }
    return json.dumps(told, default=_plain, ensure_ascii=False, indent=2).encode()


def _table(inhoud: Tabelinhoud) -> dict[str, Any]:
    return {
        "tabel": inhoud.model,
        "titel": TABELNAMEN.get(inhoud.model, inhoud.model),
        "velden": {veld: describe_gegeven(gegeven) for veld, gegeven in inhoud.velden.items()},
        "weggelaten": sorted(inhoud.weggelaten),
        "rijen": [{veld: show_value(veld, row[veld]) for veld in inhoud.velden} for row in inhoud.rijen],
    }


def show_value(veld: str, waarde: Any) -> Any:
    """Return a value as it may be read: a number masked, a secret as the fact that it is kept."""
    if waarde in (None, "") or veld not in NIET_TONEN | BSN:
        return waarde
    return "uw burgerservicenummer (versleuteld bewaard)" if veld in BSN else "(versleuteld bewaard)"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date | UUID):
        return str(value)
    raise TypeError(f"cannot write {type(value).__name__}")


def render_pdf(overzicht: Overzicht, *, naam: str) -> bytes:
    """Print the overview: large, in order, with headings a screen reader can walk along."""
    piece = {
        "titel": "Wat er over u is vastgelegd",
        "gemeente": f"Gemeente {overzicht.gemeentenaam}",
        "naam": naam,
        "datum": _day(overzicht.gemaakt_op),
        "leeg": overzicht.leeg,
        "signalen": [_signaal(one) for one in overzicht.signalen],
        "zaken": [_zaak(one) for one in overzicht.zaken],
        "verteld": [
            [_day(one.moment), one.partner, one.zin, _day(one.bevestigd_op) or "nog niet"]
            for one in overzicht.verteld
        ],
        "gekeken": [[_moment(one.moment), one.wie, one.wat, one.waarom] for one in overzicht.gekeken],
        "verzoeken": [[_day(one.ontvangen_op), one.titel, one.stand] for one in overzicht.verzoeken],
        "tabellen": [_print_table(one) for one in overzicht.tabellen],
    }
    with SLOT:
        printed = _compiler().compile(
            format="pdf", pdf_standards=["ua-1"], sys_inputs={"stuk": json.dumps(piece, default=_plain)}
        )
    return cast(bytes, printed)


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(str(DRUK / "overzicht.typ"), root=str(DRUK))


def _signaal(one: Signaaldeel) -> dict[str, Any]:
    facts = [
        ["Wie gaf dit door", one.partner],
        ["Wanneer", _day(one.aanleverdatum)],
        ["Waarover", one.type_vordering.capitalize()],
        ["Bedrag", _euro(one.bedrag_cent)],
        ["Achterstand sinds", _day(one.achterstand_sinds)],
        ["Volgens welke afspraak", f"{one.convenant} ({one.artikel})"],
        ["Wanneer gaat het weg", f"{_day(one.weg_op) or 'Nog niet bekend'}. {one.weg_zin}"],
    ]
    if one.gecorrigeerd:
        facts.append(["Verbeterd", "Ja, op verzoek. Hier staat wat nu geldt."])
    if one.beperkt:
        facts.append(["Rust", "Deze gegevens worden bewaard en niet gebruikt."])
    return {"titel": f"{one.partner}, {_day(one.aanleverdatum)}", "feiten": facts}


def _zaak(one: Zaakdeel) -> dict[str, Any]:
    facts = [["Stand", one.status]]
    if one.uitkomst:
        facts.append(["Uitkomst", one.uitkomst])
    if one.reden:
        facts.append(["Waarom", one.reden.capitalize()])
    if one.gesloten_op:
        facts.append(["Afgesloten op", _day(one.gesloten_op)])
    if one.gedeeld:
        facts.append(
            ["Let op", "Aan deze zaak doen ook anderen op het adres mee. Over hen staat hier niets."]
        )
    events = [[_day(event.datum), event.wat, event.tekst] for event in one.gebeurtenissen]
    return {
        "titel": f"Zaak van {MAANDEN[one.maand.month - 1]} {one.maand.year}",
        "feiten": facts,
        "gebeurtenissen": events,
    }


def _print_table(inhoud: Tabelinhoud) -> dict[str, Any]:
    rows: Sequence[Mapping[str, Any]] = inhoud.rijen
    kept = next(iter(inhoud.velden.values()))
    return {
        "titel": TABELNAMEN.get(inhoud.model, inhoud.model),
        "doel": describe_gegeven(kept)["doel"],
        "rijen": [
            [[name_veld(veld), said] for veld in inhoud.velden if (said := _say(veld, row[veld]))]
            for row in rows
        ],
        "weggelaten": bool(inhoud.weggelaten),
    }


def _say(veld: str, value: Any) -> str:
    shown = show_value(veld, value)
    if shown in (None, "", [], {}):
        return ""
    if isinstance(shown, bool):
        return "ja" if shown else "nee"
    if isinstance(shown, datetime):
        return _moment(shown)
    if isinstance(shown, date):
        return _day(shown)
    if veld.endswith("_cent"):
        return _euro(shown)
    if isinstance(shown, list):
        return ", ".join(str(one).replace("_", " ") for one in shown)
    return json.dumps(shown, default=_plain, ensure_ascii=False) if isinstance(shown, dict) else str(shown)


def _day(moment: date | None) -> str:
    if moment is None:
        return ""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def _moment(moment: datetime) -> str:
    return f"{_day(moment)}, {timezone.localtime(moment):%H:%M}"


def _euro(cent: int) -> str:
    whole = f"{cent // 100:,}".replace(",", ".")
    return f"€ {whole},{cent % 100:02d}"
