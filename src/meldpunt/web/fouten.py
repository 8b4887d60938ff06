"""What an act refused, as a page: no access, not found, not possible."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from meldpunt.toegang.policies import GeenToegang, VreemdObject
from meldpunt.web.weigering import note_weigering

NUL = "\0"


class FoutpaginaMiddleware:
    """Turn the refusals of the policies into 403 and absent rows into 404, each with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse a NUL character here: nobody types it, and the database refuses it halfway through a query."""
        given = (request.GET, request.POST)
        texts = (text for values in given for name in values for text in (name, *values.getlist(name)))
        if NUL not in request.path and not any(NUL in text for text in texts):
            return None
        context = {
            "fouttitel": "Dit kunnen we niet lezen",
            "fouttekst": "Er staat een teken in dat niet kan. Haal het weg en probeer het opnieuw. [teken_ongeldig]",
        }
        return render(request, "layout/fout.html", context, status=400)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the two exceptions that mean no; leave every other one to Django."""
        if isinstance(exception, GeenToegang | ObjectDoesNotExist):
            # The database shows no thing of others: what is not found may be what is not theirs.
            note_weigering(request)
        # Whose it is stays unsaid: a different answer would tell that it exists.
        unknown = isinstance(exception, VreemdObject) and _names_object(request)
        if unknown or isinstance(exception, ObjectDoesNotExist):
            context = {
                "fouttitel": "Niet gevonden",
                "fouttekst": "Deze pagina bestaat niet, of is niet voor u. [niet_gevonden]",
            }
            return render(request, "layout/fout.html", context, status=404)
        if isinstance(exception, GeenToegang):
            context = {"fouttitel": "Geen toegang", "fouttekst": str(exception)}
            return render(request, "layout/fout.html", context, status=403)
        return None


def _names_object(request: HttpRequest) -> bool:
    """Say whether the address names one object, and not just a page of a municipality."""
    match = request.resolver_match
    return match is not None and any(isinstance(value, UUID) for value in match.kwargs.values())
