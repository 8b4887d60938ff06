"""Addresses of what is for signaalpartners."""

from django.urls import URLPattern, path

from meldpunt.api.partner import aanleveringen

urlpatterns: list[URLPattern] = [
    path("aanleveringen", aanleveringen.Aanleveringen.as_view(), name="aanleveringen"),
    path("aanleveringen/<uuid:aanlevering>", aanleveringen.EenAanlevering.as_view(), name="aanlevering"),
]
