"""Where to report a weakness, as every scanner and researcher looks for it (RFC 9116)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def security_txt(_request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness, and until when that holds."""
    contact, until = settings.MELDPUNT_SECURITY_CONTACT, settings.MELDPUNT_SECURITY_EXPIRES
    if not contact or until is None:
        raise Http404
    lines = [
        f"Contact: {contact}",
        f"Expires: {until.isoformat()}T00:00:00Z",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.MELDPUNT_ADRES}/.well-known/security.txt",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response
