"""Accounts, sessions, counters and queue: the people who work here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from meldpunt.rules.persoonsgegevens.gegevens import DOOR
from meldpunt.rules.persoonsgegevens.vorm import FEIT, Gegeven, Tabel, declare

_ACCOUNT = Gegeven("account", "medewerker", "toegang", "account", "blijft")
_AANMELDING = Gegeven("account", "medewerker", "toegang", "aanmelding", "blijft")
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
        (_ACCOUNT, "password is_active aangemaakt_op sessieteken"),
        (DOOR, "last_login"),
    ),
    "Aanstelling": declare(
        None,
        (FEIT, "id bron"),
        (_ACCOUNT, "gebruiker_id rol partijsoort partij vanaf tot beheert_team goedgekeurd_op"),
        (DOOR, "verleend_door goedgekeurd_door"),
    ),
    # How an organisation signs in its people: its own addresses and a sealed secret.
    "Aanmeldbron": declare(
        None,
        (
            FEIT,
            "id naam partijsoort partij issuer client_id geheim rolclaim rollen acr amr actief aangemaakt_op",
        ),
    ),
    "Aanmelddomein": declare(None, (FEIT, "domein bron_id")),
    "Aanmeldnaam": declare(None, (FEIT, "id bron_id"), (_ACCOUNT, "naam gebruiker_id sinds")),
    "Aanmelding": declare(
        None,
        (FEIT, "id"),
        (_AANMELDING, "gebruiker_id tijd gelukt wijze factor apparaat netwerk opvallend gemeld_op gezien_op"),
        (DOOR, "gezien_door"),
    ),
    # A program is nobody: public keys, and which person at its party asked for it.
    "Toepassing": declare(
        None,
        (
            FEIT,
            "id client_id naam partijsoort partij rol scopes sleutels certificaten oin proef gemaakt_op "
            "goedgekeurd_op laatst_gebruikt_op beeindigd_op",
        ),
        (DOOR, "gemaakt_door goedgekeurd_door beeindigd_door"),
    ),
    "Toepassingbewijs": declare(None, (FEIT, "id toepassing_id nummer verloopt_op")),
    "Herhaalverzoek": declare(
        None, (FEIT, "id toepassing_id sleutel vingerafdruk status antwoord koppen gemaakt_op")
    ),
    "Sessie": declare(
        None,
        (FEIT, "id"),
        (
            _SESSIE,
            "gebruiker_id sleutel begonnen_op verloopt_op beeindigd_op wijze factor apparaat netwerk",
        ),
    ),
    "Wachtwoordlink": declare(
        None,
        (FEIT, "id soort verzonden_op pogingen"),
        (_ACCOUNT, "gebruiker_id gevraagd_op"),
        (DOOR, "gevraagd_door"),
    ),
    "Accountbericht": declare(
        None, (FEIT, "id verzonden_op pogingen"), (_AANMELDING, "gebruiker_id soort tijd")
    ),
    "Rechtaanvraag": declare(
        None,
        (FEIT, "id aangevraagd_op verloopt_op stand beslist_op"),
        (_ACCOUNT, "gebruiker_id rol partijsoort partij tot reden"),
        (DOOR, "aangevraagd_door beslist_door"),
    ),
    "Rechtencontrole": declare(
        None,
        (FEIT, "id kwartaal bereik herinnerd_op bevestigd_op vingerafdruk opmerking"),
        (DOOR, "bevestigd_door"),
    ),
    # Second factors: secrets are sealed, a passkey's public half is about a device of a person.
    "Authenticator": declare(None, (FEIT, "id"), (_ACCOUNT, "user_id type data created_at last_used_at")),
    # Of the library; they stay empty.
    "EmailAddress": declare(None, (FEIT, "id"), (_ACCOUNT, "user_id email verified primary")),
    "EmailConfirmation": declare(None, (FEIT, "id email_address_id created sent key")),
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
