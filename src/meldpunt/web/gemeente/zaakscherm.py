"""What the page of a zaak shows, in the words and shapes of the parts it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from meldpunt.matching.queries import Persoonbeeld, Signaalbeeld, Zaakbeeld
from meldpunt.opvolging.queries import Gebeurtenis, Pogingstand
from meldpunt.opvolging.termijnen import Termijn
from meldpunt.terugkoppeling.zaak import Gemeld
from meldpunt.toegang.actor import Actor
from meldpunt.web.gemeente.woorden import (
    DAGDEEL,
    REDEN,
    Badge,
    badges_of,
    status_of,
    title_of,
    write_code,
    write_rest,
)
from meldpunt.web.opmaak import datum, euro_cent, maand_en_jaar, meervoud

Rij = dict[str, Any]
# what happened -> title, icon, tone
GEBEURTENIS: Final = {
    "signaal": ("Signaal ontvangen", "signaal", ""),
    "signaal_later": ("Nieuw signaal bij deze zaak", "signaal", "info"),
    "ingetrokken": ("Signaal ingetrokken door de partner", "herroep", "gevaar"),
    "run_automatisch": ("Signalen samengebracht tot een zaak", "huis", ""),
    "run_lijst": ("Op de maandlijst gezet", "lijst", ""),
    "run_intrekking": ("Bijgewerkt na een intrekking", "herroep", ""),
    "zaak_opgepakt": ("Opgepakt", "vink", "goed"),
    "zaak_overgenomen": ("Overgenomen van een collega", "persoon", ""),
    "zaak_toegewezen": ("Toegewezen", "persoon", ""),
    "zaak_overgedragen": ("Overgedragen", "groep", ""),
    "zaak_gesloten": ("Gesloten", "vink", "goed"),
    "zaak_heropend": ("Heropend", "herroep", "let_op"),
}
POGINGICOON: Final = {"Telefoon": "telefoon", "Huisbezoek": "bezoek", "Brief": "brief", "Mail": "brief"}


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


def make_tijdlijn(gebeurtenissen: Sequence[Gebeurtenis], gemeld: Sequence[Gemeld]) -> list[Rij]:
    """Give everything that happened, with what partners were told, the newest first."""
    told = [
        {
            "titel": f"{g.partner} kreeg bericht",
            "moment": g.moment,
            "tekst": f"“{g.zin}”",
            "icoon": "brief",
            "toon": "info",
        }
        for g in gemeld
    ]
    return sorted([*map(_event, gebeurtenissen), *told], key=lambda e: e["moment"], reverse=True)


def _event(event: Gebeurtenis) -> Rij:
    if event.soort == "contactpoging":
        return _poging(event)
    titel, icoon, toon = GEBEURTENIS[event.soort]
    titel, tekst = _tell(event, titel)
    return {
        "titel": titel,
        "moment": event.moment,
        "door": event.door,
        "tekst": tekst,
        "icoon": icoon,
        "toon": toon,
    }


def _tell(event: Gebeurtenis, titel: str) -> tuple[str, str]:
    """Write title and text of an event from what it carries."""
    facts = event.waarden or {}
    match event.soort:
        case "signaal" | "signaal_later" | "ingetrokken":
            kind = write_code(facts["type"])
            return titel, f"{kind}, {euro_cent(facts['bedrag_cent'])}, over {facts['voor']}."
        case "run_automatisch" | "run_lijst" | "run_intrekking":
            version = datum(facts["versie"])
            return (
                titel,
                f"{maand_en_jaar(facts['maand']).capitalize()}, {title_of(facts['convenant'])}, versie {version}.",
            )
        case "zaak_toegewezen":
            return f"Toegewezen aan {event.naam or 'een collega'}", ""
        case "zaak_overgedragen":
            return (
                f"Overgedragen aan {facts['aan']}" if facts.get("aan") else "Teruggehaald van het team"
            ), ""
        case "zaak_gesloten":
            return f"Gesloten: {facts.get('eindresultaat', '')}", ""
        case "zaak_heropend":
            return titel, str(facts.get("reden", ""))
    return titel, ""


def _poging(event: Gebeurtenis) -> Rij:
    soort = (event.waarden or {}).get("soort", "Contact")
    who = f", {event.naam}" if event.naam else ""
    when = f"{datum(event.dag)} {DAGDEEL.get(event.dagdeel, '')}{who}."
    return {
        "titel": f"{soort}: {'bereikt' if event.bereikt else 'niet bereikt'}",
        "moment": event.moment,
        "door": event.door,
        "tekst": f"{when[0].upper()}{when[1:]} {event.tekst}".strip(),
        "icoon": POGINGICOON.get(soort, "telefoon"),
        "toon": "goed" if event.bereikt else "let_op",
    }


def make_persoon(persoon: Persoonbeeld, *, versie: str) -> Rij:
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
        "bsn": mask_bsn(persoon.bsn),
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
    return {
        "partner": signaal.partner,
        "type": signaal.partnertype,
        "soort": " · ".join(write_code(x) for x in (signaal.type_vordering, signaal.soort_signaal) if x),
        "bedrag_cent": signaal.bedrag_cent,
        "sinds": signaal.achterstand_sinds,
        "badges": badges,
        "eindresultaat": signaal.eindresultaat,
    }


def make_badges(zaak: Zaakbeeld, stand: Pogingstand) -> list[Badge]:
    """Give the head of the page its badges: state, attempts, markers."""
    flags = {
        "opeenvolgend": zaak.opeenvolgend_op is not None,
        "bekend": zaak.bekend,
        "personen_te_beslissen": zaak.vragen_open > 0,
        "alles_herhaald": zaak.alles_herhaald,
    }
    tried = [Badge(meervoud(stand.aantal, "poging", "pogingen"), "neutraal")] if stand.aantal else []
    marks = badges_of((*zaak.markeringen, *(name for name, holds in flags.items() if holds)))
    return [status_of(zaak.status), *tried, *marks]


def next_step(zaak: Zaakbeeld, stand: Pogingstand, door: Actor) -> Rij:
    """Name the one thing to do now: title, reason, and which act the button is."""
    mine = zaak.behandelaar == door.gebruiker
    match zaak.status:
        case "nieuw":
            return _step(
                "Oppakken",
                "Niemand heeft deze zaak nog. Pak haar op als u ermee aan de slag gaat.",
                "oppakken",
            )
        case "niet_opgepakt":
            return _not_taken(zaak, door)
        case "gesloten":
            return _step(
                f"Gesloten: {zaak.eindresultaat}",
                f"Op {datum(zaak.gesloten_op)}. Partners hebben bericht gekregen.",
                "heropenen",
            )
        case "vervallen":
            return _step(
                "Vervallen", "Alle signalen van deze zaak zijn ingetrokken. U hoeft niets te doen.", ""
            )
    if zaak.behandelaar is None:
        return _step("Oppakken", "De zaak loopt, maar niemand heeft haar in handen.", "oppakken")
    if not mine:
        return _step(
            f"{zaak.behandelaarnaam} behandelt deze zaak",
            "Neem haar over als u het werk voortzet.",
            "overnemen",
        )
    return _in_hand(zaak, stand)


def _in_hand(zaak: Zaakbeeld, stand: Pogingstand) -> Rij:
    if stand.bereikt_op:
        return _step(
            "Sluiten, of verder helpen",
            f"Er was contact op {datum(stand.bereikt_op)}. Is het rond? Sluit de zaak met een eindresultaat.",
            "sluiten",
        )
    if zaak.alles_herhaald and not stand.aantal:
        return _step(
            "Bekijk of u kunt sluiten",
            "Alle signalen zijn een herhaling en geen bedrag is hoger. Voorstel: herhaalde melding.",
            "sluiten",
        )
    tried = meervoud(stand.aantal, "poging", "pogingen")
    why = (
        f"{tried}, nog geen contact. Probeer een ander dagdeel of een andere manier."
        if stand.aantal
        else "Zoek contact met de inwoner en leg uw poging vast."
    )
    return _step("Contactpoging", why, "poging")


def _not_taken(zaak: Zaakbeeld, door: Actor) -> Rij:
    why = REDEN.get(zaak.reden, write_code(zaak.reden).lower() if zaak.reden else "door de gemeente")
    if door.rol == "coordinator":
        return _step("Niet opgepakt", f"Reden: {why}. U kunt de zaak alsnog oppakken.", "oppakken")
    return _step("Niet opgepakt", f"Reden: {why}. Een coördinator kan haar alsnog oppakken.", "")


def _step(titel: str, tekst: str, actie: str) -> Rij:
    return {"titel": titel, "tekst": tekst, "actie": actie}


def make_feiten(zaak: Zaakbeeld, *, teamnaam: str, today: date) -> list[Rij]:
    """Give the key facts of a zaak as a list."""
    actions = ", ".join(write_code(a).lower() for a in zaak.acties)
    facts = [
        ("Samen", euro_cent(zaak.bedrag_cent), f"oudste achterstand {datum(zaak.oudste_achterstand)}"),
        ("Signalen", f"{zaak.aantal} van {meervoud(zaak.aantal_partners, 'partner', 'partners')}", ""),
        ("Maand", maand_en_jaar(zaak.maand).capitalize(), title_of(zaak.convenant)),
        ("Rang", f"{zaak.rang}" if zaak.rang else "", "op de lijst van de maand"),
        ("Afspraak", actions.capitalize() if actions else "", "volgens de beslistabel"),
        ("Behandelaar", zaak.behandelaarnaam or "Nog niemand", ""),
        ("Team", teamnaam, ""),
        (
            "Bij ons sinds",
            datum(zaak.ontstaan_op),
            meervoud((today - zaak.ontstaan_op.date()).days, "dag", "dagen"),
        ),
    ]
    return [{"naam": naam, "waarde": waarde, "sub": sub} for naam, waarde, sub in facts if waarde]
