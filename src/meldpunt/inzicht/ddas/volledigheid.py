"""What a delivery holds and what it misses, per municipality, to read before it goes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from meldpunt.inzicht.ddas.uittreksel import Organisatie


class Bevinding(NamedTuple):
    """One thing to know about a delivery: a stable code, how many, what it is and what to do."""

    code: str
    aantal: int
    zin: str
    raad: str


@dataclass(frozen=True, slots=True)
class Volledigheid:
    """The counts of the delivery of one municipality, and what stands out."""

    organisatie: Organisatie
    signalen: int
    zaken: int
    contactpogingen: int
    bevindingen: tuple[Bevinding, ...]


class _Regel(NamedTuple):
    teller: str
    code: str
    zin: str
    raad: str


NIETS_TE_DOEN: Final = "Er is niets te doen."
_REGELS: Final = (
    _Regel(
        "vernietigd",
        "ddas_persoon_vernietigd",
        "signalen blijven weg: de gegevens van de inwoner zijn vernietigd omdat de bewaartermijn om is.",
        "Lever de volgende keer eerder: binnen de bewaartermijn.",
    ),
    _Regel("ingetrokken", "ddas_ingetrokken", "signalen blijven weg: de aanlevering is ingetrokken.", NIETS_TE_DOEN),
    _Regel(
        "beperkt",
        "ddas_beperkt",
        "signalen blijven weg: de inwoner vroeg om de gegevens niet te gebruiken (AVG art. 18).",
        "Lever ze mee nadat de privacyfunctionaris de beperking heeft opgeheven.",
    ),
    _Regel(
        "geweigerd",
        "ddas_geweigerd",
        "regels van partners zijn bij ontvangst geweigerd; dat zijn geen signalen.",
        NIETS_TE_DOEN,
    ),
    _Regel(
        "zonder_bsn_en_geboortedatum",
        "ddas_zwak_herkenbaar",
        "signalen hebben geen BSN en geen geboortedatum: het CBS kent alleen het adres.",
        "Vraag de signaalpartners om de geboortedatum.",
    ),
    _Regel(
        "zonder_zaak",
        "ddas_zonder_zaak",
        "signalen zitten nog in geen zaak.",
        "Stel de maandlijst vast, of wacht tot de signalen zijn vergeleken.",
    ),
    _Regel(
        "gesloten_zonder_opgepakt",
        "ddas_zonder_opgepakt",
        "gesloten zaken hebben geen dag waarop ze zijn opgepakt.",
        "Die dag is niet vastgelegd en blijft leeg.",
    ),
    _Regel(
        "gesloten_zonder_contactpoging",
        "ddas_zonder_contactpoging",
        "gesloten zaken hebben geen contactpoging.",
        "Klopt dat niet? Heropen de zaak en leg de pogingen alsnog vast.",
    ),
    _Regel(
        "onvertaald_status", "ddas_geen_woord", "signalen hebben een status die deze versie niet kent.",
        "Lever in versie 1.2 als de ontvanger dat kan.",
    ),
    _Regel(
        "onvertaald_resultaat", "ddas_geen_woord", "zaken hebben een eindresultaat dat deze versie niet kent.",
        "Lever in versie 1.2 als de ontvanger dat kan.",
    ),
    _Regel(
        "onvertaald_soort", "ddas_geen_woord", "contactpogingen hebben een soort die deze versie niet kent.",
        "Lever in versie 1.2 als de ontvanger dat kan.",
    ),
)  # fmt: skip


def describe_volledigheid(organisatie: Organisatie, telling: Mapping[str, int]) -> Volledigheid:
    """Return what was counted for a municipality as sentences; what is nought is not said."""
    counted = Counter(telling)
    return Volledigheid(
        organisatie,
        counted["signalen"],
        counted["zaken"],
        counted["contactpogingen"],
        tuple(_list_bevindingen(organisatie, counted)),
    )


def _list_bevindingen(organisatie: Organisatie, counted: Counter[str]) -> Iterator[Bevinding]:
    for regel in _REGELS:
        if counted[regel.teller]:
            yield Bevinding(regel.code, counted[regel.teller], regel.zin, regel.raad)
    if not organisatie.mail:
        yield Bevinding(
            "ddas_geen_contactpersoon",
            1,
            "contactpersoon ontbreekt: de gemeente heeft geen afzender.",
            "Vul de afzender in bij Sjablonen; het CBS weet dan wie het kan vragen.",
        )
