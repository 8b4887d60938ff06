"""The filters of the inbox: read from the address bar, and shown in the filter bar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from meldpunt.partijen.lijsten import list_gemeenten
from meldpunt.rules.datum import add_months
from meldpunt.toegang.actor import Actor
from meldpunt.web.actor import ActorRequest
from meldpunt.web.bladeren import active_of, choice_of, find_maand
from meldpunt.web.gemeente.woorden import MARKERING, STATUS, title_of
from meldpunt.web.opmaak import maand_en_jaar
from meldpunt.werkvoorraad.bewaardfilters import Filterkeuze
from meldpunt.werkvoorraad.queries import (
    Keuze,
    Postvakfilter,
    list_convenanten,
    list_teams,
)

MAANDEN_TERUG = 12
ZOEK: Final = re.compile(r"^\s*(\d{4}\s?[A-Za-z]{2})\s*(\d{1,5})?")
# name, the part of the address bar that chooses it
BEWAARD: Final = (
    ("Open", ""),
    ("Mijn zaken", "behandelaar=mij"),
    ("Ongelezen", "gelezen=nee"),
    ("Te laat", "termijn=te_laat"),
    ("Vandaag", "termijn=vandaag"),
    ("Wachtend", "status=wachtend"),
    ("Nog van niemand", "status=nieuw&behandelaar=niemand"),
    ("Wie is wie?", "markering=personen_te_beslissen"),
    ("Niet opgepakt", "status=niet_opgepakt"),
    ("Gesloten", "status=gesloten"),
)


# What a kept filter holds of the address bar. An address does not: that would keep where a resident lives.
BEWAARBAAR: Final = (
    *("status", "gemeente", "behandelaar", "markering", "termijn", "gelezen", "maand", "team", "convenant"),
    "vanaf",
)
# column -> title; the first seven stand there when nothing is chosen
KOLOMMEN: Final = {
    "signalen": "Signalen",
    "samen": "Samen",
    "rang": "Rang",
    "termijn": "Termijn",
    "status": "Status",
    "behandelaar": "Behandelaar",
    "kenmerken": "Kenmerken",
    "leeftijd": "Leeftijd",
    "maand": "Maand",
    "convenant": "Convenant",
}
GEWONE_KOLOMMEN: Final = tuple(KOLOMMEN)[:7]


def read_filter(asked: QueryDict) -> Postvakfilter:
    """Read what is chosen; what cannot be read is left out, and the filter bar shows that it is."""
    maand = find_maand(asked.get("maand", ""))
    adres = ZOEK.match(asked.get("adres", ""))
    return Postvakfilter(
        status=asked.get("status", "") or "open",
        gemeente=asked.get("gemeente", ""),
        team=asked.get("team", ""),
        termijn=asked.get("termijn", ""),
        ongelezen=asked.get("gelezen") == "nee",
        behandelaar=asked.get("behandelaar", ""),
        markering=asked.get("markering", ""),
        vanaf_cent=read_euro(asked.get("vanaf", "")),
        maand=maand.eerste if maand else None,
        convenant=asked.get("convenant", ""),
        postcode=re.sub(r"\s", "", adres[1]).upper() if adres else "",
        huisnummer=int(adres[2]) if adres and adres[2] else None,
    )


def read_kolommen(asked: QueryDict) -> tuple[str, ...]:
    """Read which columns somebody wants to see, in the order of the table."""
    chosen = set(asked.getlist("kolom"))
    return tuple(key for key in KOLOMMEN if key in chosen) or GEWONE_KOLOMMEN


def kolom_keuze(kolommen: Sequence[str]) -> list[dict[str, Any]]:
    """Give the choice of columns its boxes."""
    return [{"sleutel": key, "titel": titel, "aan": key in kolommen} for key, titel in KOLOMMEN.items()]


def vraag_of(asked: QueryDict) -> str:
    """Give the part of the address bar that a kept filter holds."""
    return urlencode([(name, asked[name]) for name in BEWAARBAAR if asked.get(name)])


def address_of(vraag: str, kolommen: Sequence[str] = ()) -> str:
    """Write the address of a choice with its columns."""
    return "?" + "&".join(part for part in (vraag, urlencode([("kolom", k) for k in kolommen])) if part)


def read_euro(text: str) -> int | None:
    """Read an amount in whole or broken euros as cents; none when it is no amount."""
    plain = text.strip().removeprefix("€").strip().replace(".", "").replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain):
        return None
    euros, _, cents = plain.partition(".")
    return int(euros) * 100 + int(f"{cents:0<2}"[:2])


def unread_of(request: ActorRequest) -> list[str]:
    """Say which filters could not be read, and how to write them."""
    asked = request.GET
    found = []
    if (text := asked.get("adres", "").strip()) and not ZOEK.match(text):
        found.append(
            f"‘{text}’ is geen postcode. Zoek op postcode en huisnummer, zoals 1234 AB 12. [zoek_adres]"
        )
    if (text := asked.get("vanaf", "").strip()) and read_euro(text) is None:
        found.append(f"‘{text}’ is geen bedrag. Vul hele euro’s in, zoals 500. [zoek_bedrag]")
    return found


def filter_velden(request: ActorRequest, *, collegas: Sequence[Keuze], today: date) -> list[dict[str, Any]]:
    """Give the filter bar its fields."""
    actor, asked = request.actor, request.GET
    who = [("", "Iedereen"), ("mij", "Ik"), ("niemand", "Niemand")]
    who += [(c.sleutel, c.naam) for c in collegas if c.sleutel != str(actor.gebruiker)]
    months = [add_months(today.replace(day=1), -n) for n in range(MAANDEN_TERUG)]
    statuses = [
        *(("", "Open"), ("wachtend", "Wachtend"), ("lopend", "Open en wachtend")),
        *((code, STATUS[code][0]) for code in STATUS),
        ("alles", "Alle"),
    ]
    terms = [("", "Alle"), ("te_laat", "Te laat"), ("vandaag", "Vandaag"), ("week", "Binnen een week")]
    adres = {
        "naam": "adres",
        "label": "Postcode en huisnummer",
        "waarde": asked.get("adres", ""),
        "voorbeeld": "1234 AB 12",
    }
    vanaf = {"naam": "vanaf", "label": "Bedrag vanaf", "waarde": asked.get("vanaf", ""), "voorbeeld": "€ 500"}
    choices = (
        ("status", "Status", statuses),
        ("behandelaar", "Behandelaar", who),
        ("termijn", "Termijn", terms),
        ("gelezen", "Gelezen", [("", "Alle"), ("nee", "Ongelezen")]),
        ("markering", "Kenmerk", [("", "Alle"), *((code, MARKERING[code][0]) for code in MARKERING)]),
        ("maand", "Maand", [("", "Alle"), *((f"{m:%Y-%m}", maand_en_jaar(m)) for m in months)]),
        *_narrow(actor),
    )
    return [
        adres,
        *(choice_of(naam, label, opties, asked.get(naam, "")) for naam, label, opties in choices),
        vanaf,
    ]


def _narrow(actor: Actor) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give the choices that only some have: a team to choose, more than one covenant."""
    found = []
    if len(actor.gemeenten) > 1:
        gemeenten = [(g.code, g.naam) for g in list_gemeenten(actor.gemeenten)]
        found.append(("gemeente", "Gemeente", [("", "Alle"), *gemeenten]))
    teams = [] if actor.rol == "uitvoerder" else list_teams(gemeenten=actor.gemeenten)
    if teams:
        found.append(("team", "Team", [("", "Alle"), *((t.sleutel, t.naam) for t in teams)]))
    convenanten = list_convenanten(gemeenten=actor.gemeenten)
    if len(convenanten) > 1:
        found.append(("convenant", "Convenant", [("", "Alle"), *((c, title_of(c)) for c in convenanten)]))
    return found


def active_filters(request: ActorRequest, velden: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Give the chosen filters in words, each with the address that takes it away."""
    texts = []
    for veld in velden:
        value = request.GET.get(veld["naam"], "")
        words = next((o["tekst"] for o in veld.get("opties", ()) if o["gekozen"]), value)
        if value:
            texts.append((veld["naam"], f"{veld['label']}: {words}"))
    return active_of(request, texts)


def saved_filters(request: ActorRequest, eigen: Sequence[Filterkeuze]) -> list[dict[str, Any]]:
    """Give the choices above the filters: those that everybody has, and one's own."""
    asked = request.GET
    own_columns = asked.getlist("kolom")
    here, kolommen = vraag_of(asked) if not asked.get("adres") else "adres", read_kolommen(asked)
    found = [
        {"titel": titel, "url": address_of(vraag, own_columns), "actief": vraag == here}
        for titel, vraag in BEWAARD
        if request.actor.rol != "uitvoerder" or "niet_opgepakt" not in vraag
    ]
    return found + [
        {
            "titel": one.naam,
            "url": address_of(one.vraag, one.kolommen),
            "actief": one.vraag == here and (one.kolommen or GEWONE_KOLOMMEN) == kolommen,
        }
        for one in eigen
    ]


def find_na(text: str) -> tuple[int, UUID] | None:
    """Read where the page above ended: a place and a key; none when it is not that."""
    place, _, key = text.partition("_")
    try:
        return int(place), UUID(key)
    except ValueError:
        return None
