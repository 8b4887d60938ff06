"""For tests and tools: nothing is started on import; the tests bring a throw-away cluster of their own."""

import os
import tempfile
from pathlib import Path

from meldpunt.settings.logboek import logging_config
from meldpunt.settings.standaard import *  # noqa: F403
from meldpunt.settings.verbinding import read_address

DEBUG = False
# Raw files of test deliveries never land in the working folder.
_folder = tempfile.TemporaryDirectory(prefix="meldpunt-test-")
MELDPUNT_DATA = Path(_folder.name)
MELDPUNT_ANKERS = MELDPUNT_DATA / "ankers"
MELDPUNT_ANKERSLEUTEL = "only-for-tests"
DEMO = True
# Tests of screens sign in without; those of sign-in itself put it on.
MELDPUNT_MFA = False
SECRET_KEY = "only-for-tests"  # noqa: S105
MELDPUNT_SLEUTEL = "only-for-tests-and-long-enough-to-be-a-key"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": read_address(os.environ.get("MELDPUNT_TEST_DATABASE_URL") or "dbname=meldpunt")}
# Tests connect as the owner, for what they make; inside `acting` they are what the site or the worker would be.
DATABASES["default"]["ROLLEN"] = {"web": "meldpunt_web", "werker": "meldpunt_werker"}
# The slow one would be most of the running time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MELDPUNT_ADRES = "https://meldpunt.example"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MELDPUNT_SMS = "meldpunt.adapters.sms.bestand.send"
LOGGING = logging_config(json=False, level="ERROR")
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
