"""Addresses of the beheer screens."""

from django.urls import URLPattern, path

from meldpunt.web.beheer import (
    aanmeldbronnen,
    aanmeldingen,
    convenanten,
    gezondheid,
    koppelingen,
    ontvangers,
    partijen,
    team,
    toepassingen,
)

app_name = "beheer"
urlpatterns: list[URLPattern] = [
    path("convenanten/", convenanten.lijst, name="convenanten"),
    path("convenanten/<slug:sleutel>/", convenanten.een, name="convenant"),
    path("convenanten/<slug:sleutel>/<slug:soort>/", convenanten.leg_vast, name="convenant_vastleggen"),
    path(
        "convenanten/<slug:sleutel>/<slug:soort>/<uuid:deelname>/", convenanten.zet_dag, name="deelname_dag"
    ),
    path("partijen/", partijen.lijst, name="partijen"),
    path("gezondheid/", gezondheid.toon, name="gezondheid"),
    path("koppelingen/", koppelingen.lijst, name="koppelingen"),
    path("koppelingen/nieuw/", koppelingen.nieuw, name="koppeling_nieuw"),
    path("koppelingen/doorgaan/", koppelingen.ga_door, name="koppeling_doorgaan"),
    path("koppelingen/<uuid:koppeling>/", koppelingen.wijzig, name="koppeling"),
    path("koppelingen/<uuid:koppeling>/stand/", koppelingen.zet, name="koppeling_zetten"),
    path("koppelingen/<uuid:koppeling>/proef/", koppelingen.probeer, name="koppeling_proberen"),
    # who signs in, and how
    path("partijen/<slug:partijsoort>/<slug:partij>/team/", team.van_partij, name="team"),
    path("aanmeldingen/", aanmeldingen.toon, name="aanmeldingen"),
    path("aanmeldbronnen/", aanmeldbronnen.toon, name="aanmeldbronnen"),
    path("aanmeldbronnen/<uuid:bron>/", aanmeldbronnen.zet, name="aanmeldbron_zetten"),
    # where messages to partners may go
    path("ontvangers/", ontvangers.toon, name="ontvangers"),
    path("ontvangers/<uuid:host>/", ontvangers.beslis, name="ontvanger"),
    path("toepassingen/", toepassingen.alle, name="toepassingen"),
]
