"""Input for a DPIA, for every covenant."""

from __future__ import annotations

from meldpunt.inzicht.dpia import write_dpia
from meldpunt.partijen.register import list_convenanten


def describe_dpia() -> str:
    """Return the page: processing, purposes, data, receivers, terms and measures."""
    return write_dpia(list_convenanten())
