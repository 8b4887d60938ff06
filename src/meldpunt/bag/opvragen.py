"""Ask the interface of the register what our own table does not know, and keep the answer for a while."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl
from django.db import transaction

from meldpunt.adapters import bag
from meldpunt.adapters.uitgaand import Verzoek
from meldpunt.bag.models import Bagadres
from meldpunt.koppelingen.fouten import Koppelingfout
from meldpunt.koppelingen.gegevens import Koppelinggegevens
from meldpunt.koppelingen.models import Koppeling
from meldpunt.koppelingen.oproep import call_json
from meldpunt.rules.adres import read_suffix

SOORT: Final = "bag"
# No house number has a thousand doors; a server that goes on answering does not keep us.
BLADZIJDEN: Final = 10
# As long as the look-back of the monitor: then it is asked anew, should it come up again.
BEWAREN: Final = timedelta(days=183)
VELDEN: Final = (
    "object", "postcode", "huisnummer", "huisletter", "toevoeging", "suffix", "straat", "korte_naam", "woonplaats",
    "gemeentecode", "hoofdadres", "deelt", "opgevraagd_op",
)  # fmt: skip


def list_vraagbaar(gemeenten: Sequence[str]) -> set[str]:
    """Return which of these municipalities have a connection to the register that is on."""
    rows = Koppeling.objects.filter(soort=SOORT).values_list("gemeente_id", "aan")
    on: dict[str | None, bool] = dict(rows)
    return {gemeente for gemeente in gemeenten if on.get(gemeente, on.get(None, False))}


def ask_adres(
    *, postcode: str, huisnummer: int, suffix: str, koppeling: Koppelinggegevens, now: datetime
) -> bool:
    """Ask for an address and keep what comes; say whether the register knows it.

    Then also for the other addresses of its object: they may lie in another street. Outside a transaction.
    Raises Koppelingfout when the register did not answer.
    """
    found = _ask(
        lambda page: bag.ask_adres(postcode=postcode, huisnummer=huisnummer, bladzijde=page), koppeling, now
    )
    here = {row["object"] for row in found if row["suffix"] == suffix}
    for object_ in here if len(here) == 1 else ():
        found += _ask(lambda page, one=object_: bag.ask_object(one, bladzijde=page), koppeling, now)  # type: ignore[misc]
    _store(found, now=now)
    return bool(here)


def _ask(
    vraag: Callable[[int], Verzoek], koppeling: Koppelinggegevens, now: datetime
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for page in range(1, BLADZIJDEN + 1):
        status, told = call_json(koppeling=koppeling, verzoek=vraag(page), now=now, veilig_te_herhalen=True)
        if status == 404:
            break
        if status >= 300:
            raise Koppelingfout("onleesbaar")
        rows += _read(told)
        if not bag.has_more(told):
            break
    return rows


def _read(told: Any) -> list[dict[str, Any]]:
    try:
        return _with_suffix(bag.read_adressen(told))
    except (ValueError, AttributeError, TypeError) as problem:
        raise Koppelingfout("onleesbaar") from problem


def _with_suffix(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not rows:
        return []
    frame = pl.DataFrame([{name: row[name] for name in ("huisletter", "toevoeging")} for row in rows])
    suffixes = frame.select(read_suffix(pl.lit(""), pl.col("huisletter"), pl.col("toevoeging"))).to_series()
    return [{**row, "suffix": suffix} for row, suffix in zip(rows, suffixes, strict=True)]


@transaction.atomic
def _store(found: list[dict[str, Any]], *, now: datetime) -> None:
    """Keep what was answered; what an extract brought is not touched."""
    rows = {row["nummeraanduiding"]: row for row in found}
    of_extract = Bagadres.objects.filter(nummeraanduiding__in=list(rows), opgevraagd_op=None)
    for known in of_extract.values_list("nummeraanduiding", flat=True):
        del rows[known]
    count = Counter(row["object"] for row in rows.values())
    Bagadres.objects.bulk_create(
        [Bagadres(**row, deelt=count[row["object"]] > 1, opgevraagd_op=now) for row in rows.values()],
        update_conflicts=True,
        unique_fields=["nummeraanduiding"],
        update_fields=VELDEN,
    )


def forget_opgevraagd(*, now: datetime) -> int:
    """Delete what was asked long ago, and return how many: a kept answer says that somebody asked."""
    gone, _ = Bagadres.objects.filter(opgevraagd_op__lt=now - BEWAREN).delete()
    return gone
