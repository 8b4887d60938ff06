"""Which rows of what connects to other systems each kind of context reaches: a part of `rijbeveiliging`."""

from __future__ import annotations

from typing import Final

from meldpunt.toegang.rijblokken import ALLES, GEMEENTE_OF_ALGEMEEN
from meldpunt.toegang.rijrecht import GEMEENTELIJK, IEDEREEN, MEDEWERKERS, Recht, Rijregel
from meldpunt.toegang.rijrecht import each as _each

BUITENWERELD: Final[dict[str, Rijregel]] = {
    # Its secrets are sealed; who asks over it needs the row, and only beheer changes it.
    "meldpunt_koppeling": Rijregel(
        {
            **_each((*GEMEENTELIJK, "privacy", "gevolg"), GEMEENTE_OF_ALGEMEEN, "l"),
            "beheer": Recht(ALLES, "lvw"),
        }
    ),
    # Whoever asked writes how it went.
    "meldpunt_koppelingstand": Rijregel(_each(IEDEREEN, ALLES, "lvw")),
    # Every address of the country, and when it was loaded: nobody's data.
    "meldpunt_bagadres": Rijregel(_each(MEDEWERKERS, ALLES, "l")),
    "meldpunt_bagstand": Rijregel(_each(MEDEWERKERS, ALLES, "l")),
}
