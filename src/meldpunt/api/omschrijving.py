"""What the description of the interface (OpenAPI) says of every resource: its answers, their headers, its problems.

Resources are marked with `describes`; the generator reads the rest from the code that serves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from meldpunt.api.versie import PAD
from meldpunt.toegang.toepassingen.scopes import SCOPES

Methode = TypeVar("Methode", bound=Callable[..., Any])
FOUTEN: Final = (400, 401, 403, 404, 429)


class Ongeldigeparameter(serializers.Serializer[Any]):
    """A parameter or field that did not fit."""

    name = serializers.CharField(help_text="Naam of pad, zoals regels.3.bedrag.")
    reason = serializers.CharField(help_text="Wat er mis is en wat u moet doen.")
    code = serializers.CharField(help_text="Vaste code van de fout.")


class Probleemantwoord(serializers.Serializer[Any]):
    """Why something could not be done (RFC 9457)."""

    type = serializers.CharField(help_text="Adres met uitleg over deze fout.")
    title = serializers.CharField(help_text="Soort fout.")
    status = serializers.IntegerField(help_text="De HTTP-status.")
    detail = serializers.CharField(help_text="Wat er mis is en wat u moet doen.")
    instance = serializers.CharField(required=False, help_text="Het pad dat u vroeg.")
    code = serializers.CharField(help_text="Vaste code van de fout.")
    traceId = serializers.CharField(required=False, help_text="Kenmerk om bij de beheerder te noemen.")
    invalidParams = Ongeldigeparameter(many=True, required=False)


class Verwijzing(serializers.Serializer[Any]):
    """An address to go on with."""

    href = serializers.URLField()


class Verwijzingen(serializers.Serializer[Any]):
    """Where this list is, and its next page when there is one."""

    self = Verwijzing()
    next = Verwijzing(required=False)


@cache
def page_of(rij: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """Return the form of a page of these rows."""
    naam = f"{rij.__name__}lijst"
    return type(
        naam,
        (serializers.Serializer,),
        {
            "__doc__": f"A page of {rij.__name__}.",
            "_links": Verwijzingen(),
            "resultaten": rij(many=True),
        },
    )


def describes(  # noqa: PLR0913 - an operation has these parts
    *,
    naam: str,
    kort: str,
    antwoord: Any = None,
    status: int = 200,
    vraag: Any = None,
    parameters: Sequence[OpenApiParameter] = (),
    fouten: Sequence[int] = (),
    groep: str = "",
    lang: str = "",
    ook: Mapping[int, Any] | None = None,
) -> Callable[[Methode], Methode]:
    """Describe one operation: what it is called, takes and gives, and which problems it may answer with."""
    answers: dict[Any, Any] = {
        status: antwoord or OpenApiResponse(description="Gelukt, zonder inhoud."),
        **(ook or {}),
    }
    for code in sorted({*FOUTEN, *fouten}):
        answers[(code, "application/problem+json")] = Probleemantwoord
    return extend_schema(
        operation_id=naam,
        summary=kort,
        description=lang or kort,
        request=vraag,
        responses=answers,
        parameters=list(parameters),
        tags=[groep] if groep else None,
    )


def pages() -> list[OpenApiParameter]:
    """Return the parameters that every list of this kind takes."""
    return [
        OpenApiParameter("voor", str, description="Sleutel van de laatste rij van de vorige pagina."),
        OpenApiParameter(
            "aantal", int, description="Aantal rijen per pagina: 1 tot en met 200, standaard 50."
        ),
    ]


def changes() -> list[OpenApiParameter]:
    """Return the header that every change takes."""
    return [
        OpenApiParameter(
            "Idempotency-Key",
            str,
            OpenApiParameter.HEADER,
            description="Eigen sleutel van deze aanvraag, zoals een UUID. Nog eens gestuurd gebeurt er niets dubbel.",
        )
    ]


class Tokenomschrijving(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a program signs in, for the description."""

    target_class = "meldpunt.api.aanmelding.Tokenaanmelding"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme with every scope."""
        flow = {
            "tokenUrl": f"{PAD}/oauth/token",
            "scopes": {naam: scope.zin for naam, scope in SCOPES.items()},
        }
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """Return which scope an operation needs."""
        scope = auto_schema.view.scope_for(auto_schema.method)
        return {self.name: [scope] if scope else []}
