"""What the privacy officer sees of retention in the demo world: a term, a hold, somebody destroyed, a certificate."""

from __future__ import annotations

import shutil
from datetime import timedelta

from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.bewaring.actions import choose_bewaartermijn, hold
from meldpunt.bewaring.grootboek import grootboek_map
from meldpunt.bewaring.verklaring import make_verklaring
from meldpunt.bewaring.vernietiging import destroy_personen
from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.demo.kalender import Kalender
from meldpunt.demo.werkzaak import actor_of
from meldpunt.matching.models import Zaaksignaal
from meldpunt.toegang.actor import Actor

GEMEENTE = "0392"


def choose_termijn(kalender: Kalender) -> None:
    """Let Amsterdam choose four months for DUO, before the first delivery."""
    day = kalender.maanden[0]
    choose_bewaartermijn(
        gemeente="0363",
        convenant="duo-amsterdam",
        vanaf=day,
        maanden=4,
        besluit="Besluit van het college",
        door=_officer("0363"),
        now=kalender.moment(day, 10),
    )


def keep_and_destroy(kalender: Kalender) -> None:
    """Hold one resident for a complaint, destroy another on request, and sign the certificate of the month."""
    door, now = _officer(GEMEENTE), kalender.nu
    left_out = Zaaksignaal.objects.filter(gemeente=GEMEENTE, zaak__status="niet_opgepakt").order_by("signaal")
    keys = list(left_out.values_list("signaal", flat=True)[:2])
    if len(keys) < 2 or SignaalPersoon.objects.filter(gemeente=GEMEENTE, id__in=keys).count() < 2:
        return
    until = kalender.nu.date() + timedelta(days=60)
    hold(
        signalen=keys[:1],
        gemeente=GEMEENTE,
        reden="klacht",
        tot=until,
        dossier="K-14",
        door=door,
        now=now,
    )
    destroy_personen(signalen=keys[1:], gemeente=GEMEENTE, grond="verzoek", door=door, now=now)
    make_verklaring(gemeente=GEMEENTE, maand=kalender.nu.date(), door=door, now=now)


def forget_grootboek() -> None:
    """Throw away the copy of a ledger that is thrown away."""
    shutil.rmtree(grootboek_map(), ignore_errors=True)


def _officer(gemeente: str) -> Actor:
    return next(
        actor_of(account)
        for account in ACCOUNTS
        if account.rol == "privacy" and account.functies[0].partij == gemeente
    )
