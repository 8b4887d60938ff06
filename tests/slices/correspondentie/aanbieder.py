"""An SMS provider for tests: it speaks the protocol of CM.com, and a municipality has a connection to it."""

from __future__ import annotations

from typing import Any

from tests.factories import NU, make_actor
from tests.koppelingen.buren import Buur, Gevraagd

from meldpunt.koppelingen.actions import set_koppeling
from meldpunt.koppelingen.gegevens import Aanmeldwijze, Geheimen

BEHEER = make_actor(rol="beheer", partijsoort="meldpunt", partij="meldpunt", gemeenten=())
TOKEN = "3b1d7c52-0000-4000-8000-5f1f4c1d9a10"


def speak_cm(gevraagd: Gevraagd) -> tuple[int, Any]:
    """Answer as CM.com does: what it takes apart message by message."""
    if gevraagd.koppen.get("x-cm-producttoken") != TOKEN:
        return 401, {"details": "Authentication failed", "errorCode": 103, "messages": []}
    (message,) = gevraagd.json()["messages"]["msg"]
    number = message["to"][0]["number"]
    bad = not number.startswith("00316")
    row = {
        "to": number,
        "status": "Rejected" if bad else "Accepted",
        "reference": message["reference"],
        "parts": 0 if bad else 1,
        "messageDetails": "Invalid number" if bad else None,
        "messageErrorCode": 303 if bad else 0,
    }
    told = {"details": "1 message(s)", "errorCode": 201 if bad else 0, "messages": [row]}
    return (400 if bad else 200), told


def connect(provider: Buur, **opties: str) -> None:
    gegevens = provider.koppeling(
        "sms",
        plek="0392",
        adres=f"{provider.adres}/v1.0/message",
        aanmelding=Aanmeldwijze(soort="sleutel", sleutelkop="X-CM-PRODUCTTOKEN"),
        geheimen=Geheimen(sleutel=TOKEN),
        opties={"afzender": "Gemeente Haarlem", **opties},
    )
    set_koppeling(gegevens=gegevens, door=BEHEER, now=NU)
