"""All addresses of the site, per audience."""

from django.urls import include, path

from meldpunt.web import veiligheid
from meldpunt.web.beheer import team, toepassingen
from meldpunt.web.privacy import datalekacties

urlpatterns = [
    path(".well-known/security.txt", veiligheid.security_txt, name="security_txt"),
    path("", include("meldpunt.web.aanmelden.urls")),
    path("team/", team.eigen, name="team"),
    path("toegang-en-sleutels/", toepassingen.eigen, name="sleutels"),
    path("er-ging-iets-mis/", datalekacties.meld_voorval, name="voorval"),
    path("partner/", include("meldpunt.web.partner.urls")),
    path("gemeente/", include("meldpunt.web.gemeente.urls")),
    path("privacy/", include("meldpunt.web.privacy.urls")),
    path("beheer/", include("meldpunt.web.beheer.urls")),
    # of residents, with a code instead of an account
    path("", include("meldpunt.web.inwoner.urls")),
]
