"""Where a request comes from, for counting tries."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the client; behind our own proxies that is the one they wrote down.

    Each proxy adds the address that it saw on the right. So with two of them the second from the right is the
    client; everything further left the client wrote itself. Without proxies of ours the header is not looked at.
    """
    own = str(request.META.get("REMOTE_ADDR", ""))
    count: int = settings.MELDPUNT_PROXIES
    if not count:
        return own
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return seen[-count] if len(seen) >= count else own
