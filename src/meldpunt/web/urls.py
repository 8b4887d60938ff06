"""All addresses of the site, per audience."""

from django.contrib.auth import views as auth_views
from django.urls import include, path

from meldpunt.web import aanmelden, veiligheid

urlpatterns = [
    path(".well-known/security.txt", veiligheid.security_txt, name="security_txt"),
    path("", aanmelden.start, name="start"),
    path("aanmelden/", aanmelden.Aanmelden.as_view(), name="aanmelden"),
    path("afmelden/", auth_views.LogoutView.as_view(), name="afmelden"),
    path("rol/<uuid:aanstelling>/", aanmelden.kies_rol, name="kies_rol"),
    path("partner/", include("meldpunt.web.partner.urls")),
    path("gemeente/", include("meldpunt.web.gemeente.urls")),
    path("privacy/", include("meldpunt.web.privacy.urls")),
    path("beheer/", include("meldpunt.web.beheer.urls")),
    # of residents, with a code instead of an account
    path("", include("meldpunt.web.inwoner.urls")),
]
