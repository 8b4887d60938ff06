"""Addresses of what is for signaalpartners."""

from django.urls import URLPattern, path

from meldpunt.api.partner import (
    aanleveringen,
    abonnementen,
    berichten,
    enkele,
    lijsten,
    proefbeoordelingen,
    signalen,
    terugkoppelingen,
)

urlpatterns: list[URLPattern] = [
    path("aanleveringen", aanleveringen.Aanleveringen.as_view(), name="aanleveringen"),
    path("aanleveringen/<uuid:aanlevering>", aanleveringen.EenAanlevering.as_view(), name="aanlevering"),
    path("aanleveringen/<uuid:aanlevering>/regels", aanleveringen.Regels.as_view(), name="regels"),
    path(
        "aanleveringen/<uuid:aanlevering>/intrekking", aanleveringen.Intrekking.as_view(), name="intrekking"
    ),
    path("proefbeoordelingen", proefbeoordelingen.Proefbeoordelingen.as_view(), name="proefbeoordelingen"),
    path("signalen", signalen.Signalen.as_view(), name="signalen"),
    path("signalen/_zoek", signalen.Zoeken.as_view(), name="signalen_zoeken"),
    path("signalen/<uuid:signaal>", signalen.EenSignaal.as_view(), name="signaal"),
    path("terugkoppelingen", terugkoppelingen.Terugkoppelingen.as_view(), name="terugkoppelingen"),
    path(
        "terugkoppelingen/bevestigingen",
        terugkoppelingen.Terugkoppelingbevestigingen.as_view(),
        name="terugkoppelingen_bevestigen",
    ),
    path("opschortingen", terugkoppelingen.Opschortingen.as_view(), name="opschortingen"),
    path(
        "opschortingen/bevestigingen",
        terugkoppelingen.Opschortingbevestigingen.as_view(),
        name="opschortingen_bevestigen",
    ),
    path(
        "opschortingen/<uuid:opschorting>/verlenging",
        terugkoppelingen.Verlenging.as_view(),
        name="verlenging",
    ),
    path("partnerberichten", berichten.Partnerberichten.as_view(), name="partnerberichten"),
    path("navragen", berichten.Navragen.as_view(), name="navragen"),
    path("navragen/<uuid:navraag>/antwoord", berichten.Navraagantwoord.as_view(), name="navraag_antwoord"),
    path("mededelingen", terugkoppelingen.Mededelingen.as_view(), name="mededelingen"),
    path(
        "mededelingen/<uuid:mededeling>/bevestiging",
        terugkoppelingen.Mededelingbevestiging.as_view(),
        name="mededeling_bevestigen",
    ),
    path("postcodes", lijsten.Postcodes.as_view(), name="postcodes"),
    path("waardelijsten", lijsten.Waardelijsten.as_view(), name="waardelijsten"),
    path("waardelijsten/<slug:naam>", lijsten.Waardelijst.as_view(), name="waardelijst"),
    # what a notice points to
    path("terugkoppelingen/<uuid:terugkoppeling>", enkele.EenTerugkoppeling.as_view(), name="terugkoppeling"),
    path("opschortingen/<uuid:opschorting>", enkele.EenOpschorting.as_view(), name="opschorting"),
    path("navragen/<uuid:navraag>", enkele.EenNavraag.as_view(), name="navraag"),
    path("mededelingen/<uuid:mededeling>", enkele.EenMededeling.as_view(), name="mededeling"),
    path("abonnementen", abonnementen.Abonnementen.as_view(), name="abonnementen"),
    path("abonnementen/<uuid:abonnement>", abonnementen.EenAbonnement.as_view(), name="abonnement"),
    path("abonnementen/<uuid:abonnement>/geheim", abonnementen.Geheim.as_view(), name="abonnement_geheim"),
    path(
        "abonnementen/<uuid:abonnement>/proefbericht",
        abonnementen.Proefbericht.as_view(),
        name="abonnement_proefbericht",
    ),
    path(
        "abonnementen/<uuid:abonnement>/notificaties",
        abonnementen.Notificaties.as_view(),
        name="abonnement_notificaties",
    ),
    path(
        "abonnementen/<uuid:abonnement>/herhaling",
        abonnementen.Herhaling.as_view(),
        name="abonnement_herhaling",
    ),
]
