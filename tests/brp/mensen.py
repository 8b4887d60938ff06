"""People of the registry, for the tests of the bench: made up, with numbers that nobody has."""

from __future__ import annotations

from meldpunt.rules.brppersoon import BrpDatum, BrpNaam, BrpPersoon


def make_persoon(
    *,
    bsn: str = "999990019",
    voorletters: str = "J.",
    voorvoegsel: str = "",
    geslachtsnaam: str = "Jansen",
    geboorte: BrpDatum | None = None,
    adresregels: tuple[str, ...] = ("Spaarne 12", "2011 AA  HAARLEM"),
    geheim: bool = False,
    overleden: bool = False,
) -> BrpPersoon:
    """Make somebody who lives where the delivery of tests/factories.py says."""
    return BrpPersoon(
        bsn=bsn,
        naam=BrpNaam(voorletters=voorletters, voorvoegsel=voorvoegsel, geslachtsnaam=geslachtsnaam),
        geboorte=geboorte or BrpDatum(1980, 5, 1),
        adresregels=adresregels,
        geheim=geheim,
        overleden=overleden,
    )
