"""Every request belongs to a trace: that of who called for it (W3C Trace Context), or one of its own."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from meldpunt.audit.spoor import following


class SpoorMiddleware:
    """Read `traceparent`; what is not one is ignored, as the standard says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let everything in the request belong to its trace."""
        with following(request.headers.get("traceparent", ""), van_buiten=True):
            return self.get_response(request)
