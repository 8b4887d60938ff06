"""Addresses of the partner screens."""

from django.urls import URLPattern, path, register_converter

from meldpunt.web.partner import (
    aanleveren,
    aanlevering,
    lijsten,
    mededelingen,
    melden,
    notificaties,
    opschortingen,
    overzicht,
    selectie,
    signaal,
    terugkoppelingen,
    vragen,
)


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
    path("terugkoppelingen/", terugkoppelingen.terugkoppelingen, name="terugkoppelingen"),
    path(
        "terugkoppelingen/terugkoppelingen.<lijst:formaat>",
        terugkoppelingen.terugkoppelingen_bestand,
        name="terugkoppelingen_bestand",
    ),
    path("postcodes/", lijsten.postcodes, name="postcodes"),
    path("postcodes/postcodes.<lijst:formaat>", lijsten.postcodes_bestand, name="postcodes_bestand"),
    # partners: messages, stays, questions, notices
    path("signalen/<uuid:signaal>/", signaal.signaal, name="signaal"),
    path("signalen/<uuid:signaal>/melden/", melden.meld_een, name="meld_een"),
    path("signalen/melden/", melden.melden, name="melden"),
    path("signalen/melden/bestand/", melden.bestand, name="melden_bestand"),
    path("signalen/melden/voorbeeld.<lijst:formaat>", melden.voorbeeld, name="melden_voorbeeld"),
    path("terugkoppelingen/bevestigen/", terugkoppelingen.bevestig, name="bevestigen"),
    path("terugkoppelingen/selectie/", selectie.selectieberichten, name="selectieberichten"),
    path("terugkoppelingen/selectie/<uuid:aanlevering>/", selectie.selectiebericht, name="selectiebericht"),
    path(
        "terugkoppelingen/selectie/<uuid:aanlevering>/selectie.<lijst:formaat>",
        selectie.selectie_bestand,
        name="selectie_bestand",
    ),
    path("opschortingen/", opschortingen.opschortingen, name="opschortingen"),
    path("opschortingen/bevestigen/", opschortingen.bevestig, name="opschortingen_bevestigen"),
    path("opschortingen/<uuid:opschorting>/verlenging/", opschortingen.beslis, name="verlenging"),
    path("vragen/", vragen.vragen, name="vragen"),
    path("vragen/<uuid:navraag>/", vragen.antwoord, name="antwoord"),
    # what residents asked of the municipality
    path("verzoeken-van-inwoners/", mededelingen.mededelingen, name="mededelingen"),
    path("verzoeken-van-inwoners/<uuid:mededeling>/", mededelingen.bevestig, name="mededeling_bevestigen"),
    # webhooks
    path("webhooks/", notificaties.abonnementen, name="notificaties"),
    path("webhooks/<uuid:abonnement>/", notificaties.abonnement, name="abonnement"),
    path("webhooks/<uuid:abonnement>/herhalen/", notificaties.herhaal, name="notificaties_herhalen"),
    path("webhooks/<uuid:abonnement>/<slug:handeling>/", notificaties.handel, name="abonnement_handeling"),
    path("webhooks/berichten/<uuid:notificatie>/", notificaties.bericht, name="notificatie"),
]
