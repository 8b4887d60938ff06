"""Partners hear soon after somebody changed something; the look of every minute is there if this is lost."""

from __future__ import annotations

from meldpunt.jobs.taken import send_berichten, tell_partners


def queue_terugkoppeling() -> None:
    """Queue telling the partners of zaken that changed."""
    tell_partners.defer()


def queue_berichten() -> None:
    """Queue sending what waits and recording what was printed."""
    send_berichten.defer()
