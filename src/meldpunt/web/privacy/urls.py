"""Addresses of the privacy screens."""

from django.urls import URLPattern

app_name = "privacy"
urlpatterns: list[URLPattern] = []
