"""What is the same everywhere: apps, order of middleware, language, limits, headers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from meldpunt.partijen.convenantbestanden import local_folders
from meldpunt.partijen.convenantbestanden import shipped_folder as shipped_convenanten
from meldpunt.partijen.openbaarmakingbestanden import shipped_folder as shipped_openbaarmaking
from meldpunt.settings.buiten import read_meldadres, read_netten, read_poorten
from meldpunt.settings.verbinding import read_address

PAKKET = Path(__file__).resolve().parent.parent
MELDPUNT_DATA = Path(os.environ.get("MELDPUNT_DATA") or ".meldpunt").resolve()

# The covenants that come along, and the folder somebody mounted with covenants of their own.
MELDPUNT_CONVENANTEN = [shipped_convenanten(), *local_folders()]

# What a partner may know, dated and signed by a privacy officer; a folder of one's own replaces the shipped one.
_openbaarmaking = os.environ.get("MELDPUNT_OPENBAARMAKING")
MELDPUNT_OPENBAARMAKING = Path(_openbaarmaking).resolve() if _openbaarmaking else shipped_openbaarmaking()

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "procrastinate.contrib.django",
    "csp",
    # Its Dutch texts; the interface has no page of it.
    "rest_framework",
    # Its second factors only; the way in, the screens and who gets an account are ours (docs/adr/0021).
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "meldpunt",
]
MIDDLEWARE = [
    "meldpunt.web.spoor.SpoorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "meldpunt.web.koppen.Koppenmiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Programs have no session, no form and no page: what they ask is answered here and goes no further.
    "meldpunt.api.deur.ApiMiddleware",
    # Before whatever asks the database: without it no session is found.
    "meldpunt.web.bezoek.BezoekMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Closed unless a view says otherwise: a forgotten decorator shows nothing to a stranger.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "meldpunt.web.aanmelden.poort.TweedeStapMiddleware",
    "meldpunt.web.fouten.FoutpaginaMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAKKET / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # The tags live with the screens that use them, not at the top of the package where Django looks.
            "libraries": {"meldpunt_opmaak": "meldpunt.web.templatetags.meldpunt_opmaak"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "meldpunt.web.navigatie.frame",
            ],
        },
    }
]
ROOT_URLCONF = "meldpunt.urls"
WSGI_APPLICATION = "meldpunt.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Without an address nothing connects; the command starts the embedded server and fills this in.
DATABASES = {"default": read_address(os.environ.get("MELDPUNT_DATABASE_URL") or "dbname=meldpunt")}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["meldpunt.api.aanmelding.Tokenaanmelding"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["meldpunt.api.invoer.Jsoninvoer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "meldpunt.api.problemen.answer_problem",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    # Sums are whole cents and days are days; nothing here is a float.
    "COERCE_DECIMAL_TO_STRING": True,
}

# The description of the interface: from the code, finished by `api/documentatie`.
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Meldpunt",
    "OAS_VERSION": "3.0.3",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["meldpunt.api.documentatie.beschrijving.finish"],
}
# Whom to write to about the interface; it stands in its public description.
MELDPUNT_CONTACT = os.environ.get("MELDPUNT_CONTACT") or "meldpunt@example.org"

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

AUTH_USER_MODEL = "meldpunt.Gebruiker"
LOGIN_URL = "/aanmelden/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/aanmelden/"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# A link to set a password holds two days, and once.
PASSWORD_RESET_TIMEOUT = 2 * 24 * 60 * 60
# Every account needs a second factor. Only the settings of demo and tests say otherwise.
MELDPUNT_MFA = True
MFA_ADAPTER = "meldpunt.toegang.aanmelden.factorslot.Factorslot"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Meldpunt"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
SESSION_COOKIE_AGE = 8 * 60 * 60  # one working day
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Where somebody who finds a weakness can say so; production does not start without.
MELDPUNT_SECURITY_CONTACT, MELDPUNT_SECURITY_EXPIRES = read_meldadres(verplicht=False)

# How many proxies of our own stand before the site. None is believed by itself: whoever reaches the site directly
# could otherwise write any address into X-Forwarded-For and count as somebody else with every try.
MELDPUNT_PROXIES = int(os.environ.get("MELDPUNT_PROXIES") or 0)

# Networks of the proxies that check client certificates: only of these the headers about a certificate are believed.
MELDPUNT_PROXY_NETTEN = read_netten("MELDPUNT_PROXY_NETTEN")

STATIC_URL = "/static/"
STATICFILES_DIRS = [PAKKET / "web" / "static"]
STATIC_ROOT: Path | None = MELDPUNT_DATA / "static"

# A delivery never passes through memory whole: it goes to a file of its own, and no more of it than 256 MB.
MELDPUNT_MAX_BESTAND = 256 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["meldpunt.web.upload.BegrensdeUpload"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 0
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# The column map of a spreadsheet with hundreds of columns is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Wraps the keys in the database, and is never there itself. Former ones open what they wrapped until it is done anew.
MELDPUNT_SLEUTEL = os.environ.get("MELDPUNT_SLEUTEL") or ""
MELDPUNT_SLEUTEL_VORIGE = (os.environ.get("MELDPUNT_SLEUTEL_VORIGE") or "").split()

# Where the site is found from outside, for links in mail and letters: without a slash at the end.
MELDPUNT_ADRES = (os.environ.get("MELDPUNT_ADRES") or "").rstrip("/")

# Under which number this meldpunt makes itself known to other systems (organisatie-identificatienummer, 20 digits).
MELDPUNT_OIN = (os.environ.get("MELDPUNT_OIN") or "").strip()

# The broker through which residents sign in with DigiD to see their own data; without an issuer there is none. The
# levels are those that are accepted, and the claims those that may hold the number, the first that does counts.
# Networks of one's own in which a sign-in provider or broker may stand; everything else inside is refused.
MELDPUNT_OIDC_NETTEN = read_netten("MELDPUNT_OIDC_NETTEN")
# The same for connections to other systems, and the ports that such a system may listen on beside 443 and 8443.
MELDPUNT_KOPPELING_NETTEN = read_netten("MELDPUNT_KOPPELING_NETTEN")
MELDPUNT_KOPPELING_POORTEN = read_poorten("MELDPUNT_KOPPELING_POORTEN")
MELDPUNT_DIGID_ISSUER = os.environ.get("MELDPUNT_DIGID_ISSUER") or ""
MELDPUNT_DIGID_CLIENT_ID = os.environ.get("MELDPUNT_DIGID_CLIENT_ID") or ""
MELDPUNT_DIGID_GEHEIM = os.environ.get("MELDPUNT_DIGID_GEHEIM") or ""
MELDPUNT_DIGID_SCOPE = os.environ.get("MELDPUNT_DIGID_SCOPE") or "openid"
MELDPUNT_DIGID_ACR = (
    os.environ.get("MELDPUNT_DIGID_ACR")
    or "http://eidas.europa.eu/LoA/substantial http://eidas.europa.eu/LoA/high"
    " urn:etoegang:core:assurance-class:loa3 urn:etoegang:core:assurance-class:loa4"
).split()
MELDPUNT_DIGID_BSN = (os.environ.get("MELDPUNT_DIGID_BSN") or "urn:nl-eid-gdi:1.0:LegalSubjectID bsn").split()

# The function that carries an SMS, by its dotted name; empty: none, and no screen offers one.
MELDPUNT_SMS = os.environ.get("MELDPUNT_SMS") or ""

# The address on the envelope of a mail: what cannot be delivered comes back there, for `meldpunt bounces`.
MELDPUNT_MAIL_TERUG: str = os.environ.get("MELDPUNT_MAIL_TERUG") or ""

# Who delivers to the national statistics, as the CBS knows this installation.
MELDPUNT_DDAS_CODE = os.environ.get("MELDPUNT_DDAS_CODE") or "meldpunt"
# PEM files: the key that signs what the CBS fetches, its certificates, and whose signature under a question is trusted.
MELDPUNT_DDAS_SLEUTEL = os.environ.get("MELDPUNT_DDAS_SLEUTEL") or ""
MELDPUNT_DDAS_CERTIFICAAT = os.environ.get("MELDPUNT_DDAS_CERTIFICAAT") or ""
MELDPUNT_DDAS_VERTROUWD = os.environ.get("MELDPUNT_DDAS_VERTROUWD") or ""

# Where the signed ends of the log's chain are kept, outside the database; and the secret they are signed with.
# Older secrets stay behind the one that holds, with commas, for what they signed.
MELDPUNT_ANKERS = Path(os.environ.get("MELDPUNT_ANKERS") or MELDPUNT_DATA / "ankers")
MELDPUNT_ANKERSLEUTEL = os.environ.get("MELDPUNT_ANKERSLEUTEL") or ""

# The address that takes the processing log in (OTLP over HTTP, ending in /v1/traces); empty: nothing is sent.
MELDPUNT_OTLP = os.environ.get("MELDPUNT_OTLP") or ""
# Headers for it, as `naam=waarde,naam=waarde`: a key of the receiver.
MELDPUNT_OTLP_HEADERS = os.environ.get("MELDPUNT_OTLP_HEADERS") or ""
# Where the register of processing activities stands; empty: the page of this site.
MELDPUNT_VERWERKINGSREGISTER = os.environ.get("MELDPUNT_VERWERKINGSREGISTER") or ""

# `meldpunt.jobs` is imported by the worker; the tasks it names are the ones that exist.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Key and certificate (PEM files) that sign a certificate of destruction; without them the data folder has its own.
MELDPUNT_ONDERTEKENING_SLEUTEL = os.environ.get("MELDPUNT_ONDERTEKENING_SLEUTEL") or ""
MELDPUNT_ONDERTEKENING_CERTIFICAAT = os.environ.get("MELDPUNT_ONDERTEKENING_CERTIFICAAT") or ""
# Where the keys of the back-ups stand: never in the database that they seal.
MELDPUNT_RESERVESLEUTELS = Path(
    os.environ.get("MELDPUNT_RESERVESLEUTELS") or MELDPUNT_DATA / "reservesleutels"
)
