"""Partners hear soon after somebody changed something; the look of every minute is there if this is lost."""

from __future__ import annotations

from meldpunt.jobs.taken import tell_partners


def queue_terugkoppeling() -> None:
    """Queue telling the partners of zaken that changed."""
    tell_partners.defer()
