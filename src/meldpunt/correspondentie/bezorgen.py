"""Bring one message to who carries it: the mail server, or the SMS provider of the municipality.

Trouble with the carrier is a `Koppelingfout`: the message waits, however long it lasts. Trouble with the message itself
is a `Mailfout` or `Smsfout`: it is tried some times and then fails in the open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.adapters import sms
from meldpunt.adapters.mail import Mailbericht, Mailfout, send_mail
from meldpunt.adapters.mail.afwijzing import find_storing
from meldpunt.adapters.sms import Smsbericht
from meldpunt.adapters.sms.cm import Smsgeweigerd, read_antwoord, write_verzoek
from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.correspondentie.models import Verzending
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.oproep import call
from meldpunt.koppelingen.queries import find_koppeling
from meldpunt.koppelingen.stand import check_open, record_gelukt, record_mislukt

# By what the state of the mail server is found; its settings are those of the process.
MAILSTAND: Final = "mail:meldpunt"
MAILNAAM: Final = "E-mail aan inwoners"
# Why a mail failed that had been taken: it came back.
TERUGGEKOMEN: Final = "teruggekomen"
JSON: Final = {"Content-Type": "application/json", "Accept": "application/json"}


def can_sms(gemeente: str) -> bool:
    """Say whether this municipality has anything that carries an SMS."""
    return find_koppeling("sms", gemeente) is not None or sms.is_ingericht()


def has_teruggekomen(*, gemeente: str, zaak: UUID, adres: str) -> bool:
    """Say whether mail to this address about this zaak came back before."""
    rows = Verzending.objects.filter(gemeente=gemeente, zaak=zaak, kanaal="mail", fout=TERUGGEKOMEN)
    return rows.filter(aan__iexact=adres).exists()


def carry_mail(bericht: Mailbericht, *, now: datetime) -> None:
    """Hand a mail to the server. Raises Koppelingfout for trouble with the server, Mailfout for one message alone."""
    check_open(MAILSTAND, now=now)
    try:
        send_mail(bericht)
    except Mailfout as failure:
        code = find_storing(failure)
        if code is None:
            record_gelukt(MAILSTAND, now=now, naam=MAILNAAM)
            raise
        trouble = Koppelingfout(code)
        record_mislukt(MAILSTAND, fout=trouble, now=now, naam=MAILNAAM)
        raise trouble from failure
    record_gelukt(MAILSTAND, now=now, naam=MAILNAAM)


def carry_sms(bericht: Smsbericht, *, gemeente: str, kenmerk: UUID, now: datetime) -> None:
    """Hand an SMS to the provider. Raises Koppelingfout and Smsfout.

    A message is not sent twice by itself: what was cut off halfway may have gone out, so it is tried once.
    """
    koppeling = find_koppeling("sms", gemeente)
    if koppeling is None:
        sms.send_sms(bericht)
        return
    code = _ask(koppeling, bericht, kenmerk=kenmerk, now=now)
    if code:
        raise Smsgeweigerd(code)


def _ask(koppeling: Koppelinggegevens, bericht: Smsbericht, *, kenmerk: UUID, now: datetime) -> int:
    body = write_verzoek(bericht, afzender=koppeling.opties.get("afzender", "Gemeente"), kenmerk=str(kenmerk))
    answer = call(
        koppeling=koppeling,
        verzoek=Verzoek(adres="", inhoud=body, koppen=JSON),
        now=now,
        keur=lambda answer: read_antwoord(answer.inhoud),
    )
    return read_antwoord(answer.inhoud)
