"""What somebody wants to see of the inbox, as conditions on rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meldpunt.toegang.actor import Actor
from meldpunt.toegang.zichtbaar import scope_of

MIJ, NIEMAND = "mij", "niemand"
OPEN, ALLES, WACHTEND, LOPEND = "open", "alles", "wachtend", "lopend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postvakfilter:
    """What somebody wants to see of the inbox; empty means everything. `behandelaar`: mij, niemand or a key.

    `status` is a status, or: open (not on hold), wachtend (on hold), lopend (both), alles.
    `termijn` is te_laat, vandaag or week; `week` holds today as well. Both look at terms that run.
    """

    status: str = OPEN
    gemeente: str = ""
    team: str = ""
    behandelaar: str = ""
    markering: str = ""
    termijn: str = ""
    ongelezen: bool = False
    vanaf_cent: int | None = None
    maand: date | None = None
    convenant: str = ""
    postcode: str = ""
    huisnummer: int | None = None


HELD: Final = "coalesce(z.wacht_tot > %(today)s, FALSE)"
RUNNING: Final = "z.status IN ('nieuw', 'in_behandeling')"
STATUSSEN: Final = {
    OPEN: f"{RUNNING} AND NOT {HELD}",
    WACHTEND: f"{RUNNING} AND {HELD}",
    LOPEND: RUNNING,
    ALLES: "z.status <> 'vervallen'",
}
# By the index of the terms that run: the few that end soon, not a look at every zaak.
TERM: Final = """z.id IN (SELECT t.zaak_id FROM meldpunt_zaaktermijn t
    WHERE t.gemeente = g.code AND t.toestand = 'loopt' AND t.zaak_id IS NOT NULL AND {when})"""
TERMIJNEN: Final = {
    "te_laat": TERM.format(when="t.eind < %(today)s"),
    "vandaag": TERM.format(when="t.eind = %(today)s"),
    "week": TERM.format(when="t.eind BETWEEN %(today)s AND %(today)s::date + 6"),
}
CONDITIONS: Final = {
    "status": "z.status = %(status)s",
    "gemeente": "g.code = %(gemeente)s",
    "team": "z.team = %(team)s",
    "mij": "z.behandelaar = %(door)s",
    "niemand": "z.behandelaar IS NULL",
    "behandelaar": "z.behandelaar::text = %(behandelaar)s",
    "ongelezen": "z.gezien_op IS NULL",
    "vanaf_cent": "z.bedrag_cent >= %(vanaf_cent)s",
    "maand": "z.maand = %(maand)s",
    "convenant": "z.convenant = %(convenant)s",
    "na": "(coalesce(z.rang, 2147483647), z.id) > (%(plaats)s, %(na)s)",
    "postcode": """z.id IN (
        SELECT k.zaak_id FROM meldpunt_signaalpersoon p
        JOIN meldpunt_zaaksignaal k ON k.signaal_id = p.id AND k.gemeente = p.gemeente
        WHERE p.gemeente = g.code AND p.postcode = %(postcode)s
          AND (%(huisnummer)s::int IS NULL OR p.huisnummer = %(huisnummer)s::int))""",
}
MARKERINGEN: Final = {
    "bedreigend": "z.bedreigend_op IS NOT NULL",
    "contact_verboden": "'contact_verboden' = ANY(z.markeringen)",
    "onveilig_bezoek": "'onveilig_bezoek' = ANY(z.markeringen)",
    "geheim_adres": "'geheim_adres' = ANY(z.markeringen)",
    "nieuw_signaal": "'nieuw_signaal' = ANY(z.markeringen)",
    "terug_van_wacht": "'terug_van_wacht' = ANY(z.markeringen)",
    "signaal_ingetrokken": "'signaal_ingetrokken' = ANY(z.markeringen)",
    "personen_niet_vergeleken": "'personen_niet_vergeleken' = ANY(z.markeringen)",
    "partner_meldde": "'partner_meldde' = ANY(z.markeringen)",
    "geen_signaal_over": "'geen_signaal_over' = ANY(z.markeringen)",
    "inwoner_antwoordde": "'inwoner_antwoordde' = ANY(z.markeringen)",
    "opeenvolgend": "z.opeenvolgend_op IS NOT NULL",
    "bekend": "z.bekend",
    "personen_te_beslissen": "z.vragen_open > 0",
    "alles_herhaald": "z.alles_herhaald",
}


def make_conditions(door: Actor, keuze: Postvakfilter, *, today: date) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions on a zaak `z` of municipality `g.code`, with their values; those of rights included."""
    values: dict[str, Any] = {
        "gemeenten": list(door.gemeenten),
        "partij": door.partij,
        "door": door.gebruiker,
        "today": today,
        **{
            name: getattr(keuze, name)
            for name in Postvakfilter.__slots__
            if name not in {"termijn", "markering"}
        },
    }
    wanted = [scope_of(door), STATUSSEN.get(keuze.status, CONDITIONS["status"])]
    if keuze.behandelaar:
        wanted.append(CONDITIONS.get(keuze.behandelaar, CONDITIONS["behandelaar"]))
    wanted += [MARKERINGEN[name] for name in (keuze.markering,) if name in MARKERINGEN]
    wanted += [TERMIJNEN[name] for name in (keuze.termijn,) if name in TERMIJNEN]
    plain = ("gemeente", "team", "ongelezen", "vanaf_cent", "maand", "convenant", "postcode")
    wanted += [CONDITIONS[name] for name in plain if values[name]]
    return wanted, values
