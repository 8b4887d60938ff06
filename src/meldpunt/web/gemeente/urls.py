"""Addresses of the gemeente screens."""

from django.urls import URLPattern, path

from meldpunt.web.gemeente import (
    bekend,
    berichten,
    brieven,
    correspondentieacties,
    dag,
    maand,
    personen,
    postvak,
    runs,
    sjablonen,
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
]
