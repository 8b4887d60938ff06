"""Numbers of made-up residents that the demo's stand-in for DigiD can be tried with."""

from __future__ import annotations

from itertools import islice
from typing import Final

from meldpunt.aanlevering.bsn import INDEXDOEL
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.demo.inwoners import iter_bsns
from meldpunt.partijen.models import Gemeente
from meldpunt.toegang.rijcontext import seeing_self
from meldpunt.toegang.sleutelbos import blind_indexes

BEKEKEN: Final = 2000


def list_testnummers(*, aantal: int = 3) -> list[str]:
    """Return some numbers with which the demo has signalen; none when the demo world is not loaded."""
    numbers = list(islice(iter_bsns(), BEKEKEN))
    known = dict(zip(blind_indexes(INDEXDOEL, numbers), numbers, strict=True))
    with seeing_self():
        codes = list(Gemeente.objects.values_list("code", flat=True))
    with seeing_self(*codes):
        rows = SignaalPersoon.objects.filter(bsn_index__in=known).order_by("id")
        found = dict.fromkeys(rows.values_list("bsn_index", flat=True)[: aantal * 5])
    return [known[index] for index in found][:aantal]
