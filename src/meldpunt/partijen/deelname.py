"""The participation that the rules judge a delivery by, from the rows of parties."""

from __future__ import annotations

from datetime import date

from meldpunt.partijen.models import Signaalpartner
from meldpunt.partijen.queries import find_last_day, list_active_gemeenten, list_partner_deelnames
from meldpunt.rules.convenant import Convenant
from meldpunt.rules.deelname import Deelname, DeelnemendeGemeente, Postcodebereik, is_within


def get_deelname(convenant: Convenant, partner: Signaalpartner, *, on: date) -> Deelname:
    """Return who takes part on the day of a delivery; a partner takes part per municipality, each with its days.

    The municipality that joined first comes first: it owns a postcode that a later one claims as well.
    """
    gemeenten = tuple(
        DeelnemendeGemeente(
            code=deelname.gemeente_id,
            postcodes=tuple(Postcodebereik.parse(text) for text in protocol.postcodes),
            vanaf=deelname.vanaf,
            tot=deelname.tot,
            naam=deelname.gemeente.naam,
        )
        for deelname, protocol in list_active_gemeenten(convenant.sleutel, on=on)
    )
    rows = list_partner_deelnames(convenant.sleutel, partner)
    holds = [row for row in rows if is_within(on, row.vanaf, row.tot)]
    return Deelname(
        gemeenten=gemeenten,
        partner_gemeenten=frozenset(row.gemeente_id for row in holds),
        partner_vanaf=min((row.vanaf for row in rows), default=date.max),
        partner_tot=on if holds else date.min,
        einde=find_last_day(convenant.sleutel, on=on),
    )
