"""What was done for a zaak: attempts, terms, steps, checks, and what residents answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import CONTACT, DOOR, HULP, NOTITIE, STAND
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, Via, declare

_PERSOON = Via("zaak_persoon", "zaak_id", "persoon")
# From the BRP or another register: nothing of it is needed for statistics.
_CONTROLE = Gegeven("besluit", "inwoner", "controle", "zaak", "rij")
_CONTROLE_TEKST = Gegeven("vrije_tekst", "inwoner", "controle", "zaak", "rij")
_MAATREGEL = Gegeven("kenmerk", "inwoner", "controle", "lijst", "blijft")
_RISICO = Gegeven("adres", "inwoner", "controle", "lijst", "blijft")
_VERVALREDEN = Gegeven("vrije_tekst", "inwoner", "hulp", "zaak", "leeg", als="vernietigd")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Contactpoging": declare(
        _PERSOON,
        (FEIT, "id gemeente zaak_id persoon vastgelegd_op invoersleutel"),
        (CONTACT, "soort bereikt datum dagdeel"),
        (NOTITIE, "notitie"),
        (DOOR, "vastgelegd_door"),
    ),
    "Zaaktermijn": declare(
        Via("zaak", "zaak_id"),
        (
            FEIT,
            "id gemeente zaak_id aanlevering_id lengte grondslag wie convenant versie herinnerd_op"
            " nogmaals_herinnerd_op geescaleerd_op",
        ),
        (STAND, "naam begin reden eind toestand afgelopen_op"),
    ),
    "Dagbericht": declare(None, (FEIT, "id aantal gemaakt_op verstuurd_op"), (DOOR, "gebruiker_id dag")),
    "Trajectstap": declare(
        _PERSOON,
        (FEIT, "id gemeente zaak_id persoon signaal vastgelegd_op vervallen_op"),
        (HULP, "soort datum aard bedrag_cent aantal_termijnen eerste_termijn"),
        (NOTITIE, "toelichting"),
        (_VERVALREDEN, "vervalreden"),
        (DOOR, "vastgelegd_door vervallen_door"),
    ),
    "Controle": declare(
        _PERSOON,
        (FEIT, "id gemeente zaak_id persoon bron vastgesteld_op vervallen_op"),
        (_CONTROLE, "soort"),
        (_CONTROLE_TEKST, "toelichting"),
        (DOOR, "vastgesteld_door vervallen_door"),
    ),
    "Risicoadres": declare(
        Via("adres", "postcode", "huisnummer", "suffix"),
        (FEIT, "id gemeente geladen_op"),
        (_RISICO, "postcode huisnummer suffix"),
        (_MAATREGEL, "maatregel tot"),
    ),
    "Bewonersantwoord": declare(
        _PERSOON,
        (FEIT, "id gemeente zaak_id persoon ontvangen_op verwerkt_op vervangen_op"),
        (CONTACT, "soort dag dagdeel"),
        (Gegeven("contact", "inwoner", "contact", "zaak", "leeg"), "telefoon"),
        (NOTITIE, "opmerking"),
        (DOOR, "verwerkt_door"),
    ),
    "Rondebezoek": declare(
        Via("zaak", "zaak_id"), (FEIT, "gemeente zaak_id dag erbij gekozen_op"), (DOOR, "gebruiker_id")
    ),
}
