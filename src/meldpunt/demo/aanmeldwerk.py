"""Who signed in lately, what was odd, and a special right that waits: so that the screens of beheer show something."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction

from meldpunt.demo.accounts import ACCOUNTS
from meldpunt.toegang.aanmelden.plek import Plek
from meldpunt.toegang.models import Aanmelding, Aanstelling, Rechtaanvraag
from meldpunt.toegang.rechten.functies import BIJZONDER
from meldpunt.toegang.toepassingen.actions import ROL_VAN
from meldpunt.toegang.toepassingen.models import Toepassing
from meldpunt.toegang.toepassingen.sleutelset import read_sleutels

# Two who stopped coming: the report of rights finds them.
ONGEBRUIKT: Final = frozenset({"tim@vitens.example", "bram@cak.example"})
OPVALLEND: Final = {
    "jip@zandvoort.example": ["nieuw_apparaat", "nacht"],
    "daan@elanwonen.example": ["herstelcode"],
}
SOFTWARE: Final = (
    ("partner", "vitens", "Incassopakket", ("aanleveren", "signalen", "terugkoppelingen"), True),
    ("gemeente", "0392", "Zaaksysteem", ("zaken", "zaken.bijwerken"), False),
)
KANTOOR: Final = Plek("192.0.2.10", "Edg Windows")


@transaction.atomic
def sign_in_lately(*, now: datetime) -> None:
    """Give accounts a recent sign-in, special rights their second person, and beheer a request to decide on."""
    by_email = {account.email: account.gebruiker for account in ACCOUNTS}
    wim, ilse = by_email["wim@meldpunt.example"], by_email["ilse@meldpunt.example"]
    Aanmelding.objects.bulk_create(
        _sign_in(account.email, now - timedelta(days=number % 9 + 1, minutes=7 * number))
        for number, account in enumerate(ACCOUNTS)
        if account.email not in ONGEBRUIKT
    )
    special = Aanstelling.objects.filter(rol__in=BIJZONDER).exclude(gebruiker__in=[wim, ilse])
    special.update(verleend_door=wim, goedgekeurd_door=ilse, goedgekeurd_op=now - timedelta(days=100))
    Rechtaanvraag.objects.create(
        gebruiker_id=by_email["noor@haarlem.example"],
        rol="coordinator",
        partijsoort="gemeente",
        partij="0392",
        reden="Vervangt Marit in december",
        aangevraagd_door=wim,
        aangevraagd_op=now - timedelta(days=1),
        verloopt_op=now + timedelta(days=6),
    )
    register_software(now=now)


def register_software(*, now: datetime) -> None:
    """Give a partner software that was used lately, and a municipality some that waits for a second person.

    Nobody has the other half of their keys.
    """
    for partijsoort, partij, naam, scopes, used in SOFTWARE:
        key = generate_private_key(SECP256R1()).public_key()
        pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        Toepassing.objects.create(
            client_id=f"{partij}-demo",
            naam=naam,
            partijsoort=partijsoort,
            partij=partij,
            rol=ROL_VAN[partijsoort],
            scopes=list(scopes),
            sleutels=read_sleutels(pem),
            gemaakt_op=now - timedelta(days=40),
            laatst_gebruikt_op=now - timedelta(hours=2) if used else None,
        )


def _sign_in(email: str, moment: datetime) -> Aanmelding:
    account = next(one for one in ACCOUNTS if one.email == email)
    apparaat, netwerk = KANTOOR.hide(account.gebruiker)
    odd = OPVALLEND.get(email, [])
    return Aanmelding(
        gebruiker_id=account.gebruiker,
        tijd=moment,
        gelukt=True,
        wijze="wachtwoord",
        factor="herstelcode" if "herstelcode" in odd else "app",
        apparaat=apparaat,
        netwerk=netwerk,
        opvallend=odd,
        gemeld_op=moment if odd else None,
    )
