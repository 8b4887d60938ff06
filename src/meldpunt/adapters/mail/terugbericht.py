"""Read what a mail server sends back when it could not deliver (RFC 3464): which message, and for good or not.

Only the fields that machines write are read; the sentences for people differ per server, and hold addresses.
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import default
from typing import Final
from uuid import UUID

# A report is a few pages; what is longer is no report.
GROOTST: Final = 1024 * 1024
KENMERK: Final = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>", re.IGNORECASE)
STATUS: Final = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")
# Full, busy, too large: the address is there.
TIJDELIJK: Final = frozenset({("2", "2"), ("3", "1"), ("4", "1"), ("4", "5")})


@dataclass(frozen=True, slots=True)
class Terugbericht:
    """A mail of ours that did not arrive: its mark, the code, and whether another try is of no use."""

    kenmerk: UUID
    code: str
    definitief: bool


def read_terugbericht(inhoud: bytes) -> Terugbericht | None:
    """Return which mail of ours did not arrive; None for anything else, also a report of delay or success."""
    if len(inhoud) > GROOTST:
        return None
    message = email.message_from_bytes(inhoud, policy=default)
    report = _find_part(message, "message/delivery-status")
    if report is None:
        return None
    fields = _read_fields(report)
    if fields.get("action", "").strip().lower() != "failed":
        return None
    mark = _find_kenmerk(message)
    code = STATUS.match(fields.get("status", ""))
    if mark is None or code is None:
        return None
    kind, subject, detail = code.groups()
    return Terugbericht(
        mark, f"{kind}.{subject}.{detail}", kind == "5" and (subject, detail) not in TIJDELIJK
    )


def _read_fields(report: Message) -> dict[str, str]:
    """Return the fields of the report, those of the recipient over those of the message."""
    found: dict[str, str] = {}
    payload = report.get_payload()
    for block in payload if isinstance(payload, list) else []:
        if isinstance(block, Message):
            found.update({name.lower(): str(value) for name, value in block.items()})
    return found


def _find_kenmerk(message: Message) -> UUID | None:
    """Return the mark in the Message-ID of what came back; never one from a place that anybody may fill."""
    for kind in ("message/rfc822", "text/rfc822-headers"):
        part = _find_part(message, kind)
        if part is None:
            continue
        returned = part.get_payload()
        headers = (
            returned[0]
            if isinstance(returned, list) and isinstance(returned[0], Message)
            else email.message_from_string(str(returned))
        )
        found = KENMERK.fullmatch(str(headers.get("Message-ID", "")).strip())
        if found:
            return UUID(found[1])
    return None


def _find_part(message: Message, kind: str) -> Message | None:
    if message.get_content_type() == "message/rfc822":
        return message if kind == "message/rfc822" else None
    if message.get_content_type() == kind:
        return message
    parts = message.get_payload() if message.is_multipart() else []
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, Message) and (found := _find_part(part, kind)) is not None:
            return found
    return None
