"""Accounts, sessions, counters and queue: the people who work here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, declare

_ACCOUNT = Gegeven("account", "medewerker", "toegang", "account", "blijft")
_SESSIE = Gegeven("account", "medewerker", "toegang", "sessie", "blijft")
# A keyed hash of the address somebody came from, or of the name that was tried.
_TELLER = Gegeven("contact", "inwoner", "toegang", "teller", "blijft")
# Keys of what is to be done, never a value of somebody.
_TAAK = Gegeven("kenmerk", "inwoner", "vroegsignalering", "wachtrij", "blijft")

TABELLEN: Final[Mapping[str, Tabel]] = {
    "Gebruiker": declare(
        None,
        (FEIT, "id"),
        (Gegeven("naam", "medewerker", "toegang", "account", "blijft"), "naam"),
        (Gegeven("contact", "medewerker", "toegang", "account", "blijft"), "email"),
        (_ACCOUNT, "password is_active aangemaakt_op"),
        (DOOR, "last_login"),
    ),
    "Aanstelling": declare(None, (FEIT, "id"), (_ACCOUNT, "gebruiker_id rol partijsoort partij vanaf tot")),
    "Teller": declare(None, (FEIT, "id soort venster aantal"), (_TELLER, "sleutel")),
    # Wrapped keys: no value of anybody; destroying one destroys what it sealed.
    "Sleutel": declare(None, (FEIT, "id doel verpakt vingerafdruk gemaakt_op vernietigd_op")),
    "Session": declare(None, (FEIT, "expire_date"), (_SESSIE, "session_key session_data")),
    "Permission": declare(None, (FEIT, "id name content_type_id codename")),
    "Group": declare(None, (FEIT, "id name")),
    "Group_permissions": declare(None, (FEIT, "id group_id permission_id")),
    "ContentType": declare(None, (FEIT, "id app_label model")),
    "ProcrastinateJob": declare(
        None,
        (
            FEIT,
            "id queue_name task_name priority lock status scheduled_at attempts queueing_lock abort_requested"
            " worker_id",
        ),
        (_TAAK, "args"),
    ),
    "ProcrastinateEvent": declare(None, (FEIT, "id job_id type at")),
    "ProcrastinatePeriodicDefer": declare(None, (FEIT, "id task_name defer_timestamp job_id periodic_id")),
    "ProcrastinateWorker": declare(None, (FEIT, "id last_heartbeat")),
}
