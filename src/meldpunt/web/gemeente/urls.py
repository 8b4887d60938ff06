"""Addresses of the gemeente screens."""

from django.urls import URLPattern, path

from meldpunt.web.gemeente import (
    bekend,
    berichten,
    dag,
    dagronde,
    dagrondetelefoon,
    maand,
    personen,
    planacties,
    postvak,
    runs,
    sluiten,
    werkprotocol,
    zaak,
)

app_name = "gemeente"
urlpatterns: list[URLPattern] = [
    # of the case worker
    path("dag/", dag.toon, name="dag"),
    path("postvak/", postvak.toon, name="postvak"),
    path("postvak/stapel/", postvak.stapel, name="stapel"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/", zaak.toon, name="zaak"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/oppakken/", zaak.pak_op, name="oppakken"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/overnemen/", zaak.neem_over, name="overnemen"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/poging/", zaak.leg_poging_vast, name="poging"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/toewijzen/", zaak.wijs_toe, name="toewijzen"),
    path("postvak/zaak/<str:gemeente>/<uuid:zaak>/overdragen/", zaak.draag_over, name="overdragen"),
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
    path("bekend/", bekend.toon, name="bekend"),
    path("berichten/", berichten.lijst, name="berichten"),
    path("berichten/<str:gemeente>/<uuid:bericht>/gelezen/", berichten.gelezen, name="bericht_gelezen"),
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
]
