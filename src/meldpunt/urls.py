"""All addresses: those of programs, and those of people."""

from django.urls import include, path

from meldpunt.api import oauth

urlpatterns = [
    # Where a program finds how to sign in (RFC 8414) and by which keys a pass is known.
    path(".well-known/oauth-authorization-server", oauth.metadata, name="oauth_metadata"),
    path(".well-known/jwks.json", oauth.jwks, name="jwks"),
    path("api/v1/", include("meldpunt.api.urls")),
    path("", include("meldpunt.web.urls")),
]
