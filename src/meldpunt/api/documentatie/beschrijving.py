"""The description of the interface (OpenAPI), made from the code that serves it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer

from meldpunt.api.versie import PAD, VERSIE

OMSCHRIJVING: Final = (
    "De koppeling van een centraal meldpunt voor vroegsignalering van schulden. Signaalpartners leveren signalen aan "
    "en lezen wat ervan werd; gemeenten werken hun zaken bij. Met voorbeelden, proefomgeving en wijzigingen per "
    f"versie op {PAD}/docs."
)
GROEPEN: Final = {
    "aanleveringen": "Aanleveren, proef beoordelen, regels met gronden, intrekken.",
    "signalen": "Eigen signalen, met wat ervan bekend is gemaakt.",
    "terugkoppelingen": "Wat de partner te horen krijgt, met opschortingen en vragen.",
    "berichten": "Wat de partner later meldt: betaald, eigen regeling, ingetrokken, bezwaar.",
    "zaken": "Zaken van het eigen postvak, contactpogingen en uitkomsten.",
    "statistieken": "Aantallen zonder personen.",
}
VERSIEKOP: Final = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
METHODEN: Final = frozenset({"get", "put", "post", "patch", "delete"})


def make_beschrijving(*, adres: str = "") -> dict[str, Any]:
    """Return the description; `adres` is the site from outside, without one the server is a path."""
    made = json.loads(_write())
    made["info"]["version"], made["info"]["description"] = VERSIE, OMSCHRIJVING
    made["servers"] = [{"url": f"{adres}{PAD}"}]
    made["info"]["contact"] = {
        "name": "Beheer van dit meldpunt",
        "email": settings.MELDPUNT_CONTACT,
        "url": f"{adres or 'https://meldpunt.example'}{PAD}/docs",
    }
    return dict(made)


def write_beschrijving() -> str:
    """Return the description as it is kept beside the code: with the addresses of no installation."""
    with_example = make_beschrijving()
    with_example["info"]["contact"]["email"] = "meldpunt@example.org"
    return json.dumps(with_example, ensure_ascii=False, indent=2) + "\n"


def list_verzoeken(beschrijving: dict[str, Any]) -> list[dict[str, Any]]:
    """List every operation by its group, for the page."""
    found = [
        {
            "groep": (operation.get("tags") or [""])[0],
            "methode": methode.upper(),
            "pad": path,
            "kort": operation.get("summary", ""),
            "scope": " ".join(
                scope for need in operation.get("security", []) for scope in need.get("oauth2", [])
            ),
        }
        for path, operations in beschrijving["paths"].items()
        for methode, operation in operations.items()
        if methode in METHODEN
    ]
    order = list(GROEPEN)
    return sorted(
        found, key=lambda one: (order.index(one["groep"]) if one["groep"] in order else 99, one["pad"])
    )


@lru_cache(maxsize=1)
def _write() -> bytes:
    # The code does not change while it runs, and making it takes half a second.
    generator = SchemaGenerator(urlconf="meldpunt.urls")  # type: ignore[no-untyped-call]
    schema = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return bytes(OpenApiJsonRenderer().render(schema, renderer_context={}))


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add what holds for every operation: the version in each answer, and what the groups are about."""
    used = set()
    for operations in result["paths"].values():
        for methode, operation in operations.items():
            if methode in METHODEN:
                used.update(operation.get("tags", []))
                for answer in operation["responses"].values():
                    answer["headers"] = {**answer.get("headers", {}), **VERSIEKOP}
    result["tags"] = [
        {"name": naam, "description": GROEPEN.get(naam, naam)}
        for naam in [*(naam for naam in GROEPEN if naam in used), *sorted(used - GROEPEN.keys())]
    ]
    result["components"]["headers"] = {
        "API-Version": {
            "description": "De versie die antwoordde.",
            "schema": {"type": "string", "example": VERSIE},
        }
    }
    return result
