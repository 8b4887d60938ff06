"""Addresses of the partner screens."""

from django.urls import URLPattern, path, register_converter

from meldpunt.web.partner import aanleveren, aanlevering, lijsten, overzicht


class Lijstformaat:
    """The two formats in which a list can be taken along."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """Take the word as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give the word as it is."""
        return value


class Bewijsformaat(Lijstformaat):
    """The two formats of a receipt: for people and for machines."""

    regex = "pdf|json"


register_converter(Lijstformaat, "lijst")
register_converter(Bewijsformaat, "bewijs")

app_name = "partner"
urlpatterns: list[URLPattern] = [
    path("", overzicht.overzicht, name="overzicht"),
    path("aanleveren/", aanleveren.aanleveren, name="aanleveren"),
    path("aanleveren/sjabloon/<slug:convenant>.<lijst:formaat>", aanleveren.sjabloon, name="sjabloon"),
    path("aanleveringen/", lijsten.aanleveringen, name="aanleveringen"),
    path("aanleveringen/<uuid:aanlevering>/", aanlevering.aanlevering, name="aanlevering"),
    path("aanleveringen/<uuid:aanlevering>/voortgang/", aanlevering.voortgang, name="voortgang"),
    path("aanleveringen/<uuid:aanlevering>/kolommen/", aanleveren.kolommen, name="kolommen"),
    path("aanleveringen/<uuid:aanlevering>/weggooien/", aanleveren.weggooien, name="weggooien"),
    path("aanleveringen/<uuid:aanlevering>/intrekken/", aanlevering.intrekken, name="intrekken"),
    path(
        "aanleveringen/<uuid:aanlevering>/geweigerd.<lijst:formaat>", aanlevering.geweigerd, name="geweigerd"
    ),
    path(
        "aanleveringen/<uuid:aanlevering>/ontvangstbewijs.<bewijs:formaat>",
        aanlevering.ontvangstbewijs,
        name="ontvangstbewijs",
    ),
    path("signalen/", lijsten.signalen, name="signalen"),
    path("signalen/signalen.<lijst:formaat>", lijsten.signalen_bestand, name="signalen_bestand"),
    path("terugkoppelingen/", lijsten.terugkoppelingen, name="terugkoppelingen"),
    path(
        "terugkoppelingen/terugkoppelingen.<lijst:formaat>",
        lijsten.terugkoppelingen_bestand,
        name="terugkoppelingen_bestand",
    ),
    path("postcodes/", lijsten.postcodes, name="postcodes"),
    path("postcodes/postcodes.<lijst:formaat>", lijsten.postcodes_bestand, name="postcodes_bestand"),
]
