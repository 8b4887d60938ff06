"""Every request begins as that of a visitor: the database shows it what signing in needs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from meldpunt.toegang.rijcontext import signing_in


class BezoekMiddleware:
    """Open sessions, accounts and appointments; a view opens more once it knows who acts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        with signing_in():
            return self.get_response(request)
