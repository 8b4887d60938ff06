"""Addresses of residents; none holds a number, and none a code but the short link that takes it out at once."""

from django.urls import URLPattern, path, re_path

from meldpunt.web.inwoner import mijn, reageren

app_name = "inwoner"
urlpatterns: list[URLPattern] = [
    # With or without a slash at its end: a redirect for it would be one more line with a code.
    re_path(r"^r/(?P<code>[0-9A-Za-z-]{1,40})/?$", reageren.link, name="link"),
    path("reageren/", reageren.reageren, name="reageren"),
    path("reageren/keuze/", reageren.keuze, name="keuze"),
    path("reageren/antwoord/<slug:soort>/", reageren.antwoord, name="antwoord"),
    path("reageren/bedankt/", reageren.bedankt, name="bedankt"),
    # one's own data, after signing in at the broker
    path("mijn-gegevens/", mijn.begin, name="mijn"),
    path("mijn-gegevens/aanmelden/", mijn.aanmelden, name="mijn_aanmelden"),
    path("mijn-gegevens/terug/", mijn.terug, name="mijn_terug"),
    path("mijn-gegevens/demo/", mijn.demomakelaar, name="mijn_demo"),
    path("mijn-gegevens/afmelden/", mijn.afmelden, name="mijn_afmelden"),
    path("mijn-gegevens/gemeente/<str:gemeente>/", mijn.overzicht, name="mijn_overzicht"),
    re_path(
        r"^mijn-gegevens/gemeente/(?P<gemeente>[0-9]{4})/overzicht\.(?P<formaat>pdf|json)$",
        mijn.bestand,
        name="mijn_bestand",
    ),
    path("mijn-gegevens/verzoek/", mijn.vraag, name="mijn_vraag"),
    path("mijn-gegevens/verzoek/<uuid:verzoek>/intrekken/", mijn.trek_in, name="mijn_intrekken"),
]
