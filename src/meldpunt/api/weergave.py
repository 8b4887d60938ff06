"""What every resource does: let a program in, count its use, act for its party, answer with links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, Final, cast

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from meldpunt.api.aanmelding import Aanvrager, check_scope
from meldpunt.api.problemen import Probleem
from meldpunt.audit.actions import record_weigering
from meldpunt.toegang.actor import Actor
from meldpunt.toegang.policies import GeenToegang
from meldpunt.toegang.rijcontext import DOELEN, acting, signing_in
from meldpunt.toegang.tellers import Grens, count_use, hide_afzender
from meldpunt.web.inwoner.afzender import client_address

# A program that asks ten times a second asks enough; a stranger has no need to.
PER_TOEPASSING: Final = Grens("api", 600, timedelta(minutes=1))
PER_VREEMDE: Final = Grens("api_vreemd", 120, timedelta(minutes=1))
LEZEN: Final = frozenset({"GET", "HEAD", "OPTIONS"})
WEIGERINGEN: Final = (GeenToegang, ObjectDoesNotExist, Http404)


class Apiweergave(APIView):
    """A resource: `scope` says what a program needs, or `scopes` for each method; `openbaar` that anybody may ask."""

    scope: ClassVar[str] = ""
    scopes: ClassVar[dict[str, str]] = {}
    openbaar: ClassVar[bool] = False
    # The purpose for which rows about residents open; empty: that of the role.
    doel: ClassVar[str] = ""
    # Answers that change seldom: asked again, they may stay where they are.
    bewaarbaar: ClassVar[bool] = False

    @classmethod
    def scope_for(cls, methode: str) -> str:
        """Return what a program needs to ask this with a method."""
        return cls.scopes.get(methode.lower(), cls.scope)

    @property
    def actor(self) -> Actor:
        """Return on whose behalf is acted."""
        found: Aanvrager = self.request.user  # type: ignore[assignment]
        return found.actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer one request; a refusal is an answer as well."""
        self.args, self.kwargs = args, kwargs
        self.headers = self.default_response_headers
        self._koppen: dict[str, str] = {}
        self.request = asked = self.initialize_request(request, *args, **kwargs)
        try:
            response = self._answer(asked, **kwargs)
        except Exception as fout:
            response = self.handle_exception(fout)
        self.response = self.finalize_response(asked, cast("Response", response), *args, **kwargs)
        for naam, waarde in self._koppen.items():
            self.response.setdefault(naam, waarde)
        return self._offer_kept(request, self.response)

    def _answer(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        methode = (request.method or "").lower()
        handler = getattr(self, methode, None) if methode in self.http_method_names else None
        if handler is None:
            self.http_method_not_allowed(request)
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(
            request, force=True
        )
        aanvrager: Aanvrager | None = request.user  # type: ignore[assignment]
        if not self.openbaar and methode != "options":
            aanvrager = check_scope(aanvrager, self.scope_for(methode))
        self._count(request, aanvrager)
        if aanvrager is None:
            with signing_in():
                return handler(request, **kwargs)  # type: ignore[no-any-return, misc]
        with acting(aanvrager.actor, doel=self.doel or DOELEN[aanvrager.actor.rol]):
            try:
                return self._run(lambda: handler(request, **kwargs), lezen=request.method in LEZEN)  # type: ignore[misc]
            except WEIGERINGEN:
                self._note_weigering(aanvrager.actor)
                raise

    def _run(self, handler: Callable[[], HttpResponseBase], *, lezen: bool) -> HttpResponseBase:
        """Make an answer from one state of the database; what was written before a refusal stays."""
        if not lezen:
            return handler()
        with transaction.atomic(savepoint=False):
            try:
                return handler()
            except (*WEIGERINGEN, Probleem) as no:
                refused = no
        raise refused

    def _count(self, request: Request, aanvrager: Aanvrager | None) -> None:
        now = timezone.now()
        with signing_in():
            if aanvrager is None:
                grens, key = PER_VREEMDE, hide_afzender(client_address(request._request), now=now)
            else:
                grens, key = PER_TOEPASSING, str(aanvrager.toepassing.id)
            left = count_use(grens=grens, sleutel=key, now=now)
        self._koppen = {
            "RateLimit-Limit": str(grens.aantal),
            "RateLimit-Remaining": str(left.over),
            "RateLimit-Reset": str(max(0, int((left.opnieuw_op - now).total_seconds()))),
        }

    def _note_weigering(self, door: Actor) -> None:
        match = self.request.resolver_match
        keys = {naam: str(value) for naam, value in self.kwargs.items()}
        record_weigering(
            pagina=match.view_name if match else "api", waarden=keys, door=door, now=timezone.now()
        )

    def _offer_kept(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Mark an answer that changes seldom, and leave it where it is when who asks has it already."""
        if not self.bewaarbaar or response.status_code != 200 or not isinstance(response, Response):
            return response
        content = response.render().content
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
        return get_conditional_response(request, etag=etag, response=response) or response
