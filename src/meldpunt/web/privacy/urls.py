"""Addresses of the privacy screens."""

from django.urls import URLPattern, path

from meldpunt.web.privacy import logboek, openbaarmaking, verwerkingen, watziet

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("logboek/", logboek.toon, name="logboek"),
    path("logboek/logboek.csv", logboek.bestand, name="logboek_bestand"),
    path("openbaarmaking/", openbaarmaking.toon, name="openbaarmaking"),
    path("openbaarmaking/tekenen/", openbaarmaking.teken, name="tekenen"),
    path("openbaarmaking/wat-ziet/", watziet.toon, name="watziet"),
    # The register of processing activities.
    path("verwerkingen/", verwerkingen.toon, name="verwerkingen"),
    path("verwerkingen/bestand.<str:formaat>", verwerkingen.download, name="verwerkingen-bestand"),
]
