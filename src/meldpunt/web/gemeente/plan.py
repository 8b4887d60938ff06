"""The panel with the plan of a zaak: what was tried, what is next and why, and what comes after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from meldpunt.opvolging.contactplan import Zaakplan, get_zaakplan
from meldpunt.rules.contactplan import Planstap
from meldpunt.rules.contactstap import Contactstand, Stap
from meldpunt.sleutels import new_id
from meldpunt.web.gemeente.paneel import Paneel, Zaakpagina
from meldpunt.web.gemeente.woorden import DAGDEEL, title_of
from meldpunt.web.opmaak import datum, meervoud

ICOON: Final = {
    "Telefoon": "telefoon",
    "Huisbezoek": "bezoek",
    "Kaartje": "bezoek",
    "SMS/Whatsapp": "telefoon",
}
# Why nobody is approached any more, or not yet; the code comes from the rules.
GESTOPT: Final = {
    "overleden": "De inwoner is overleden. Zoek geen contact meer en sluit de zaak.",
    "verhuisd_buiten": "De inwoner is verhuisd naar een andere gemeente. Zoek hier geen contact meer.",
    "geen_hulp": "De inwoner wil geen hulp. Zoek geen contact meer en sluit de zaak.",
    "uitgesloten": "Niemand op dit adres hoeft nog benaderd te worden: de signalen vervielen, of een controle sluit "
    "contact uit.",
    "niet_ik": "De inwoner zegt: ik ben dit niet. Ga dat eerst na; zoek tot dan geen contact.",
    "al_betaald": "De inwoner zegt: ik heb al betaald. Ga dat eerst na; zoek tot dan geen contact.",
    "contact": "Er is contact. Verdere pogingen zijn niet nodig.",
    "alles_geprobeerd": "Alle stappen van het plan zijn gedaan. Probeer nog iets anders, of sluit de zaak.",
}
VERVALT: Final = {
    "geen_bezoek": "Ga hier niet langs, ook niet met een collega.",
    "geheim_adres": "Geen huisbezoek: het adres is geheim.",
    "adres_onbekend": "Het adres is onbekend: ga niet langs en stuur geen post.",
    "verhuisd_binnen": "Dit is het oude adres: ga niet langs en stuur geen post.",
}


@dataclass(frozen=True, slots=True)
class Planregel:
    """One line of the panel."""

    soort: str
    icoon: str
    stand: str
    wanneer: str
    tekst: str
    te_laat: bool = False


def make_paneel(pagina: Zaakpagina) -> Paneel | None:
    """Make the panel of a zaak that somebody works on, or can."""
    if pagina.zaak.status not in {"nieuw", "in_behandeling"}:
        return None
    plan = get_zaakplan(pagina.zaak, today=pagina.today)
    done = sum(step.stand == "gedaan" for step in plan.stand.stappen)
    return Paneel(
        titel="Contactplan",
        sjabloon="gemeente/plan.html",
        sleutel="contactplan",
        telling=f"{meervoud(done, 'poging', 'pogingen')} gedaan" if done else "",
        inhoud=_content(plan, pagina),
    )


def _content(plan: Zaakplan, pagina: Zaakpagina) -> dict[str, Any]:
    stand, zaak = plan.stand, pagina.zaak
    return {
        "regels": [write_stap(step, today=pagina.today, convenant=zaak.convenant) for step in stand.stappen],
        "volgende": stand.volgende,
        "waarom": write_waarom(stand.volgende, convenant=zaak.convenant) if stand.volgende else "",
        "advies": stand.advies,
        "advies_dagdeel": DAGDEEL.get(stand.advies.dagdeel, "") if stand.advies else "",
        "wanneer": write_dag(stand.volgende.dag, today=pagina.today) if stand.volgende else "",
        "stil": GESTOPT.get(stand.reden, "") if stand.toestand != "loopt" else "",
        "stil_toon": "info" if stand.toestand in {"bereikt", "op"} else "let_op",
        "niet_benaderen": _names_of(stand, pagina),
        "niet_alleen": plan.niet_alleen,
        "mag": zaak.status == "in_behandeling",
        "bezoek": stand.volgende is not None and stand.volgende.soort == "Huisbezoek",
        # A key per page: two clicks are one attempt.
        "invoersleutel": new_id(),
        "today": pagina.today,
        "zaak": zaak,
    }


def _names_of(stand: Contactstand, pagina: Zaakpagina) -> str:
    out = [person.naam for person in pagina.personen if person.id in stand.niet_benaderen]
    # With everybody out, the sentence above says it already.
    return ", ".join(out) if out and len(out) < len(pagina.personen) else ""


def write_stap(stap: Stap, *, today: date, convenant: str) -> Planregel:
    """Write a step as a line with its day and where it comes from."""
    if stap.stand == "gedaan":
        how = "bereikt" if stap.bereikt else "niet bereikt"
        when = f"{datum(stap.dag)} {DAGDEEL.get(stap.dagdeel, '')}".strip()
        extra = "" if stap.plan else "buiten het plan"
        return Planregel(stap.soort, ICOON.get(stap.soort, "brief"), "gedaan", f"{when}, {how}", extra)
    if stap.stand == "vervalt":
        why = VERVALT.get(stap.reden, "Dit vervalt.")
        return Planregel(stap.soort, ICOON.get(stap.soort, "brief"), "vervalt", "vervalt", why)
    return Planregel(
        stap.soort,
        ICOON.get(stap.soort, "brief"),
        stap.stand,
        write_dag(stap.dag, today=today),
        write_waarom(stap, convenant=convenant),
        stap.stand == "volgende" and stap.dag < today,
    )


def write_dag(dag: date, *, today: date) -> str:
    """Write when a step is due: today, since a day that went by, or on a day to come."""
    if dag == today:
        return "vandaag"
    return f"sinds {datum(dag)}" if dag < today else datum(dag)


def write_waarom(stap: Stap, *, convenant: str) -> str:
    """Write why a step stands in the plan, with its article or the day of the werkprotocol."""
    if stap.reden == "bel_mij":
        return "De inwoner vroeg om gebeld te worden."
    return write_bron(stap.plan, convenant=convenant) if stap.plan else ""


def write_bron(stap: Planstap, *, convenant: str) -> str:
    """Write where a step comes from."""
    when = _write_na(stap)
    match stap.bron:
        case "convenant":
            return f"{title_of(convenant)}, artikel {stap.artikel}{when}"
        case "werkprotocol":
            return f"Werkprotocol vanaf {datum(stap.sinds)}{when}"
    return f"Standaardplan: het werkprotocol noemt geen stappen{when}"


def _write_na(stap: Planstap) -> str:
    if stap.na:
        return f": {meervoud(stap.na_dagen, 'dag', 'dagen')} na {'de brief' if stap.na == 'Brief' else stap.na.lower()}"
    return f": na {meervoud(stap.na_dagen, 'dag', 'dagen')}" if stap.na_dagen else ""
