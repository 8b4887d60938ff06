"""Port to the BRP: two calls, search and read, whoever carries them; the dialect is in the module of its version."""

from __future__ import annotations

from meldpunt.adapters.brp.personen import (
    JSON,
    Brpfout,
    Register,
    Zender,
    get_persoon,
    search_personen,
)

__all__ = ["JSON", "Brpfout", "Register", "Zender", "get_persoon", "search_personen"]
