"""Behind a proxy that ends TLS; everything secret comes from the environment."""

import os

from meldpunt.settings.geheim import read_key
from meldpunt.settings.logboek import logging_config
from meldpunt.settings.mail import GEEN, mail_settings
from meldpunt.settings.standaard import *  # noqa: F403
from meldpunt.settings.standaard import MELDPUNT_ADRES, MELDPUNT_ANKERSLEUTEL

DEBUG = False
DEMO = False
MELDPUNT_MFA = True
SECRET_KEY = os.environ["MELDPUNT_SECRET_KEY"]
MELDPUNT_SLEUTEL = read_key(os.environ["MELDPUNT_SLEUTEL"])
for _secret in filter(None, MELDPUNT_ANKERSLEUTEL.split(",")):
    # Whoever finds it can sign another history.
    read_key(_secret.strip(), naam="MELDPUNT_ANKERSLEUTEL")
ALLOWED_HOSTS = os.environ["MELDPUNT_HOSTS"].split(",")
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
SESSION_COOKIE_NAME = "__Host-sessie"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_config(json=True)
