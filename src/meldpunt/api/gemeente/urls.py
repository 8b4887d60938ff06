"""Addresses of what is for municipalities and who works for them."""

from django.urls import URLPattern, path

from meldpunt.api.gemeente import handelingen, statistieken, zaken

urlpatterns: list[URLPattern] = [
    path("zaken", zaken.Zaken.as_view(), name="zaken"),
    path("zaken/<uuid:zaak>", zaken.EenZaak.as_view(), name="zaak"),
    path("zaken/<uuid:zaak>/behandeling", handelingen.Behandeling.as_view(), name="behandeling"),
    path("zaken/<uuid:zaak>/contactpogingen", handelingen.Contactpogingen.as_view(), name="contactpogingen"),
    path("zaken/<uuid:zaak>/uitkomst", handelingen.Uitkomst.as_view(), name="uitkomst"),
    path("statistieken", statistieken.Statistieken.as_view(), name="statistieken"),
]
