"""What residents ask, and what a decision about it leaves with the signaal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Soort, Tabel, Via, declare


def _asked(soort: Soort, *, als: str = "") -> Gegeven:
    return Gegeven(soort, "inwoner", "rechten", "verzoek", "leeg", als=als)


# What a request did to a signaal goes with the person; that something was done stays and counts.
_GEDAAN: Final = Gegeven("besluit", "inwoner", "rechten", "signaal", "blijft")
_FEIT: Final = Gegeven("schuld", "inwoner", "rechten", "signaal", "blijft")
_WAARDE: Final = Gegeven("vrije_tekst", "inwoner", "rechten", "signaal", "leeg")
_REDEN: Final = Gegeven("vrije_tekst", "inwoner", "rechten", "signaal", "leeg", als="vernietigd")
_KENMERK: Final = Gegeven("kenmerk", "inwoner", "rechten", "mededeling", "leeg")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Rectificatie": declare(
        Via("signaal", "signaal_id"),
        (FEIT, "id gemeente signaal_id verzoek"),
        (_GEDAAN, "veld gemaakt_op"),
        (_FEIT, "bedrag_cent achterstand_sinds"),
        (_WAARDE, "oud nieuw"),
        (DOOR, "gemaakt_door"),
    ),
    "Verwerkingsbeperking": declare(
        Via("signaal", "signaal_id"),
        (FEIT, "id gemeente signaal_id verzoek"),
        (_GEDAAN, "grond begonnen_op geeindigd_op"),
        (_REDEN, "einde_reden"),
        (DOOR, "begonnen_door geeindigd_door"),
    ),
    "Partnermededeling": declare(
        Via("signaal", "signaal_id"),
        (FEIT, "id gemeente signaal_id partner_id uiterlijk herinnerd_op"),
        (_GEDAAN, "soort veld gemeld_op bevestigd_op"),
        (_KENMERK, "inhoud_verzegeld"),
        (DOOR, "bevestigd_door"),
    ),
    # Whoever asks need not be anybody here: it hangs on no signaal, and is emptied by its own clock.
    "Verzoek": declare(
        None,
        (
            FEIT,
            "id gemeente soort status kanaal ontvangen_op identiteit identiteit_op gezocht_op grond besloten_op"
            " verstrekt_op geleegd_op",
        ),
        (_asked("naam"), "inwoner_verzegeld"),
        (_asked("bsn"), "bsn_index"),
        (_asked("vrije_tekst"), "besluit_verzegeld"),
        (DOOR, "ontvangen_door identiteit_door gezocht_door besloten_door"),
    ),
    "Verzoektermijn": declare(
        None,
        (
            FEIT,
            "id gemeente verzoek_id naam begin eind grondslag toestand afgelopen_op herinnerd_op"
            " nogmaals_herinnerd_op geescaleerd_op",
        ),
        # That it was longer stays, and may not stand without a reason.
        (_asked("vrije_tekst", als="geleegd"), "reden"),
    ),
    # Stays with its request, also when the person goes first: for as long as somebody may object, the decision must
    # say what it was about and which partners were told. It goes when the request is emptied.
    "Verzoeksignaal": declare(
        Via("signaal", "signaal_id"),
        (FEIT, "gemeente verzoek_id signaal_id reden"),
        (_GEDAAN, "bevestigd besloten_op"),
        (DOOR, "besloten_door"),
    ),
}
