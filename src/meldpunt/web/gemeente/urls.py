"""Addresses of the gemeente screens."""

from django.urls import URLPattern

app_name = "gemeente"
urlpatterns: list[URLPattern] = []
