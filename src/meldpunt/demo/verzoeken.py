"""What residents of the demo world asked: one request in each stage, and partners who must still confirm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.betrokkenen.actions import Aanvraag, receive_verzoek
from meldpunt.betrokkenen.besluit import Besluit, decide_verzoek
from meldpunt.betrokkenen.rectificaties import Correctie
from meldpunt.betrokkenen.verzegeling import Inwoner
from meldpunt.betrokkenen.vinden import confirm_personen, list_kandidaten
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.werkzaak import actor_of
from meldpunt.toegang.actor import Actor

GEMEENTE: Final = "0392"
Beslis = Callable[[UUID], Besluit]
# What is asked, how many days ago, and how it was decided; without a decision it waits.
VERZOEKEN: Final[tuple[tuple[str, int, str, Beslis | None], ...]] = (
    ("inzage", 25, "Ik wil weten wie iets over mij doorgaf.", None),
    (
        "rectificatie",
        9,
        "Mijn naam is verkeerd geschreven.",
        lambda signaal: Besluit(
            inwilligen=True, grond="onjuist", correcties=[Correctie(signaal, "voorletters", "Q.")]
        ),
    ),
    (
        "beperking",
        6,
        "Ik heb betaald. Gebruik mijn gegevens niet tot dat is uitgezocht.",
        lambda _: Besluit(inwilligen=True, grond="juistheid_betwist"),
    ),
    ("wissing", 2, "Ik wil dat alles over mij weggaat.", None),
)


def ask_for_residents(*, now: datetime) -> None:
    """Let four residents of Haarlem ask something at the counter, and the officer answer two of them."""
    officer = next(
        (actor_of(a) for a in ACCOUNTS if a.rol == "privacy" and a.functies[0].partij == GEMEENTE), None
    )
    people = SignaalPersoon.objects.filter(gemeente=GEMEENTE).exclude(geboortedatum=None).order_by("id")
    chosen = list(people[: 40 * len(VERZOEKEN) : 40])
    if officer is None:
        return
    for persoon, (soort, days, wens, beslis) in zip(chosen, VERZOEKEN, strict=False):
        moment = now - timedelta(days=days)
        verzoek = _receive(persoon, soort, wens, door=officer, now=moment)
        if beslis is not None:
            _answer(verzoek, persoon.id, beslis, door=officer, now=moment + timedelta(hours=1))


def _receive(persoon: SignaalPersoon, soort: str, wens: str, *, door: Actor, now: datetime) -> UUID:
    inwoner = Inwoner(
        voorletters=persoon.voorletters,
        tussenvoegsel=persoon.tussenvoegsel,
        achternaam=persoon.achternaam,
        geboortedatum=persoon.geboortedatum,
        postcode=persoon.postcode,
        huisnummer=persoon.huisnummer,
        suffix=persoon.suffix,
        antwoord_aan="haalt het op",
        wens=wens,
    )
    aanvraag = Aanvraag(
        soort=soort, gemeente=GEMEENTE, inwoner=inwoner, kanaal="balie", identiteit="document"
    )
    return receive_verzoek(aanvraag=aanvraag, door=door, now=now)


def _answer(verzoek: UUID, signaal: UUID, beslis: Beslis, *, door: Actor, now: datetime) -> None:
    found = [one.signaal for one in list_kandidaten(verzoek=verzoek, gemeente=GEMEENTE, door=door)]
    confirm_personen(verzoek=verzoek, gemeente=GEMEENTE, signalen=found, gezien=found, door=door, now=now)
    decide_verzoek(verzoek=verzoek, gemeente=GEMEENTE, besluit=beslis(signaal), door=door, now=now)
