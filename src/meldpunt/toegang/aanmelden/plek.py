"""Where a sign-in comes from: device and network, in words for people and as keyed hashes to compare."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final
from uuid import UUID

from meldpunt.toegang.afleiding import hash_with_keys

# The first that fits: Edge and Chrome call themselves Safari as well.
BROWSERS: Final = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMEN: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plek:
    """The address and the browser that a request names."""

    adres: str
    agent: str

    @property
    def apparaat(self) -> str:
        """Return the device in words."""
        browser = next((name for mark, name in BROWSERS if mark in self.agent), "Onbekende browser")
        systeem = next((name for mark, name in SYSTEMEN if mark in self.agent), "")
        return f"{browser} op {systeem}" if systeem else browser

    @property
    def netwerk(self) -> str:
        """Return the network, without the part that points at one machine."""
        try:
            address = ip_address(self.adres)
        except ValueError:
            return "onbekend"
        return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))

    def hide(self, gebruiker: UUID | None) -> tuple[str, str]:
        """Return device and network as hashes that compare within one account only."""
        return (
            hash_with_keys(f"{gebruiker} {self.apparaat}", doel="apparaat")[0],
            hash_with_keys(f"{gebruiker} {self.netwerk}", doel="netwerk")[0],
        )
