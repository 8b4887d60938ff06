"""Addresses of the privacy screens."""

from django.urls import URLPattern, path, register_converter

from meldpunt.web.privacy import (
    algoritmeregister,
    datalekacties,
    datalekken,
    logboek,
    noodstop,
    openbaarmaking,
    overeenkomsten,
    rechten,
    vernietiging,
    verwerkingen,
    verzoek,
    verzoeken,
    watziet,
)


class Overzichtformaat:
    """The two formats of an overview: for people and for machines."""

    regex = "pdf|json"

    def to_python(self, value: str) -> str:
        """Take the word as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give the word as it is."""
        return value


register_converter(Overzichtformaat, "overzicht")

VERZOEK = "verzoeken/<str:gemeente>/<uuid:verzoek>/"
app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("logboek/", logboek.toon, name="logboek"),
    path("logboek/logboek.csv", logboek.bestand, name="logboek_bestand"),
    path("openbaarmaking/", openbaarmaking.toon, name="openbaarmaking"),
    path("openbaarmaking/tekenen/", openbaarmaking.teken, name="tekenen"),
    path("openbaarmaking/wat-ziet/", watziet.toon, name="watziet"),
    # requests of residents
    path("verzoeken/", verzoeken.lijst, name="verzoeken"),
    path("verzoeken/nieuw/", verzoeken.neem_op, name="verzoek_nieuw"),
    path(VERZOEK, verzoek.toon, name="verzoek"),
    path(f"{VERZOEK}identiteit/", verzoek.identiteit, name="verzoek_identiteit"),
    path(f"{VERZOEK}personen/", verzoek.personen, name="verzoek_personen"),
    path(f"{VERZOEK}opnieuw/", verzoek.opnieuw, name="verzoek_opnieuw"),
    path(f"{VERZOEK}verlengen/", verzoek.verleng, name="verzoek_verlengen"),
    path(f"{VERZOEK}intrekken/", verzoek.trek_in, name="verzoek_intrekken"),
    path(f"{VERZOEK}opheffen/", verzoek.hef_op, name="verzoek_opheffen"),
    path(f"{VERZOEK}besluit/", verzoek.besluit, name="verzoek_besluit"),
    path(f"{VERZOEK}overzicht.<overzicht:formaat>", verzoek.overzicht, name="verzoek_overzicht"),
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
    # breaches and processor agreements
    path("datalekken/", datalekken.lijst, name="datalekken"),
    path("datalekken/register.csv", datalekken.register, {"soort": "csv"}, name="datalekken_csv"),
    path("datalekken/register.pdf", datalekken.register, {"soort": "pdf"}, name="datalekken_pdf"),
    path(
        "datalekken/uit/<uuid:aanlevering>/",
        datalekacties.open_uit_aanlevering,
        name="datalek_uit_aanlevering",
    ),
    path("datalekken/<uuid:datalek>/", datalekken.een, name="datalek"),
    path("datalekken/<uuid:datalek>/feiten/", datalekacties.leg_feiten_vast, name="datalek_feiten"),
    path("datalekken/<uuid:datalek>/stand/", datalekacties.verzet, name="datalek_verzet"),
    path("datalekken/<uuid:datalek>/klok/<uuid:klok>/", datalekacties.zet_klok, name="datalek_klok"),
    path("algoritmeregister/", algoritmeregister.toon, name="algoritmeregister"),
    path("algoritmeregister/algoritmes.<slug:soort>", algoritmeregister.download, name="algoritmes"),
    path("algoritmeregister/dpia/<slug:gemeente>.md", algoritmeregister.dpia, name="dpia"),
    path("hervatting/<uuid:gebeurtenis>/", noodstop.bevestig, name="hervatting_bevestigen"),
    path("overeenkomsten/", overeenkomsten.lijst, name="overeenkomsten"),
    path("overeenkomsten/vastleggen/", overeenkomsten.leg_vast, name="overeenkomst_vastleggen"),
    path("overeenkomsten/<uuid:overeenkomst>/einde/", overeenkomsten.beeindig, name="overeenkomst_einde"),
    # The register of processing activities.
    path("verwerkingen/", verwerkingen.toon, name="verwerkingen"),
    path("verwerkingen/bestand.<str:formaat>", verwerkingen.download, name="verwerkingen-bestand"),
    # who has which rights
    path("rechten/", rechten.toon, name="rechten"),
    path("rechten/rapport.csv", rechten.als_csv, name="rechten_csv"),
    path("rechten/<str:kwartaal>/bevestigen/", rechten.bevestig, name="rechten_bevestigen"),
    path("rechten/aanvraag/<uuid:aanvraag>/", rechten.beslis, name="recht_beslissen"),
]
