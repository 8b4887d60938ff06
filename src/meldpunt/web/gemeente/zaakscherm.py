"""What the page of a zaak shows, in the words and shapes of the parts it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld
from meldpunt.opvolging.queries import Pogingstand
from meldpunt.rules.adresstappen import ADRESSTAPPEN
from meldpunt.rules.termijnen import Termijn
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GEMEENTEROLLEN
from meldpunt.web.gemeente.woorden import (
    AFMELDREDEN,
    Badge,
    badges_of,
    status_of,
    title_of,
    write_code,
    write_rest,
)
from meldpunt.web.opmaak import datum, euro_cent, maand_en_jaar, meervoud

Rij = dict[str, Any]


def make_klokken(termijnen: Sequence[Termijn]) -> list[Rij]:
    """Give the terms the shape of clocks."""
    return [
        {
            "titel": term.titel,
            "tekst": write_rest(term),
            "eind": term.eind,
            "grondslag": term.grondslag,
            "verbruikt": None if term.toestand in {"gehaald", "rust"} else term.verbruikt,
            "toestand": term.toestand,
        }
        for term in termijnen
    ]


def make_persoon(persoon: Persoonbeeld, *, versie: str, actor: Actor) -> Rij:
    """Give a person the shape of a card: own signalen only, and why they are taken together."""
    alone = persoon.trap == "alleen"
    joined = {"zin": persoon.trap_zin, "waarde": persoon.trap_titel, "versie": versie, "grond": persoon.trap}
    count = meervoud(len(persoon.signalen), "signaal", "signalen")
    return {
        "naam": persoon.naam,
        "sleutel": persoon.id,
        "geboortedatum": persoon.geboortedatum,
        "vernietigd": persoon.vernietigd,
        "bereik": [x for x in (persoon.telefoon, persoon.email) if x],
        "bsn": mask_bsn(persoon.bsn_eind),
        "bsn_te_tonen": bool(persoon.bsn_eind) and actor.rol in GEMEENTEROLLEN,
        "zekerheid": {"tekst": count, "toon": "neutraal"}
        if alone
        else {"tekst": f"{count}, zeker", "toon": "goed"},
        "signalen": [_signaal(s) for s in persoon.signalen],
        "redenen": [joined] if not alone or len(persoon.signalen) > 1 else [],
    }


def mask_bsn(bsn: str) -> str:
    """Show enough of a BSN to tell two apart, and no more."""
    return f"•••••• {bsn[-3:]}" if bsn else ""


def _signaal(signaal: Signaalbeeld) -> Rij:
    badges = []
    if signaal.ingetrokken_op:
        badges.append(Badge("Ingetrokken", "gevaar", f"Ingetrokken op {datum(signaal.ingetrokken_op)}."))
    if signaal.afgemeld_op:
        said = f"De partner meldde dit op {datum(signaal.afgemeld_op)}. Het signaal telt niet meer mee."
        badges.append(Badge(AFMELDREDEN[signaal.afmeldreden], "gevaar", said))
    if signaal.later_toegevoegd:
        badges.append(Badge("Later erbij", "info", "Kwam bij een zaak die er al was."))
    if signaal.herhaald:
        badges.append(
            Badge("Herhaald", "neutraal", "Dezelfde vordering kwam eerder; het bedrag is niet hoger.")
        )
    if signaal.verwachte_einddatum:
        badges.append(Badge(f"Stopt {datum(signaal.verwachte_einddatum)}", "gevaar", "Verwachte einddatum."))
    badges += [
        Badge(write_code(w), "let_op", "Waarschuwing bij de aanlevering.") for w in signaal.waarschuwingen
    ]
    claims = [write_code(code) for code in (signaal.type_vordering, signaal.soort_signaal) if code]
    kinds = (signaal.partnertype, *claims)
    return {
        "partner": signaal.partner,
        "soort": " · ".join(dict.fromkeys(kinds)),
        "bedrag_cent": signaal.bedrag_cent,
        "sinds": signaal.achterstand_sinds,
        "badges": badges,
        "eindresultaat": signaal.eindresultaat,
    }


def make_badges(zaak: Zaakbeeld, stand: Pogingstand) -> list[Badge]:
    """Give the head of the page its badges: state, attempts, markers."""
    flags = {
        "bedreigend": zaak.bedreigend_op is not None,
        "opeenvolgend": zaak.opeenvolgend_op is not None,
        "bekend": zaak.bekend,
        "personen_te_beslissen": zaak.vragen_open > 0,
        "alles_herhaald": zaak.alles_herhaald,
    }
    tried = [Badge(meervoud(stand.aantal, "poging", "pogingen"), "neutraal")] if stand.aantal else []
    marks = badges_of((*zaak.markeringen, *(name for name, holds in flags.items() if holds)))
    return [status_of(zaak.status), *tried, *marks]


def make_feiten(zaak: Zaakbeeld, *, teamnaam: str, today: date) -> list[Rij]:
    """Give the key facts of a zaak as a list."""
    actions = ", ".join(write_code(a).lower() for a in zaak.acties)
    facts = [
        ("Samen", euro_cent(zaak.bedrag_cent), f"oudste achterstand {datum(zaak.oudste_achterstand)}"),
        ("Adres in de BAG", *_register_of(zaak)),
        ("Signalen", f"{zaak.aantal} van {meervoud(zaak.aantal_partners, 'partner', 'partners')}", ""),
        ("Maand", maand_en_jaar(zaak.maand).capitalize(), title_of(zaak.convenant)),
        ("Rang", f"{zaak.rang}" if zaak.rang else "", "op de lijst van de maand"),
        ("Afspraak", actions.capitalize() if actions else "", "volgens de beslistabel"),
        ("Behandelaar", zaak.behandelaarnaam or "Nog niemand", ""),
        ("Team", teamnaam, ""),
        (
            "Bij ons sinds",
            datum(zaak.ontstaan_op),
            meervoud((today - timezone.localdate(zaak.ontstaan_op)).days, "dag", "dagen"),
        ),
    ]
    return [{"naam": naam, "waarde": waarde, "sub": sub} for naam, waarde, sub in facts if waarde]


def _register_of(zaak: Zaakbeeld) -> tuple[str, str]:
    """Say which object the address is of, and on what its signalen were matched; nothing for an older zaak."""
    stap = ADRESSTAPPEN.get(zaak.adresstap)
    if stap is None:
        return zaak.bagobject, ""
    return (zaak.bagobject or "Niet bekend", stap.zin) if zaak.adresstap != "zonder_bag" else ("", "")
