"""The rows of row security about the registry of persons: what it answered, of whom, and what was decided."""

from __future__ import annotations

from typing import Final

from meldpunt.toegang.rijblokken import GEMEENTE, ZAAK
from meldpunt.toegang.rijrecht import Recht, Rijregel

BRP: Final[dict[str, Rijregel]] = {
    # Of a zaak that one sees; a team outside the municipality decides nothing here and sees no candidate.
    "meldpunt_mismatch": Rijregel(
        {
            "behandelaar": Recht(ZAAK, "lvw"),
            "coordinator": Recht(GEMEENTE, "lvw"),
            "privacy": Recht(GEMEENTE, "l"),
            "gevolg": Recht(GEMEENTE, "lvwx"),
        },
        over_inwoners=True,
    ),
}
