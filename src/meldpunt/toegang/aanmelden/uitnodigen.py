"""Invite a person, and mail the link with which a password is set; nobody makes an account by themself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction

from meldpunt.adapters.mail import Mailbericht, Mailfout, can_mail, send_mail
from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.bronnen import find_bron_for
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.aanmelden.wachtwoord import key_of
from meldpunt.toegang.actor import Actor, system_actor
from meldpunt.toegang.models import Gebruiker, Wachtwoordlink
from meldpunt.toegang.rechten.aanstellingen import give_rol
from meldpunt.toegang.rechten.functies import Functie, check_team
from meldpunt.toegang.rijcontext import acting_on_accounts
from meldpunt.toegang.tellers import Grens, claim_try, hide_afzender
from meldpunt.toegang.weigering import Weigering

PER_ADRES: Final = Grens("wachtwoordlink", 3, timedelta(hours=1))
PER_AFZENDER: Final = Grens("wachtwoordlink_van", 20, timedelta(hours=1))
POGINGEN: Final = 5
# Words with which an address or a name begins when more people read it.
GROEP: Final = frozenset(
    {
        "info", "team", "teams", "admin", "administratie", "beheer", "beheerder", "postbus", "post", "mail",
        "contact", "receptie", "secretariaat", "incasso", "klantenservice", "klantcontact", "debiteuren",
        "support", "helpdesk", "servicedesk", "afdeling", "balie", "wijkteam", "schuldhulp",
        "schuldhulpverlening", "schulden", "meldpunt", "vroegsignalering", "noreply", "office",
        "backoffice", "frontoffice", "algemeen", "groep", "gemeente", "sociaal", "sociaalteam", "test",
        "ict", "functioneel", "postvak",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Uitnodiging:
    """Whom to invite for which role, and till when."""

    email: str
    naam: str
    functie: Functie
    tot: date | None = None
    reden: str = ""


class Linkmaker(PasswordResetTokenGenerator):
    """Links that hold once, and not after the sessions of the account were ended."""

    key_salt = "meldpunt.wachtwoordlink"

    def _make_hash_value(self, user: Gebruiker, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.sessieteken}{user.is_active}"


def check_persoonlijk(*, email: str, naam: str) -> None:
    """Raise Weigering when address or name is that of a group: what somebody did must be one person's."""
    words = [word for word in re.split(r"[^a-z]+", email.lower().partition("@")[0]) if word]
    if not words or words[0] in GROEP or words[-1] in {"team", "groep", "afdeling"}:
        raise Weigering(
            f"'{email}' is een adres van een groep. Elk account is van één persoon, zodat vaststaat wie wat deed. "
            "Gebruik een eigen e-mailadres. [groepsaccount]"
        )
    first = re.split(r"[^a-z]+", naam.lower().strip())[0]
    if first in {"team", "afdeling", "groep", "balie", "wijkteam"} or len(naam.split()) < 2:
        raise Weigering(
            f"'{naam}' is geen naam van een persoon. Schrijf voornaam en achternaam van wie het account krijgt. "
            "[groepsaccount]"
        )


@acting_on_accounts()
def invite(*, uitnodiging: Uitnodiging, door: Actor, now: datetime) -> str:
    """Make an account if there is none, give the role or ask for it, and let a link go out. Raises Weigering.

    Says `gegeven` or `gevraagd`. It does not say whether the account was there: that is not the party's to know.
    """
    functie = uitnodiging.functie
    check_team(door, partijsoort=functie.partijsoort, partij=functie.partij)
    email = uitnodiging.email.strip().lower()
    check_persoonlijk(email=email, naam=uitnodiging.naam)
    with transaction.atomic():
        gebruiker = Gebruiker.objects.select_for_update().filter(email=email).first()
        if gebruiker is not None and not gebruiker.is_active:
            raise Weigering(
                "Dit account is beëindigd. Vraag een beheerder het te heropenen. [account_beeindigd]"
            )
        if gebruiker is None:
            gebruiker = Gebruiker.objects.create_user(email, naam=uitnodiging.naam.strip())
            record("account_gemaakt", objectsoort="account", object=gebruiker.id, door=door, now=now)
        given = give_rol(
            gebruiker=gebruiker.id,
            functie=functie,
            tot=uitnodiging.tot,
            reden=uitnodiging.reden,
            door=door,
            now=now,
        )
        if not gebruiker.has_usable_password():
            ask_link(gebruiker=gebruiker, soort="uitnodiging", door=door, now=now)
    return given


@acting_on_accounts()
def ask_link(*, gebruiker: Gebruiker, soort: str, door: Actor, now: datetime) -> None:
    """Let a link to set a password go out to an account."""
    with transaction.atomic():
        Wachtwoordlink.objects.create(
            gebruiker=gebruiker, soort=soort, gevraagd_op=now, gevraagd_door=door.gebruiker
        )
        record("wachtwoordlink_gevraagd", objectsoort="account", object=gebruiker.id, door=door, now=now)


def forget_wachtwoord(*, email: str, plek: Plek, now: datetime) -> None:
    """Let a link go out when there is such an account that signs in here; nobody sees whether. Raises TeVaak."""
    email = email.strip().lower()
    claim_try(
        grenzen=[(PER_AFZENDER, hide_afzender(plek.adres, now=now)), (PER_ADRES, key_of(email))], now=now
    )
    known = Gebruiker.objects.filter(email=email, is_active=True).first()
    elsewhere = find_bron_for(email)
    with transaction.atomic():
        Wachtwoordlink.objects.create(
            gebruiker=known if elsewhere is None else None, soort="vergeten", gevraagd_op=now
        )
        record(
            "wachtwoordlink_gevraagd",
            objectsoort="account",
            object=known.id if known else key_of(email)[:32],
            door=system_actor(herkomst="web"),
            now=now,
        )


def find_account_of_link(*, gebruiker: UUID, token: str) -> Gebruiker | None:
    """Return the account of a link that still holds."""
    found = Gebruiker.objects.filter(id=gebruiker, is_active=True).first()
    return found if found is not None and Linkmaker().check_token(found, token) else None


def send_links(*, adres_of: Callable[[UUID, str], str], aanmelden: str, now: datetime) -> int:
    """Mail the links that wait; return how many went out. The link is made here, so that no row holds one."""
    Wachtwoordlink.objects.filter(gebruiker=None, verzonden_op=None).update(verzonden_op=now)
    if not can_mail():
        return 0
    due = Wachtwoordlink.objects.filter(verzonden_op=None, pogingen__lt=POGINGEN)
    sent = 0
    for key in list(due.order_by("id").values_list("id", flat=True)[:100]):
        with transaction.atomic():
            row = (
                Wachtwoordlink.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(id=key, verzonden_op=None)
                .select_related("gebruiker")
                .first()
            )
            if row is not None and row.gebruiker is not None:
                sent += _send(row, row.gebruiker, adres_of, aanmelden, now)
    return sent


def _send(  # the row is locked by the caller
    row: Wachtwoordlink,
    gebruiker: Gebruiker,
    adres_of: Callable[[UUID, str], str],
    aanmelden: str,
    now: datetime,
) -> int:
    try:
        send_mail(_write(row, gebruiker, adres_of, aanmelden))
    except Mailfout:
        Wachtwoordlink.objects.filter(id=row.id).update(pogingen=row.pogingen + 1)
        return 0
    Wachtwoordlink.objects.filter(id=row.id).update(verzonden_op=now)
    return 1


def _write(
    row: Wachtwoordlink, gebruiker: Gebruiker, adres_of: Callable[[UUID, str], str], aanmelden: str
) -> Mailbericht:
    if row.soort == "uitnodiging" and find_bron_for(gebruiker.email) is not None:
        text = f"U kunt nu werken met het meldpunt. Meld u aan via uw eigen organisatie:\n{aanmelden}\n"
        return Mailbericht(
            gebruiker.email, "Uw account bij het meldpunt", f"Beste {gebruiker.naam},\n\n{text}"
        )
    link = adres_of(gebruiker.id, Linkmaker().make_token(gebruiker))
    begin = (
        "Er is een account voor u gemaakt bij het meldpunt. Kies eerst een wachtwoord:"
        if row.soort == "uitnodiging"
        else "U vroeg om een nieuw wachtwoord voor het meldpunt. Kies het hier:"
    )
    text = (
        f"Beste {gebruiker.naam},\n\n{begin}\n{link}\n\n"
        "De link werkt twee dagen en één keer. Daarna stelt u een tweede stap in: een app of een passkey.\n"
        "Vroeg u dit niet? Dan hoeft u niets te doen.\n"
    )
    subject = "Uw account bij het meldpunt" if row.soort == "uitnodiging" else "Een nieuw wachtwoord"
    return Mailbericht(gebruiker.email, subject, text)


def sweep_links(*, now: datetime) -> int:
    """Delete links that were asked for long ago; return how many."""
    return Wachtwoordlink.objects.filter(gevraagd_op__lt=now - timedelta(days=30)).delete()[0]
