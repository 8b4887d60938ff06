"""Addresses of the beheer screens."""

from django.urls import URLPattern

app_name = "beheer"
urlpatterns: list[URLPattern] = []
