"""What the library for second factors asks of us: keep its secrets sealed, and say whose keys these are."""

from __future__ import annotations

from typing import Final

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from meldpunt.toegang.sleutelbos import decrypt_text, encrypt_texts

DOEL: Final = "aanmelden"


class Factorslot(DefaultMFAAdapter):  # type: ignore[misc]
    """The secret of an app and the seed of recovery codes are sealed with the key ring."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


def seal(text: str) -> str:
    """Seal a secret of sign-in."""
    return encrypt_texts(DOEL, [text])[0]


def unseal(sealed: str) -> str:
    """Open a secret of sign-in. Raises Onleesbaar."""
    return decrypt_text(DOEL, sealed)
