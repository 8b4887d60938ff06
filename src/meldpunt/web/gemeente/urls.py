"""Addresses of the gemeente screens."""

from django.urls import URLPattern, path

from meldpunt.web.gemeente import (
    antwoordacties,
    bedreigendacties,
    bekend,
    berichten,
    bewaard,
    brieven,
    bsn,
    controleacties,
    correspondentieacties,
    dag,
    dagronde,
    dagrondetelefoon,
    maand,
    overdrachten,
    partneracties,
    personen,
    planacties,
    postvak,
    risicoadressen,
    runs,
    sjablonen,
    sluiten,
    stapel,
    termijnen,
    trajectacties,
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
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/persoon/<uuid:persoon>/bsn/", bsn.toon, name="bsn"),
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
    # of conversation and outcome, and the checks before contact
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/traject/", trajectacties.toon, name="traject"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/traject/vastleggen/",
        trajectacties.leg_vast,
        name="traject_vastleggen",
    ),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/traject/vervallen/",
        trajectacties.laat_vervallen,
        name="traject_vervallen",
    ),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/controles/", controleacties.zet, name="controle_zetten"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/controles/opheffen/",
        controleacties.hef_op,
        name="controle_opheffen",
    ),
    path("risicoadressen/", risicoadressen.toon, name="risicoadressen"),
    # of contact
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/plan/stap/", planacties.leg_stap_vast, name="plan_stap"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/plan/ronde/", planacties.zet_op_ronde, name="plan_ronde"),
    path("dagronde/", dagronde.toon, name="dagronde"),
    path("dagronde/kiezen/", dagronde.kies, name="dagronde_kiezen"),
    path("dagronde/afdrukken/", dagronde.druk_af, name="dagronde_afdrukken"),
    path("dagronde/onderweg/", dagrondetelefoon.onderweg, name="dagronde_onderweg"),
    path("dagronde/resultaat/", dagrondetelefoon.leg_vast, name="dagronde_resultaat"),
    path("dagronde/versturen/", dagrondetelefoon.verstuur, name="dagronde_versturen"),
    path("dagronde/sleutel/", dagrondetelefoon.geef_sleutel, name="dagronde_sleutel"),
    path("dagronde/werker.js", dagrondetelefoon.werker, name="dagronde_werker"),
    path("dagronde/manifest.webmanifest", dagrondetelefoon.manifest, name="dagronde_manifest"),
    # correspondentie
    path("brieven/", brieven.lijst, name="brieven"),
    path("brieven/<str:gemeente>/<uuid:partij>/", brieven.een, name="brievenpartij"),
    path("brieven/<str:gemeente>/<uuid:partij>/stapel.pdf", brieven.als_pdf, name="brieven_pdf"),
    path("brieven/<str:gemeente>/<uuid:partij>/stapel.zip", brieven.als_zip, name="brieven_zip"),
    path("brieven/<str:gemeente>/<uuid:partij>/gedrukt/", brieven.gedrukt, name="brieven_gedrukt"),
    path("brieven/<str:gemeente>/<uuid:partij>/<uuid:verzending>.pdf", brieven.brief, name="brief"),
    path("sjablonen/", sjablonen.toon, name="sjablonen"),
    path("sjablonen/afzender/", sjablonen.afzender, name="afzender"),
    path("sjablonen/voorbeelden/", sjablonen.neem_over, name="voorbeelden"),
    path("sjablonen/nieuw/", sjablonen.nieuw, name="sjabloon_nieuw"),
    path("sjablonen/<str:gemeente>/<slug:sleutel>/<str:taal>/", sjablonen.bewerk, name="sjabloon"),
    path("sjablonen/<str:gemeente>/<slug:sleutel>/<str:taal>/stop/", sjablonen.stop, name="sjabloon_stop"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/bericht/", correspondentieacties.maak, name="bericht"),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/bericht/intrekken/",
        correspondentieacties.trek_in,
        name="bericht_intrekken",
    ),
    path(
        "postvak/zaak/<str:gemeente>/<uuid:zaak>/bericht/opnieuw/",
        correspondentieacties.opnieuw,
        name="bericht_opnieuw",
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
