"""Tell a person by mail that the way into the own account changed, or what it may: who did not do it must hear it.

The row is written with the change and the mail goes out later, so that nobody waits for a mail server and no mail
tells of what was undone. No secret stands in it: a mailbox may be the very thing that somebody else reads.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meldpunt.adapters.mail import Mailbericht, Mailfout, can_mail, send_mail
from meldpunt.toegang.models import Accountbericht

POGINGEN: Final = 5
BEWAREN: Final = timedelta(days=30)
# After this a mail helps nobody any more; the line in the log stays.
VERS: Final = timedelta(days=7)
ZINNEN: Final = {
    "app_toegevoegd": "werd een app met codes toegevoegd als tweede stap",
    "app_verwijderd": "werd een app met codes verwijderd als tweede stap",
    "passkey_toegevoegd": "werd een passkey toegevoegd",
    "passkey_verwijderd": "werd een passkey verwijderd",
    "herstelcode_gemaakt": "werden nieuwe herstelcodes gemaakt; oude herstelcodes werken niet meer",
    "herstelcode_gebruikt": "werd een herstelcode gebruikt; die code werkt nu niet meer",
    "factoren_weggehaald": "haalde een beheerder uw tweede stap weg; bij de volgende aanmelding stelt u een nieuwe in",
    "wachtwoord_gezet": "werd een nieuw wachtwoord gezet; overal waar u was aangemeld, bent u nu afgemeld",
    "recht_gegeven": "kreeg uw account een bijzonder recht: u ziet of beslist meer dan voor het eigen werk",
}


def note_bericht(soort: str, *, gebruiker: UUID, now: datetime) -> None:
    """Let a mail about a change go out to its person, in the transaction of the change."""
    if soort not in ZINNEN:
        raise KeyError(soort)
    Accountbericht.objects.create(gebruiker_id=gebruiker, soort=soort, tijd=now)


def send_berichten(*, adres: str, now: datetime) -> int:
    """Mail what waits; return how many mails went out. `adres` is the page of one's own account."""
    if not can_mail():
        return 0
    due = Accountbericht.objects.filter(verzonden_op=None, pogingen__lt=POGINGEN, tijd__gt=now - VERS)
    sent = 0
    for key in list(due.order_by("id").values_list("id", flat=True)[:100]):
        with transaction.atomic():
            row = (
                Accountbericht.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(id=key, verzonden_op=None)
                .select_related("gebruiker")
                .first()
            )
            if row is not None:
                sent += _send(row, adres, now)
    return sent


def _send(row: Accountbericht, adres: str, now: datetime) -> int:
    text = (
        f"Beste {row.gebruiker.naam},\n\n"
        f"Op {timezone.localtime(row.tijd):%d-%m-%Y om %H:%M} uur {ZINNEN[row.soort]}. "
        "Het gaat om uw account bij het meldpunt.\n\n"
        "Weet u hiervan? Dan hoeft u niets te doen.\n"
        f"Weet u hier niet van? Ga naar {adres}, beëindig uw andere sessies en kies een nieuw wachtwoord. "
        "Bel daarna meteen uw beheerder.\n"
    )
    try:
        send_mail(Mailbericht(row.gebruiker.email, "Er veranderde iets aan uw account", text))
    except Mailfout:
        Accountbericht.objects.filter(id=row.id).update(pogingen=row.pogingen + 1)
        return 0
    Accountbericht.objects.filter(id=row.id).update(verzonden_op=now)
    return 1


def sweep_berichten(*, now: datetime) -> int:
    """Delete what was told long ago; return how many."""
    return Accountbericht.objects.filter(tijd__lt=now - BEWAREN).delete()[0]
