"""Nobody works with a password alone: without a second factor every page leads to setting one up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from meldpunt.web.aanmelden.sessie import FACTOR

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def zonder_tweede_stap(view: View) -> View:
    """Let a view run in a session without a second factor: what sets one up, and signing out."""
    view.zonder_tweede_stap = True  # type: ignore[attr-defined]
    return view


class TweedeStapMiddleware:
    """Close everything for a session that passed no second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Send whoever lacks a second factor to where one is set up."""
        if not settings.MELDPUNT_MFA or not request.user.is_authenticated or request.session.get(FACTOR):
            return None
        # Open to strangers, or part of setting one up.
        if not getattr(view, "login_required", True) or getattr(view, "zonder_tweede_stap", False):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": reverse("tweede_stap_instellen")})
        return redirect("tweede_stap_instellen")
