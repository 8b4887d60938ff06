"""From a request to who acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from meldpunt.partijen import optreden as optredens
from meldpunt.partijen.optreden import Optreden
from meldpunt.partijen.overeenkomsten import UITLEG
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rijcontext import DOELEN, acting

GEKOZEN = "aanstelling"
# What a page means with no: what was written before it, such as who looked, stays.
WEIGERINGEN: Final = (GeenToegang, ObjectDoesNotExist, Http404)
P = ParamSpec("P")


class ActorRequest(HttpRequest):
    """A request whose view asked for a role: who acts is known."""

    optreden: Optreden
    actor: Actor


def find_optreden(request: HttpRequest) -> Optreden | None:
    """Return who acts in a request, looked up once; none for a visitor."""
    if not hasattr(request, "optreden"):
        found = optredens.find_optreden(
            request.user,
            gekozen=request.session.get(GEKOZEN),
            herkomst="web",
            on=timezone.localdate(),
        )
        request.optreden = found  # type: ignore[attr-defined]
    known: Optreden | None = request.optreden  # type: ignore[attr-defined]
    return known


def for_rol(
    *rollen: str, doel: str = ""
) -> Callable[
    [Callable[Concatenate[Any, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Let a view run for these roles only; it finds `request.actor`. Raises GeenToegang for another role.

    The database shows it the rows of that actor, for the purpose of the role or the one given here.
    """

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
            if optreden.actor.partijsoort == "uitvoerder" and not optreden.actor.gemeenten:
                raise GeenToegang(UITLEG)
            request.actor = optreden.actor  # type: ignore[attr-defined]
            with acting(optreden.actor, doel=doel or DOELEN[optreden.actor.rol]):
                if request.method in {"GET", "HEAD"}:
                    return _in_one_transaction(lambda: view(request, *args, **kwargs))
                return view(request, *args, **kwargs)

        return guarded

    return wrap


def _in_one_transaction(view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Make a page from one state of the database, and tell it only once who asks."""
    with transaction.atomic(savepoint=False):
        try:
            return view()
        except WEIGERINGEN as no:
            refused = no
    raise refused
