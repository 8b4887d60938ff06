"""Addresses of the gemeente screens."""

from django.urls import URLPattern, path

from meldpunt.web.gemeente import (
    antwoordacties,
    bedreigendacties,
    bekend,
    berichten,
    bewaard,
    dag,
    maand,
    overdrachten,
    partneracties,
    personen,
    postvak,
    runs,
    sluiten,
    stapel,
    termijnen,
    verdeling,
    verhuizing,
    werkdagacties,
    werkprotocol,
    zaak,
)

app_name = "gemeente"
urlpatterns: list[URLPattern] = [
    # of the case worker
    path("dag/", dag.toon, name="dag"),
    path("postvak/", postvak.toon, name="postvak"),
    path("postvak/stapel/", stapel.stapel, name="stapel"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/", zaak.toon, name="zaak"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/oppakken/", zaak.pak_op, name="oppakken"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/overnemen/", zaak.neem_over, name="overnemen"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/poging/", zaak.leg_poging_vast, name="poging"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/toewijzen/", werkdagacties.wijs_toe, name="toewijzen"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/overdragen/", werkdagacties.draag_over, name="overdragen"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/sluiten/", sluiten.sluit, name="sluiten"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/heropenen/", zaak.heropen, name="heropenen"),
    path("personen/", personen.lijst, name="personen"),
    path("personen/<str:gemeente>/<uuid:vraag>/", personen.vraag, name="persoonsvraag"),
    # of the coordinator
    path("maand/", maand.toon, name="maand"),
    path("maand/vaststellen/", maand.stel_vast, name="maand_vaststellen"),
    path("runs/", runs.lijst, name="runs"),
    path("runs/<str:gemeente>/<uuid:run>/", runs.een, name="run"),
    path("werkprotocol/", werkprotocol.toon, name="werkprotocol"),
    path(
        "werkprotocol/<str:gemeente>/<uuid:werkprotocol>/intrekken/",
        werkprotocol.trek_in,
        name="werkprotocol_intrekken",
    ),
    path("bekend/", bekend.toon, name="bekend"),
    path("berichten/", berichten.lijst, name="berichten"),
    path("berichten/<str:gemeente>/<uuid:bericht>/gelezen/", berichten.gelezen, name="bericht_gelezen"),
    # partners: still open, and more time
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/partners/navraag/", partneracties.vraag_na, name="navraag"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/partners/verlenging/",
        partneracties.vraag_verlenging,
        name="verlenging",
    ),
    # termijnen
    path("termijnen/", termijnen.toon, name="termijnen"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/bedreigend/bevestigen/",
        bedreigendacties.bevestig,
        name="bedreigend_bevestigen",
    ),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/bedreigend/intrekken/",
        bedreigendacties.trek_in,
        name="bedreigend_intrekken",
    ),
    # antwoord: what residents answered
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/antwoord/verwerkt/",
        antwoordacties.verwerk,
        name="antwoord_verwerkt",
    ),
    # of werkdag
    path("postvak/filters/", bewaard.bewaar, name="filter_bewaren"),
    path("postvak/filters/<uuid:filter>/", bewaard.wijzig, name="filter_wijzigen"),
    path("postvak/stapels/", stapel.lijst, name="stapelopdrachten"),
    path("postvak/stapels/<uuid:opdracht>/", stapel.toon, name="stapelopdracht"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/werkdag/wachten/", werkdagacties.wacht, name="wachten"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/werkdag/hervatten/", werkdagacties.hervat, name="hervatten"
    ),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/werkdag/postvak/",
        werkdagacties.verplaats,
        name="verplaatsen",
    ),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/werkdag/slot/", werkdagacties.hou_open, name="slot"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/werkdag/verhuisd/", verhuizing.bied_aan, name="verhuisd"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/werkdag/verhuisd/<uuid:overdracht>/intrekken/",
        verhuizing.trek_in,
        name="aanbod_intrekken",
    ),
    path("verdeling/", verdeling.toon, name="verdeling"),
    path("overdrachten/", overdrachten.lijst, name="overdrachten"),
    path("overdrachten/<str:gemeente>/<uuid:overdracht>/", overdrachten.een, name="overdracht"),
    path(
        "overdrachten/<str:gemeente>/<uuid:overdracht>/aanvaarden/", overdrachten.aanvaard, name="aanvaarden"
    ),
    path("overdrachten/<str:gemeente>/<uuid:overdracht>/weigeren/", overdrachten.weiger, name="weigeren"),
]
