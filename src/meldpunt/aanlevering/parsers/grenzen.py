"""How large a delivery may be before it is refused unread."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Grenzen:
    """Hold the limits; a host sets its own by passing another one."""

    bytes: int = 256 * MB
    regels: int = 2_000_000
    kolommen: int = 1_000
    # A cell of the csv module's own limit; a longer one is nearly always a quote that was never closed.
    celtekens: int = 131_072
    regelbytes: int = 8 * MB
    # A workbook is a zip. A real sheet shrinks ten- to thirtyfold, a bomb a thousandfold.
    uitgepakt: int = 768 * MB
    verhouding: int = 120
    onderdelen: int = 5_000
    # A sheet is kept as a dense grid of about forty bytes a cell; a longer list goes by CSV.
    cellen: int = 15_000_000
    geheugen: int = 2048 * MB


STANDAARD = Grenzen()
