"""Whom a question to the BRP is about: what the partners wrote about one resident of a zaak."""

from __future__ import annotations

from collections.abc import Sequence

from meldpunt.aanlevering.bsn import open_bsn
from meldpunt.aanlevering.models import SignaalPersoon
from meldpunt.bag.queries import find_bagadres
from meldpunt.brp.models import Brpbevraging
from meldpunt.matching.beperkt import list_beperkt
from meldpunt.matching.models import Zaaksignaal
from meldpunt.rules.brpvraag import Gezocht
from meldpunt.rules.zaakvorming import OPEN


def find_gezocht(bevraging: Brpbevraging) -> Gezocht | None:
    """Return whom to look for, or nobody: destroyed, withdrawn, the zaak closed, or the resident asked to let be."""
    if bevraging.zaak.status not in OPEN:
        return None
    links = Zaaksignaal.objects.filter(
        gemeente=bevraging.gemeente_id, zaak=bevraging.zaak_id, persoon=bevraging.persoon, afgemeld_op=None
    )
    signalen = list(links.values_list("signaal", flat=True))
    if list_beperkt(signalen, gemeente=bevraging.gemeente_id):
        return None
    rows = SignaalPersoon.objects.filter(gemeente=bevraging.gemeente_id, id__in=signalen).order_by("id")
    return _combine(list(rows))


def _combine(rows: Sequence[SignaalPersoon]) -> Gezocht | None:
    """Take of each value the first that is there: the matching found that these are one person."""
    if not rows:
        return None
    # The row that says most about who it is: names and dates of two rows are not mixed.
    best = max(rows, key=lambda row: (row.geboortedatum is not None, row.voorletters != ""))
    home = find_bagadres(postcode=best.postcode, huisnummer=best.huisnummer, suffix=best.suffix)
    return Gezocht(
        gemeente=best.gemeente_id,
        voorletters=best.voorletters,
        tussenvoegsel=best.tussenvoegsel,
        achternaam=best.achternaam,
        geboortedatum=best.geboortedatum,
        postcode=best.postcode,
        huisnummer=best.huisnummer,
        suffix=best.suffix,
        object_id=home.object if home else "",
        bsn=next((open_bsn(row.bsn_verzegeld) for row in rows if row.bsn_verzegeld), ""),
    )
