"""What somebody is told about terms at the start of the day: what ends now, and what is late in the inbox."""

from __future__ import annotations

from django.urls import reverse

from meldpunt.opvolging.termijnoverzicht import Stand
from meldpunt.web.opmaak import meervoud

Sein = dict[str, str]


def make_seinen(stand: Stand) -> list[Sein]:
    """Give the notices that this stand of the terms asks for, the most pressing first."""
    return [*_inbox(stand), *_own(stand)]


def _inbox(stand: Stand) -> list[Sein]:
    if not stand.postvak_te_laat:
        return []
    alone = stand.postvak_zonder_behandelaar
    new = stand.postvak_nieuw_te_laat
    parts = [
        f"Daarvan {'heeft' if alone == 1 else 'hebben'} {alone} nog geen behandelaar." if alone else "",
        f"Sinds vandaag: {new}." if new else "",
    ]
    return [
        {
            "soort": "let_op",
            "titel": f"{meervoud(stand.postvak_te_laat, 'termijn', 'termijnen')} te laat in het postvak",
            "tekst": " ".join(part for part in parts if part) or "Kijk wie wat kan overnemen.",
            "url": f"{reverse('gemeente:termijnen')}?stand=te_laat",
            "url_tekst": "Bekijk de termijnen",
        }
    ]


def _own(stand: Stand) -> list[Sein]:
    if not stand.te_laat and not stand.nu:
        return []
    parts = [
        f"{meervoud(stand.te_laat, 'termijn', 'termijnen')} te laat" if stand.te_laat else "",
        f"{meervoud(stand.nu, 'termijn eindigt', 'termijnen eindigen')} vandaag of morgen"
        if stand.nu
        else "",
    ]
    said = " en ".join(part for part in parts if part)
    return [
        {
            "soort": "let_op" if stand.te_laat else "info",
            "titel": f"Uw zaken: {said}",
            "tekst": "Deze zaken staan hieronder bovenaan.",
            "url": "",
            "url_tekst": "",
        }
    ]
