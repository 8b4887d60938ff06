"""The covenants in force here: the shipped folder and the mounted one, read once when the process starts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from meldpunt.partijen.convenantbestanden import load_convenanten
from meldpunt.partijen.openbaarmakingbestanden import load_openbaarmaking
from meldpunt.rules.convenant import Convenant, ConvenantVersie
from meldpunt.rules.openbaarmaking import Openbaarmaking


@lru_cache(maxsize=1)
def list_convenanten() -> dict[str, Convenant]:
    """Return every covenant by its key. Raises ConvenantFout, naming file and key, when one is wrong."""
    return load_convenanten(*(Path(folder) for folder in settings.MELDPUNT_CONVENANTEN))


@lru_cache(maxsize=1)
def get_openbaarmaking() -> Openbaarmaking:
    """Return the disclosure table with all its dated versions."""
    return load_openbaarmaking(Path(settings.MELDPUNT_OPENBAARMAKING), convenanten=list_convenanten().keys())


def get_convenant(sleutel: str) -> Convenant:
    """Return one covenant. Raises KeyError when it is not known."""
    return list_convenanten()[sleutel]


def get_versie(sleutel: str, vanaf: object) -> ConvenantVersie:
    """Return the version of a covenant that begins on this day, as kept with a signaal. Raises KeyError."""
    for versie in get_convenant(sleutel).versies:
        if versie.vanaf == vanaf:
            return versie
    raise KeyError(f"{sleutel} {vanaf}")
