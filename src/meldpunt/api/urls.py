"""Addresses of the interface, under /api/v1: Dutch, plural, without a slash at the end."""

from django.urls import URLPattern, URLResolver, include, path

from meldpunt.api import bekendvragen, ddas, oauth
from meldpunt.api.documentatie import weergaven
from meldpunt.api.gemeente.urls import urlpatterns as gemeente
from meldpunt.api.partner.urls import urlpatterns as partner

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("oauth/token", oauth.token, name="token"),
    path("openapi.json", weergaven.openapi, name="openapi"),
    path("docs", weergaven.docs, name="docs"),
    # Its name is that of the national contract.
    path("gegevens", ddas.Gegevens.as_view(), name="gegevens"),
    path("", include(partner)),
    path("", include(gemeente)),
    path("bekendvragen", bekendvragen.Bekendvragen.as_view(), name="bekendvragen"),
]
