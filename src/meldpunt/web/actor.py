"""From a request to who acts: the account, the appointment it chose, and the party behind that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from meldpunt.partijen.models import Gemeente, Signaalpartner, Uitvoerder
from meldpunt.partijen.queries import list_gemeenten_of_uitvoerder
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.models import Aanstelling, Gebruiker, Partijsoort
from meldpunt.toegang.policies import GeenToegang

GEKOZEN = "aanstelling"
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Optreden:
    """The actor of a request, with the name of the party to print and the appointment it stands on."""

    actor: Actor
    partijnaam: str
    rolnaam: str
    aanstelling: UUID


class ActorRequest(HttpRequest):
    """A request whose view asked for a role: who acts is known."""

    optreden: Optreden
    actor: Actor


def list_aanstellingen(gebruiker: Gebruiker) -> list[Aanstelling]:
    """Return the appointments of an account that hold today."""
    today = timezone.localdate()
    holds = Q(vanaf__lte=today) & (Q(tot=None) | Q(tot__gte=today))
    return list(Aanstelling.objects.filter(holds, gebruiker=gebruiker).order_by("rol", "partij", "id"))


def find_optreden(request: HttpRequest) -> Optreden | None:
    """Return who acts in a request, or none for a visitor and for an account without an appointment."""
    known: Optreden | None = getattr(request, "optreden", None)
    if known is not None:
        return known
    if not isinstance(request.user, Gebruiker):
        return None
    aanstellingen = list_aanstellingen(request.user)
    if not aanstellingen:
        return None
    chosen = request.session.get(GEKOZEN)
    aanstelling = next((a for a in aanstellingen if str(a.id) == chosen), aanstellingen[0])
    return _optreden(request.user, aanstelling)


def _optreden(gebruiker: Gebruiker, aanstelling: Aanstelling) -> Optreden:
    naam, gemeenten, partner = _partij(aanstelling)
    actor = Actor(
        gebruiker=gebruiker.id,
        naam=gebruiker.naam,
        rol=aanstelling.rol,
        partijsoort=aanstelling.partijsoort,
        partij=aanstelling.partij,
        herkomst="web",
        gemeenten=gemeenten,
        partner=partner,
    )
    return Optreden(actor, naam, aanstelling.get_rol_display(), aanstelling.id)


def _partij(aanstelling: Aanstelling) -> tuple[str, tuple[str, ...], UUID | None]:
    match aanstelling.partijsoort:
        case Partijsoort.PARTNER:
            partner = Signaalpartner.objects.get(sleutel=aanstelling.partij)
            return partner.naam, (), partner.id
        case Partijsoort.GEMEENTE:
            gemeente = Gemeente.objects.get(code=aanstelling.partij)
            return f"Gemeente {gemeente.naam}", (gemeente.code,), None
        case Partijsoort.UITVOERDER:
            uitvoerder = Uitvoerder.objects.get(sleutel=aanstelling.partij)
            return uitvoerder.naam, list_gemeenten_of_uitvoerder(uitvoerder.sleutel), None
        case _:
            return "Meldpunt", (), None


def for_rol(
    *rollen: str,
) -> Callable[
    [Callable[Concatenate[Any, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Let a view run for these roles only; it finds `request.actor`. Raises GeenToegang for another role."""

    def wrap(
        view: Callable[Concatenate[Any, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            optreden = find_optreden(request)
            if optreden is None:
                return redirect_to_login(request.get_full_path())
            if optreden.actor.rol not in rollen:
                raise GeenToegang("Deze pagina hoort niet bij uw rol. [geen_toegang]")
            request.optreden, request.actor = optreden, optreden.actor  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return wrap
