"""Which connections there are and how each stands."""

from __future__ import annotations

from django.db.models import F, Q

from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import MELDPUNT, Aanmeldwijze, Koppelinggegevens
from meldpunt.koppelingen.models import Koppeling
from meldpunt.koppelingen.verzegeling import unseal


def find_koppeling(soort: str, gemeente: str = "") -> Koppelinggegevens | None:
    """Return how a municipality reaches a kind of system: by its own connection, else by that of the meldpunt.

    None when there is none or the one there is has been switched off: a municipality that switched its own off does
    not fall back on another.
    """
    where = Q(gemeente_id=gemeente) | Q(gemeente_id=None)
    row = Koppeling.objects.filter(where, soort=soort).order_by(F("gemeente_id").asc(nulls_last=True)).first()
    return open_row(row) if row is not None and row.aan else None


def get_koppeling(soort: str, gemeente: str = "") -> Koppelinggegevens:
    """Return how a municipality reaches a kind of system. Raises Koppelingfout `ontbreekt` when there is no way."""
    found = find_koppeling(soort, gemeente)
    if found is None:
        raise Koppelingfout("ontbreekt")
    return found


def open_row(row: Koppeling) -> Koppelinggegevens:
    """Return a row with its secrets opened."""
    return Koppelinggegevens(
        soort=row.soort,
        adres=row.adres,
        plek=row.gemeente_id or MELDPUNT,
        naam=row.naam,
        aanmelding=Aanmeldwijze(
            soort=row.aanmelding,
            sleutelkop=row.sleutelkop,
            tokenadres=row.tokenadres,
            client_id=row.client_id,
            scope=row.scope,
            audience=row.audience,
            kid=row.kid,
        ),
        geheimen=unseal(bytes(row.geheim), koppeling=row.id),
        certificaat=row.certificaat,
        ca=row.ca,
        koppen=row.koppen,
        opties=row.opties,
        verbinden_seconden=row.verbinden_seconden,
        lezen_seconden=row.lezen_seconden,
        pogingen=row.pogingen,
        gelijktijdig=row.gelijktijdig,
    )
