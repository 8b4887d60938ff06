"""What the world outside needs to know: by which names the site is called, and where to report a weakness."""

from __future__ import annotations

import os
import re
from datetime import date
from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

DEEL = re.compile(r"[a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9]")
CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[0-9-]+)")


def read_hosts() -> list[str]:
    """Return the names of the site. Raises ImproperlyConfigured: under any name a link in a mail could be forged."""
    hosts = [name.strip() for name in os.environ.get("MELDPUNT_HOSTS", "").split(",") if name.strip()]
    if not hosts:
        raise ImproperlyConfigured("MELDPUNT_HOSTS is er niet: noem de namen van de site. [hosts_ontbreken]")
    if wrong := next((name for name in hosts if not is_naam(name)), ""):
        raise ImproperlyConfigured(
            f"'{wrong}' in MELDPUNT_HOSTS is geen naam van een site. Schrijf bijvoorbeeld meldpunt.example.nl. "
            "[host_ongeldig]"
        )
    return hosts


def is_naam(tekst: str) -> bool:
    """Say whether this is the name of one site: no pattern, no address, no port."""
    return all(DEEL.fullmatch(part) for part in tekst.split("."))


def read_netten(naam: str) -> list[str]:
    """Return networks of one's own from the environment. Raises ImproperlyConfigured for what is none."""
    netten = os.environ.get(naam, "").replace(",", " ").split()
    for net in netten:
        try:
            ip_network(net)
        except ValueError as problem:
            raise ImproperlyConfigured(
                f"'{net}' in {naam} is geen netwerk. Schrijf bijvoorbeeld 10.1.0.0/16. [net_ongeldig]"
            ) from problem
    return netten


def read_poorten(naam: str) -> list[int]:
    """Return port numbers from the environment. Raises ImproperlyConfigured for what is none."""
    poorten = os.environ.get(naam, "").replace(",", " ").split()
    for poort in poorten:
        if not poort.isdecimal() or not 0 < int(poort) < 65536:
            raise ImproperlyConfigured(
                f"'{poort}' in {naam} is geen poort. Schrijf bijvoorbeeld 9443. [poort_ongeldig]"
            )
    return [int(poort) for poort in poorten]


def read_meldadres(*, verplicht: bool) -> tuple[str, date | None]:
    """Return where a weakness can be reported and until when that holds (RFC 9116); empty where it may be absent.

    Raises ImproperlyConfigured for what cannot be read, and when it is required and not there.
    """
    contact = os.environ.get("MELDPUNT_SECURITY_CONTACT", "").strip()
    until = os.environ.get("MELDPUNT_SECURITY_EXPIRES", "").strip()
    if not contact and not until and not verplicht:
        return "", None
    if not CONTACT.fullmatch(contact):
        raise ImproperlyConfigured(
            "MELDPUNT_SECURITY_CONTACT zegt waar iemand een lek kan melden: mailto:…, https://… of tel:+…. "
            f"Er staat '{contact}'. [security_contact]"
        )
    try:
        return contact, date.fromisoformat(until)
    except ValueError as problem:
        raise ImproperlyConfigured(
            "MELDPUNT_SECURITY_EXPIRES is de dag waarop dat adres weer wordt bekeken, hoogstens een jaar vooruit, "
            f"als 2027-06-01. Er staat '{until}'. [security_expires]"
        ) from problem
