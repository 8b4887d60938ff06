"""What CM.com wants to hear and says: its Business Messaging API over JSON (`POST /v1.0/message`).

Only the words; who carries them, with which key and how often, is the business of the connection. The key goes in the
header `X-CM-PRODUCTTOKEN`, the number and the text in the body.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from meldpunt.adapters.sms import Smsbericht, Smsfout

SLEUTELKOP: Final = "X-CM-PRODUCTTOKEN"
# A sender is a name of at most eleven signs or a number.
LANGSTE_AFZENDER: Final = 11
MEESTE_DELEN: Final = 8
# A fault of the provider itself.
ONBEKEND: Final = 500
# The number cannot be reached, now nor later: not a number, on a blacklist, refused for what it is.
DEFINITIEF: Final = frozenset({302, 303, 402, 403})


class Smsgeweigerd(Smsfout):
    """The provider took the message apart and will not send it; `definitief` when another try is of no use."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the provider refused with {code}")
        self.code = code

    @property
    def definitief(self) -> bool:
        """Say whether this number will never do."""
        return self.code in DEFINITIEF


def write_verzoek(bericht: Smsbericht, *, afzender: str, kenmerk: str) -> bytes:
    """Return the body of the request for one message; `kenmerk` comes back in reports, and says nothing."""
    message = {
        "allowedChannels": ["SMS"],
        "from": afzender[:LANGSTE_AFZENDER],
        "to": [{"number": f"00{bericht.aan.removeprefix('+')}"}],
        "body": {"type": "auto", "content": bericht.tekst},
        "minimumNumberOfMessageParts": 1,
        "maximumNumberOfMessageParts": MEESTE_DELEN,
        "reference": kenmerk,
    }
    return json.dumps({"messages": {"msg": [message]}}, ensure_ascii=False).encode()


def read_antwoord(inhoud: bytes) -> int:
    """Return nought when the message was accepted, else why not. Raises ValueError for what is no answer of CM."""
    told: Any = json.loads(inhoud)
    if not isinstance(told, Mapping) or not isinstance(told.get("errorCode"), int):
        raise ValueError("no answer of the provider")
    messages = told.get("messages")
    rows = [one for one in messages if isinstance(one, Mapping)] if isinstance(messages, list) else []
    for one in rows:
        if str(one.get("status", "")).lower() != "accepted":
            return int(one.get("messageErrorCode") or told["errorCode"] or ONBEKEND)
    return int(told["errorCode"]) if told["errorCode"] or rows else ONBEKEND
