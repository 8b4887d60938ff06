"""The headers that every answer carries, whoever made it: page, file, error, redirect."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

# Nothing here takes a picture, a place or a payment; a script that got in would find the doors closed.
NIETS: Final = ", ".join(
    f"{wat}=()"
    for wat in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "xr-spatial-tracking",
    )
)
# A file that somebody saves and opens in the browser after all: it shows, and does nothing.
ZANDBAK: Final = "default-src 'none'; frame-ancestors 'none'; sandbox"


class Koppenmiddleware:
    """Add what a view forgets: nothing is kept by a browser or proxy, no other site reads it, a file runs nothing.

    Stands inside the middleware of the content policy, which leaves alone what is there already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and put the headers on the answer."""
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", NIETS)
        # Static files name their own time; everything else may be about somebody.
        response.setdefault("Cache-Control", "no-store")
        if response.get("Content-Disposition", "").startswith("attachment"):
            response.setdefault("Content-Security-Policy", ZANDBAK)
        return response
