"""Addresses of the reply page; none holds a code, but for the short link that takes it out at once."""

from django.urls import URLPattern, path, re_path

from meldpunt.web.inwoner import reageren

app_name = "inwoner"
urlpatterns: list[URLPattern] = [
    # With or without a slash at its end: a redirect for it would be one more line with a code.
    re_path(r"^r/(?P<code>[0-9A-Za-z-]{1,40})/?$", reageren.link, name="link"),
    path("reageren/", reageren.reageren, name="reageren"),
    path("reageren/keuze/", reageren.keuze, name="keuze"),
    path("reageren/antwoord/<slug:soort>/", reageren.antwoord, name="antwoord"),
    path("reageren/bedankt/", reageren.bedankt, name="bedankt"),
]
