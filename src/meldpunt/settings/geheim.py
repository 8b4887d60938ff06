"""The secrets of an installation: made once for a data folder, or long enough when they come from outside."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 40


def read_or_make_secret(bestand: Path) -> str:
    """Return the secret in this file, made first when the file is not there."""
    bestand.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    # Written aside and linked into place: two processes that start together must read the same secret.
    aside = bestand.with_name(f"{bestand.name}.{os.getpid()}")
    if not bestand.exists():
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(48))
        try:
            os.link(aside, bestand)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return bestand.read_text()


def read_key(tekst: str, *, naam: str = "MELDPUNT_SLEUTEL") -> str:
    """Return the key that this variable holds; a short one could be found by trying. Raises ImproperlyConfigured."""
    if len(tekst) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"{naam} heeft {len(tekst)} tekens en moet er minstens {SHORTEST_KEY} hebben. "
            "Maak er een met: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return tekst
