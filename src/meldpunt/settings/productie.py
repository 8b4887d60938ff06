"""Behind a proxy that ends TLS; everything secret comes from the environment."""

from django.core.exceptions import ImproperlyConfigured

from meldpunt.settings.buiten import read_hosts, read_meldadres
from meldpunt.settings.geheim import read_key, read_secret
from meldpunt.settings.logboek import logging_config
from meldpunt.settings.mail import GEEN, mail_settings
from meldpunt.settings.standaard import *  # noqa: F403
from meldpunt.settings.standaard import MELDPUNT_ADRES, MELDPUNT_ANKERSLEUTEL

DEBUG = False
DEMO = False
MELDPUNT_MFA = True
SECRET_KEY = read_secret("MELDPUNT_SECRET_KEY")
MELDPUNT_SLEUTEL = read_secret("MELDPUNT_SLEUTEL")
if SECRET_KEY == MELDPUNT_SLEUTEL:
    raise ImproperlyConfigured(
        "MELDPUNT_SECRET_KEY en MELDPUNT_SLEUTEL zijn gelijk. Maak er twee. [geheim_dubbel]"
    )
for _secret in filter(None, MELDPUNT_ANKERSLEUTEL.split(",")):
    # Whoever finds it can sign another history.
    read_key(_secret.strip(), naam="MELDPUNT_ANKERSLEUTEL")
ALLOWED_HOSTS = read_hosts()
MELDPUNT_SECURITY_CONTACT, MELDPUNT_SECURITY_EXPIRES = read_meldadres(verplicht=True)
MELDPUNT_ADRES = MELDPUNT_ADRES or f"https://{ALLOWED_HOSTS[0]}"
# Without a server nothing is mailed, and nothing about a resident ends up in a log instead.
globals().update(mail_settings(without_server=GEEN))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
# Being on the list of browsers is a choice for the whole domain of a municipality, not for one of its sites.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_NAME = "__Host-sessie"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_config(json=True)
