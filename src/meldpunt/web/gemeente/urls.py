"""Addresses of the gemeente screens."""

from django.urls import URLPattern, path

from meldpunt.web.gemeente import berichten, maand, runs, werkprotocol

app_name = "gemeente"
urlpatterns: list[URLPattern] = [
    # of the coordinator
    path("maand/", maand.toon, name="maand"),
    path("maand/vaststellen/", maand.stel_vast, name="maand_vaststellen"),
    path("runs/", runs.lijst, name="runs"),
    path("runs/<str:gemeente>/<uuid:run>/", runs.een, name="run"),
    path("werkprotocol/", werkprotocol.toon, name="werkprotocol"),
    path("berichten/", berichten.lijst, name="berichten"),
    path("berichten/<str:gemeente>/<uuid:bericht>/gelezen/", berichten.gelezen, name="bericht_gelezen"),
]
