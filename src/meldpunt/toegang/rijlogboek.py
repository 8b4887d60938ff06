"""Which rows of the log and of the queue each kind of context reaches: a part of the registry of `rijbeveiliging`."""

from __future__ import annotations

from typing import Final

from meldpunt.toegang.rijblokken import ALLES, EIGEN_REGEL
from meldpunt.toegang.rijrecht import MEDEWERKERS, Recht, Rijregel
from meldpunt.toegang.rijrecht import each as _each

LOGBOEK: Final[dict[str, Rijregel]] = {
    # Nobody but the owner changes or deletes a line.
    "meldpunt_logregel": Rijregel(
        {
            **_each(("aanmelden", "inwoner", "statistiek"), ALLES, "v"),
            **{soort: Recht(EIGEN_REGEL, "lv", schrijf=ALLES) for soort in MEDEWERKERS},
        },
        systeem="lv",
    ),
    # The trigger lays the links with the rights of the owner; the health page of beheer reads how the log stands.
    "meldpunt_logschakel": Rijregel({"beheer": Recht(ALLES, "l")}, systeem="l"),
    "meldpunt_loganker": Rijregel({"beheer": Recht(ALLES, "l")}, systeem="lv"),
    "meldpunt_logcontrole": Rijregel(_each(("beheer", "privacy"), ALLES, "l"), systeem="lv"),
    "meldpunt_logverzending": Rijregel({"beheer": Recht(ALLES, "l")}, systeem="lvw"),
}
WACHTRIJ: Final[dict[str, Rijregel]] = {
    tabel: Rijregel(_each(MEDEWERKERS, ALLES, mag), zonder_context=True, verborgen=verborgen)
    for tabel, mag, verborgen in (
        ("procrastinate_jobs", "lv", ("args",)),
        ("procrastinate_events", "lv", ()),
        ("procrastinate_workers", "l", ()),
        ("procrastinate_periodic_defers", "", ()),
    )
}
