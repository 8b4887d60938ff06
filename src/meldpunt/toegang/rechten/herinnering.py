"""Remind whoever must look at the rights of the last quarter, until somebody confirmed them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from meldpunt.adapters.mail import Mailbericht, Mailfout, can_mail, send_mail
from meldpunt.toegang.models import Aanstelling, Rechtencontrole
from meldpunt.toegang.rechten.rapport import MELDPUNT, vorig_kwartaal

OPNIEUW: Final = timedelta(days=14)


def remind_rechtencontrole(*, adres: str, now: datetime) -> int:
    """Mail beheer and each privacy officer about a quarter that nobody confirmed; return how many mails went out."""
    if not can_mail():
        return 0
    today = timezone.localdate(now)
    kwartaal = vorig_kwartaal(today)
    holds = Q(vanaf__lte=today) & (Q(tot=None) | Q(tot__gte=today))
    rows = Aanstelling.objects.filter(holds, rol__in=["beheer", "privacy"], gebruiker__is_active=True)
    readers: dict[str, list[str]] = {}
    for row in rows.select_related("gebruiker").order_by("id"):
        bereik = MELDPUNT if row.rol == "beheer" else row.partij
        readers.setdefault(bereik, []).append(row.gebruiker.email)
    return sum(_remind(kwartaal, bereik, emails, adres, now) for bereik, emails in readers.items())


def _remind(kwartaal: str, bereik: str, emails: list[str], adres: str, now: datetime) -> int:
    row, _ = Rechtencontrole.objects.get_or_create(kwartaal=kwartaal, bereik=bereik)
    due = Rechtencontrole.objects.filter(Q(herinnerd_op=None) | Q(herinnerd_op__lt=now - OPNIEUW))
    if not due.filter(id=row.id, bevestigd_op=None).update(herinnerd_op=now):
        return 0
    text = (
        f"Beste collega,\n\nHet rapport over de rechten in kwartaal {kwartaal} is nog niet bevestigd. "
        "Kijk of iedereen de rol heeft die hij nodig heeft, en beëindig wat niet meer nodig is.\n\n"
        f"U vindt het rapport op {adres}\n"
    )
    sent = 0
    for email in sorted(set(emails)):
        try:
            send_mail(Mailbericht(email, f"Bekijk de rechten van kwartaal {kwartaal}", text))
            sent += 1
        except Mailfout:
            continue
    return sent
