"""The second factor of an account: an app with codes, passkeys, and recovery codes for when both are away."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from meldpunt.audit.actions import record
from meldpunt.toegang.aanmelden.factorslot import unseal
from meldpunt.toegang.aanmelden.wachtwoord import key_of
from meldpunt.toegang.actor import account_actor
from meldpunt.toegang.models import Gebruiker
from meldpunt.toegang.tellers import Grens, TeVaak, claim_try, release_tries
from meldpunt.toegang.weigering import Weigering

APP, PASSKEY, HERSTELCODE = "app", "passkey", "herstelcode"
SOORTEN: Final = {
    Authenticator.Type.TOTP: APP,
    Authenticator.Type.WEBAUTHN: PASSKEY,
    Authenticator.Type.RECOVERY_CODES: HERSTELCODE,
}
STAP: Final = 30
PER_CODE: Final = Grens("aanmelden_code", 5, timedelta(minutes=15))
EENS: Final = Grens("aanmelden_stap", 1, timedelta(seconds=STAP))
FOUT: Final = "Deze code klopt niet of is al gebruikt. Vul de code in die de app nu toont. [code_onjuist]"
PASSKEY_FOUT: Final = (
    "Deze passkey herkennen we niet. Probeer het opnieuw of gebruik een code. [passkey_onjuist]"
)


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor, for a screen."""

    id: int
    soort: str
    naam: str
    sinds: datetime
    gebruikt_op: datetime | None


@dataclass(frozen=True, slots=True)
class Appsleutel:
    """A fresh secret for an app, with the address and the picture by which the app takes it in."""

    geheim: str
    svg: str


def list_factoren(gebruiker: Gebruiker) -> list[Factor]:
    """Return the second factors of an account, oldest first; recovery codes are among them."""
    rows = Authenticator.objects.filter(user=gebruiker).order_by("created_at", "id")
    return [
        Factor(
            row.id,
            SOORTEN[row.type],
            row.data.get("name", "") if row.type == Authenticator.Type.WEBAUTHN else "",
            row.created_at,
            row.last_used_at,
        )
        for row in rows
    ]


def has_factor(gebruiker: Gebruiker) -> bool:
    """Say whether an account has a second factor; recovery codes alone are none."""
    return bool(
        Authenticator.objects.filter(user=gebruiker).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )


def make_appsleutel(gebruiker: Gebruiker, *, geheim: str = "") -> Appsleutel:
    """Make a secret for an app, or show the one that was made before; it is kept nowhere yet."""
    geheim = geheim or generate_totp_secret()
    adapter = get_adapter()
    return Appsleutel(geheim, adapter.build_totp_svg(adapter.build_totp_url(gebruiker, geheim)))


def add_app(*, gebruiker: Gebruiker, geheim: str, code: str, now: datetime) -> list[str]:
    """Keep an app as second factor once it gave a right code; return recovery codes when there were none yet."""
    claim_try(grenzen=[(PER_CODE, key_of(str(gebruiker.id)))], now=now)
    if not geheim or _find_step(geheim, code, now) is None:
        raise Weigering(FOUT)
    with transaction.atomic():
        if Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.TOTP).exists():
            raise Weigering("U hebt al een app. Verwijder die eerst. [app_bestaat]")
        TOTP.activate(gebruiker, geheim)
        _record("factor_toegevoegd", gebruiker, APP, now)
        release_tries(soort=PER_CODE.soort, sleutel=key_of(str(gebruiker.id)))
        return _first_codes(gebruiker)


def begin_passkey(gebruiker: Gebruiker) -> dict[str, Any]:
    """Return what the browser needs to make a passkey; the challenge stays in the session of the request."""
    return dict(webauthn.begin_registration(gebruiker, True))


def add_passkey(*, gebruiker: Gebruiker, naam: str, antwoord: Any, now: datetime) -> list[str]:
    """Keep a passkey that the browser made; return recovery codes when there were none yet. Raises Weigering."""
    try:
        webauthn.parse_registration_response(antwoord)
        webauthn.complete_registration(antwoord)
    except (ValidationError, ValueError, TypeError, KeyError) as problem:
        raise Weigering(PASSKEY_FOUT) from problem
    with transaction.atomic():
        webauthn.WebAuthn.add(gebruiker, naam.strip()[:60] or "Passkey", antwoord)
        _record("factor_toegevoegd", gebruiker, PASSKEY, now)
        return _first_codes(gebruiker)


def begin_passkeyvraag(gebruiker: Gebruiker | None) -> dict[str, Any]:
    """Return what the browser needs to show a passkey: of an account, or of whoever has one for this site."""
    return dict(webauthn.begin_authentication(gebruiker))


def check_passkey(*, gebruiker: Gebruiker | None, antwoord: Any, now: datetime) -> Gebruiker:
    """Return the account whose passkey this is; with a pin or finger it is both factors. Raises Weigering."""
    try:
        read = webauthn.parse_authentication_response(antwoord)
        owner = gebruiker or webauthn.extract_user_from_response(antwoord)
        factor = webauthn.complete_authentication(owner, antwoord)
        if not read.response.authenticator_data.is_user_verified():
            raise Weigering(PASSKEY_FOUT)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise Weigering(PASSKEY_FOUT) from problem
    if not isinstance(owner, Gebruiker) or not owner.is_active:
        raise Weigering(PASSKEY_FOUT)
    Authenticator.objects.filter(pk=factor.pk).update(last_used_at=now)
    return owner


def check_code(*, gebruiker: Gebruiker, code: str, now: datetime) -> str:
    """Return which factor this code is of: the app, each code once, or a recovery code. Raises Weigering."""
    sleutel = key_of(str(gebruiker.id))
    claim_try(grenzen=[(PER_CODE, sleutel)], now=now)
    code = "".join(code.split()).replace("-", "")
    rows = {row.type: row for row in Authenticator.objects.filter(user=gebruiker)}
    soort = ""
    if (app := rows.get(Authenticator.Type.TOTP)) and _use_step(app, code, now):
        soort = APP
    elif (codes := rows.get(Authenticator.Type.RECOVERY_CODES)) and codes.wrap().validate_code(code):
        soort = HERSTELCODE
    if not soort:
        raise Weigering(FOUT)
    used = Authenticator.Type.TOTP if soort == APP else Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.filter(user=gebruiker, type=used).update(last_used_at=now)
    release_tries(soort=PER_CODE.soort, sleutel=sleutel)
    return soort


def make_herstelcodes(*, gebruiker: Gebruiker, now: datetime) -> list[str]:
    """Make ten new recovery codes; the old ones stop working."""
    with transaction.atomic():
        Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.RECOVERY_CODES).delete()
        _record("herstelcodes_gemaakt", gebruiker, HERSTELCODE, now)
        return list(RecoveryCodes.activate(gebruiker).generate_codes())


def count_herstelcodes(gebruiker: Gebruiker) -> int:
    """Count the recovery codes that were not used yet."""
    row = Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.wrap().get_unused_codes()) if row else 0


def remove_factor(*, gebruiker: Gebruiker, factor: int, now: datetime) -> None:
    """Take away a second factor of one's own; the last one stays as long as everybody needs one."""
    with transaction.atomic():
        rows = list(Authenticator.objects.select_for_update().filter(user=gebruiker))
        row = next((one for one in rows if one.id == factor), None)
        if row is None or row.type == Authenticator.Type.RECOVERY_CODES:
            raise Weigering("Deze tweede stap bestaat niet meer. Ververs de pagina. [factor_weg]")
        left = [one for one in rows if one.id != factor and one.type != Authenticator.Type.RECOVERY_CODES]
        if settings.MELDPUNT_MFA and not left:
            raise Weigering("Dit is uw enige tweede stap. Voeg eerst een andere toe. [factor_laatste]")
        row.delete()
        if not left:
            Authenticator.objects.filter(user=gebruiker).delete()
        _record("factor_verwijderd", gebruiker, SOORTEN[row.type], now)


def _first_codes(gebruiker: Gebruiker) -> list[str]:
    if Authenticator.objects.filter(user=gebruiker, type=Authenticator.Type.RECOVERY_CODES).exists():
        return []
    return list(RecoveryCodes.activate(gebruiker).generate_codes())


def _find_step(geheim: str, code: str, now: datetime) -> int | None:
    """Return the half minute to which a code belongs: the present one, or a neighbour for a clock that is off."""
    step = int(now.timestamp()) // STAP
    code = "".join(code.split())
    return next(
        (
            near
            for near in (step, step - 1, step + 1)
            if hmac.compare_digest(format_hotp_value(hotp_value(geheim, near)).encode(), code.encode())
        ),
        None,
    )


def _use_step(app: Authenticator, code: str, now: datetime) -> bool:
    """Say whether the code is right and used for the first time: who looks over a shoulder comes too late."""
    step = _find_step(unseal(app.data["secret"]), code, now)
    if step is None:
        return False
    try:
        moment = datetime.fromtimestamp(step * STAP, tz=UTC)
        claim_try(grenzen=[(EENS, key_of(f"stap {app.user_id}"))], now=moment)
    except TeVaak:
        return False
    return True


def _record(handeling: str, gebruiker: Gebruiker, soort: str, now: datetime) -> None:
    record(
        handeling,
        objectsoort="account",
        object=gebruiker.id,
        door=account_actor(gebruiker.id, gebruiker.naam),
        now=now,
        waarden={"soort": soort},
    )
