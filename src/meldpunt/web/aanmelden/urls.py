"""Addresses of signing in and of one's own account."""

from django.urls import URLPattern, path

from meldpunt.web.aanmelden import eigen, ingang, instellen, organisatie, rol, tweede, wachtwoord

urlpatterns: list[URLPattern] = [
    path("", rol.start, name="start"),
    path("rol/<uuid:aanstelling>/", rol.kies_rol, name="kies_rol"),
    path("afmelden/", rol.afmelden, name="afmelden"),
    path("aanmelden/", ingang.toon, name="aanmelden"),
    path("aanmelden/passkeyvraag/", ingang.passkeyvraag, name="passkeyvraag"),
    path("aanmelden/organisatie/terug/", organisatie.terug, name="organisatie_terug"),
    path("aanmelden/organisatie/<uuid:bron>/", organisatie.naar, name="organisatie"),
    path("aanmelden/wachtwoord/vergeten/", wachtwoord.vergeten, name="wachtwoord_vergeten"),
    path("aanmelden/wachtwoord/nieuw/", wachtwoord.nieuw, name="wachtwoord_nieuw"),
    path("aanmelden/wachtwoord/<uuid:gebruiker>/<str:token>/", wachtwoord.link, name="wachtwoord_link"),
    path("aanmelden/tweede-stap/", tweede.vraag, name="tweede_stap"),
    path("aanmelden/tweede-stap/instellen/", instellen.kies, name="tweede_stap_instellen"),
    path("aanmelden/tweede-stap/app/", instellen.app, name="tweede_stap_app"),
    path("aanmelden/tweede-stap/passkey/", instellen.passkey, name="tweede_stap_passkey"),
    path("aanmelden/herstelcodes/", instellen.herstelcodes, name="herstelcodes"),
    path("aanmelden/herstelcodes/nieuw/", instellen.nieuwe_codes, name="nieuwe_herstelcodes"),
    path("account/", eigen.toon, name="account"),
    path("account/tweede-stap/<int:factor>/verwijderen/", eigen.verwijder_factor, name="verwijder_factor"),
    path("account/sessies/<uuid:sessie>/beeindigen/", eigen.beeindig_sessie, name="beeindig_sessie"),
]
