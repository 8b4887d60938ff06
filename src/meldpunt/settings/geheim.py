"""The secrets of an installation: made once for a data folder, or long enough when they come from outside."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 40
FEWEST_SIGNS = 12
# What stands in examples, in tests and in the mails of whoever set up the first server.
KNOWN = (
    "only-for-tests",
    "insecure",
    "change-me",
    "changeme",
    "verander",
    "secret-key",
    "wachtwoord",
    "password",
)
_MAAK = "Maak er een met: python -c 'import secrets; print(secrets.token_urlsafe(48))'"


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


def read_secret(naam: str) -> str:
    """Return a secret from the environment. Raises ImproperlyConfigured when it is not there or could be guessed."""
    return read_key(os.environ.get(naam, ""), naam=naam)


def read_key(tekst: str, *, naam: str = "MELDPUNT_SLEUTEL") -> str:
    """Return the key that this variable holds. Raises ImproperlyConfigured when it is not there or could be guessed."""
    if not tekst:
        raise ImproperlyConfigured(f"{naam} is er niet. {_MAAK} [geheim_ontbreekt]")
    if len(tekst) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"{naam} heeft {len(tekst)} tekens en moet er minstens {SHORTEST_KEY} hebben. {_MAAK} [geheim_kort]"
        )
    if len(set(tekst)) < FEWEST_SIGNS or any(word in tekst.lower() for word in KNOWN):
        raise ImproperlyConfigured(f"{naam} is te raden. {_MAAK} [geheim_zwak]")
    return tekst
