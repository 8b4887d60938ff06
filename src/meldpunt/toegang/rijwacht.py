"""Refuse to serve with a role that row security does not hold for."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection


@cache
def check_database_rol() -> None:
    """Raise in production when this process connects as the owner, a superuser, or past row security."""
    if settings.DEMO:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, row_security_active('meldpunt_zaak'::regclass)")
        rol, secured = cursor.fetchone()
    if not secured:
        raise ImproperlyConfigured(
            f"De rol '{rol}' ziet alle rijen van de database, en mag daarom de site en de werker niet bedienen. "
            "Geef MELDPUNT_DATABASE_URL_WEB en MELDPUNT_DATABASE_URL_WERKER. [rol_is_eigenaar]"
        )
