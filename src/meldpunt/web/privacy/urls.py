"""Addresses of the privacy screens."""

from django.urls import URLPattern, path

from meldpunt.web.privacy import logboek, openbaarmaking, rechten, vernietiging, verwerkingen, watziet

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("logboek/", logboek.toon, name="logboek"),
    path("logboek/logboek.csv", logboek.bestand, name="logboek_bestand"),
    path("openbaarmaking/", openbaarmaking.toon, name="openbaarmaking"),
    path("openbaarmaking/tekenen/", openbaarmaking.teken, name="tekenen"),
    path("openbaarmaking/wat-ziet/", watziet.toon, name="watziet"),
    # bewaring
    path("vernietiging/", vernietiging.toon, name="vernietiging"),
    path("vernietiging/stop/", vernietiging.stop, name="bewaarstop"),
    path("vernietiging/stop/opheffen/", vernietiging.hef_op, name="bewaarstop_opheffen"),
    path("vernietiging/termijn/", vernietiging.kies_termijn, name="bewaartermijn"),
    path("vernietiging/verklaring/", vernietiging.verklaar, name="verklaring_maken"),
    path(
        "vernietiging/verklaring/<str:gemeente>/<uuid:verklaring>/",
        vernietiging.haal_verklaring,
        name="verklaring",
    ),
    # The register of processing activities.
    path("verwerkingen/", verwerkingen.toon, name="verwerkingen"),
    path("verwerkingen/bestand.<str:formaat>", verwerkingen.download, name="verwerkingen-bestand"),
    # who has which rights
    path("rechten/", rechten.toon, name="rechten"),
    path("rechten/rapport.csv", rechten.als_csv, name="rechten_csv"),
    path("rechten/<str:kwartaal>/bevestigen/", rechten.bevestig, name="rechten_bevestigen"),
    path("rechten/aanvraag/<uuid:aanvraag>/", rechten.beslis, name="recht_beslissen"),
]
