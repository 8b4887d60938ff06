"""Stays and questions in the words and shapes of the partner's screens."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from meldpunt.terugkoppeling.partnerlijsten import Navraagregel, Opschortingregel
from meldpunt.web.opmaak import euro_cent, meervoud
from meldpunt.web.partner.rijen import VERVALLEN
from meldpunt.web.partner.woorden import ANTWOORD, EINDE


def _about(regel: Opschortingregel | Navraagregel) -> dict[str, Any]:
    return {
        "id": regel.id,
        "url": reverse("partner:signaal", args=[regel.signaal]),
        "klantnummer": regel.klantnummer or VERVALLEN,
        "referentie": regel.referentie,
        "type": regel.type_vordering.replace("_", " ").capitalize(),
        "bedrag": euro_cent(regel.bedrag_cent),
        "gemeente": regel.gemeente,
    }


def stay_of(regel: Opschortingregel, *, today: date) -> dict[str, Any]:
    """Give a stay the shape of the list: from, until, how long still, and what it asks."""
    left = regel.resterend(today)
    if regel.geeindigd_op is not None:
        stand = ("Voorbij", "neutraal")
    elif regel.vraagt_verlenging:
        stand = ("Vraag om verlenging", "let_op")
    elif regel.bevestigd_op is None:
        stand = ("Te bevestigen", "let_op")
    else:
        stand = ("Loopt", "goed")
    return {
        **_about(regel),
        "begin": regel.begin,
        "eind": regel.eind,
        "lengte": regel.lengte,
        "grondslag": regel.grondslag,
        "rest": ""
        if regel.geeindigd_op
        else f"nog {meervoud(left, 'dag', 'dagen')}"
        if left
        else "laatste dag",
        "stand": stand,
        "bevestigd_op": regel.bevestigd_op,
        "te_bevestigen": regel.geeindigd_op is None and regel.bevestigd_op is None,
        "verlenging_tot": regel.verlenging_tot if regel.vraagt_verlenging else None,
        "verlenging_akkoord": regel.verlenging_akkoord,
        "geeindigd_op": regel.geeindigd_op,
        "einde": EINDE.get(regel.einde_reden, ""),
    }


def question_of(regel: Navraagregel, *, today: date) -> dict[str, Any]:
    """Give a question the shape of the list: until when, and what was answered."""
    rest = (regel.antwoord_tot - today).days
    return {
        **_about(regel),
        "gesteld_op": regel.gesteld_op,
        "antwoord_tot": regel.antwoord_tot,
        "rest": "vandaag"
        if rest == 0
        else f"nog {meervoud(rest, 'dag', 'dagen')}"
        if rest > 0
        else "voorbij",
        "haast": rest <= 0,
        "open": regel.beantwoord_op is None,
        "antwoord": ANTWOORD.get(regel.antwoord, ("", "neutraal")),
        "beantwoord_op": regel.beantwoord_op,
    }
