"""Rows of the partner's lists, ready for the table part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from meldpunt.aanlevering.queries import Aanlevering
from meldpunt.partijen.register import list_convenanten
from meldpunt.rules.resultaat import list_resultaatstappen
from meldpunt.terugkoppeling.queries import Bericht, Signaalregel
from meldpunt.web.opmaak import bestandsgrootte, bestandsnaam, datum, datumtijd, duizend, euro_cent
from meldpunt.web.partner.woorden import result_of, status_of

AANLEVERINGKOLOMMEN = [
    {"titel": "Bestand"},
    {"titel": "Status"},
    {"titel": "Convenant"},
    {"titel": "Ontvangen", "soort": "datum"},
    {"titel": "Regels", "soort": "getal"},
    {"titel": "Aangenomen", "soort": "getal"},
    {"titel": "Geweigerd", "soort": "getal"},
]
SIGNAALKOLOMMEN = [
    {"titel": "Klantnummer", "soort": "kort"},
    {"titel": "Resultaat"},
    {"titel": "Sinds", "soort": "datum"},
    {"titel": "Type"},
    {"titel": "Bedrag", "soort": "getal"},
    {"titel": "Gemeente"},
    {"titel": "Aangeleverd", "soort": "datum"},
]
BERICHTKOLOMMEN = [
    {"titel": "Klantnummer", "soort": "kort"},
    {"titel": "Terugkoppeling"},
    {"titel": "Wat het betekent"},
    {"titel": "Gemeente"},
    {"titel": "Bedrag", "soort": "getal"},
    {"titel": "Gemeld", "soort": "datum"},
    {"titel": "Bevestigd"},
]
VERVALLEN = "niet meer bewaard"


def title_of(convenant: str) -> str:
    """Return the title of a covenant; its key when it is no longer there."""
    known = list_convenanten().get(convenant)
    return known.titel if known else convenant


def rows_of_aanleveringen(aanleveringen: Iterable[Aanlevering]) -> list[dict[str, Any]]:
    """Give a row per delivery."""
    return [_row_of_aanlevering(a) for a in aanleveringen]


def _row_of_aanlevering(a: Aanlevering) -> dict[str, Any]:
    woord, toon = status_of(a)
    counted = a.status in {"verwerkt", "ingetrokken"}
    cellen = [
        {"tekst": bestandsnaam(a.bestandsnaam), "sub": bestandsgrootte(a.grootte)},
        {"badge": woord, "toon": toon},
        {"tekst": title_of(a.convenant)},
        {"tekst": datumtijd(a.ontvangen_op)},
        {"tekst": duizend(a.aantal_regels if counted else None)},
        {"tekst": duizend(a.aantal_geaccepteerd if counted else None)},
        {"tekst": duizend(a.aantal_geweigerd if counted else None)},
    ]
    naam = "partner:kolommen" if a.status == "concept" else "partner:aanlevering"
    return {
        "url": reverse(naam, args=[a.id]),
        "toon": {"afgekeurd": "gevaar", "mislukt": "gevaar", "concept": "let_op"}.get(a.status),
        "cellen": _named(cellen, AANLEVERINGKOLOMMEN),
    }


def rows_of_signalen(signalen: Iterable[Signaalregel]) -> list[dict[str, Any]]:
    """Give a row per signaal, with the last thing the partner was told about it."""
    return [_row_of_signaal(s) for s in signalen]


def _row_of_signaal(s: Signaalregel) -> dict[str, Any]:
    woord, toon = result_of(s.code, ingetrokken=s.ingetrokken)
    cellen: list[dict[str, Any]] = [
        {"tekst": s.klantnummer or VERVALLEN, "sub": s.referentie},
        {
            "badge": woord,
            "toon": toon,
            "sub": s.zin if s.code or s.ingetrokken else "",
            "stappen": list_resultaatstappen(s.stap, verste=s.verste),
        },
        {"tekst": datum(s.gemeld_op)},
        {"tekst": s.type_vordering},
        {"tekst": euro_cent(s.bedrag_cent)},
        {"tekst": s.gemeente},
        {"tekst": datum(s.aanleverdatum), "url": reverse("partner:aanlevering", args=[s.aanlevering])},
    ]
    return {
        "sleutel": s.id,
        "titel": s.klantnummer or "dit signaal",
        "url": reverse("partner:signaal", args=[s.id]),
        "cellen": _named(cellen, SIGNAALKOLOMMEN),
    }


def rows_of_berichten(berichten: Iterable[Bericht]) -> list[dict[str, Any]]:
    """Give a row per message."""
    return [_row_of_bericht(b) for b in berichten]


def _row_of_bericht(b: Bericht) -> dict[str, Any]:
    woord, toon = result_of(b.code)
    opschorting = "Uw incasso van deze vordering staat stil vanaf deze dag." if b.start_opschorting else ""
    cellen = [
        {"tekst": b.klantnummer or VERVALLEN, "sub": b.referentie},
        {"badge": woord, "toon": toon},
        {"tekst": b.zin, "sub": opschorting},
        {"tekst": b.gemeente},
        {"tekst": euro_cent(b.bedrag_cent)},
        {"tekst": datumtijd(b.gemeld_op)},
        {"tekst": datum(b.bevestigd_op)} if b.bevestigd_op else {"badge": "Nog niet", "toon": "let_op"},
    ]
    return {
        "sleutel": b.id,
        "titel": f"bericht over {b.klantnummer or 'dit signaal'}",
        "url": reverse("partner:signaal", args=[b.signaal]),
        "toon": None if b.bevestigd_op else "let_op",
        "cellen": _named(cellen, BERICHTKOLOMMEN),
    }


def _named(cellen: Sequence[dict[str, Any]], kolommen: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each cell the title and the kind of its column; on a phone a row is a card."""
    return [
        {**cel, "kolom": kolom["titel"], "soort": kolom.get("soort")}
        for cel, kolom in zip(cellen, kolommen, strict=True)
    ]
