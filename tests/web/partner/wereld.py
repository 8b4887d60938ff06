"""One partner with one delivery behind it, and a browser that is signed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import KOP, deliver, make_deelname, make_gebruiker, make_partner, make_regel

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.partijen.models import Signaalpartner

GISTEREN = timedelta(days=1)


def sign_in(*, rol: str = "partner", partijsoort: str = "partner", partij: str = "pwn") -> Client:
    """Make an account and return its signed-in browser."""
    client = Client()
    client.force_login(make_gebruiker(rol=rol, partijsoort=partijsoort, partij=partij))
    return client


def make_pwn() -> Signaalpartner:
    """Make a water company that takes part in Haarlem."""
    pwn = make_partner()
    make_deelname(partners=[pwn])
    return pwn


def write_regel(**cellen: str) -> str:
    """Write a row that is accepted today, unless a cell says otherwise."""
    sinds = (timezone.localdate() - timedelta(days=60)).isoformat()
    return make_regel(**{"sinds": sinds, **cellen})


def deliver_today(*, partner: Signaalpartner, regels: Sequence[str], kop: str = KOP) -> Aanlevering:
    """Deliver rows and take them through the pipeline, today."""
    return deliver(partner=partner, regels=regels, kop=kop, datum=timezone.localdate(), now=timezone.now())


def make_bestand(*regels: str, kop: str = KOP, naam: str = "oktober.csv") -> SimpleUploadedFile:
    """Make a file to upload."""
    return SimpleUploadedFile(naam, "\n".join([kop, *regels]).encode())
