"""The rows of row security about notices to systems of partners: keys and addresses, and nothing about a resident."""

from __future__ import annotations

from typing import Final

from meldpunt.toegang.rijblokken import ALLES, PARTNER
from meldpunt.toegang.rijrecht import Recht, Rijregel

NOTIFICATIES: Final[dict[str, Rijregel]] = {
    "meldpunt_ontvangsthost": Rijregel({"partner": Recht(PARTNER, "lv"), "beheer": Recht(ALLES, "lvw")}),
    # Beheer sees that a receiver fails; the secret in it is sealed.
    "meldpunt_abonnement": Rijregel({"partner": Recht(PARTNER, "lvw"), "beheer": Recht(ALLES, "l")}),
    "meldpunt_notificatie": Rijregel({"partner": Recht(PARTNER, "lvw"), "beheer": Recht(ALLES, "l")}),
    "meldpunt_notificatiepoging": Rijregel({"partner": Recht(PARTNER, "l"), "beheer": Recht(ALLES, "l")}),
}
