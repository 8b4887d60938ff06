"""One machine, generated people, plain HTTP: what `make start` runs."""

import os

from meldpunt.settings.geheim import read_or_make_secret
from meldpunt.settings.logboek import logging_config
from meldpunt.settings.mail import SCHERM, mail_settings
from meldpunt.settings.standaard import *  # noqa: F403
from meldpunt.settings.standaard import (
    MELDPUNT_ADRES,
    MELDPUNT_ANKERSLEUTEL,
    MELDPUNT_DATA,
    MELDPUNT_SLEUTEL,
)

DEBUG = False
DEMO = True
# The passwords are known to everybody, so a second factor would guard nothing; who has one is asked for it still.
# `MELDPUNT_MFA=1` shows how it is elsewhere. The settings of production do not look at it.
MELDPUNT_MFA = os.environ.get("MELDPUNT_MFA") == "1"
# As in production the key may come from outside; here it is made in the data folder, for the owner alone.
MELDPUNT_SLEUTEL = MELDPUNT_SLEUTEL or read_or_make_secret(MELDPUNT_DATA / "sleutel")
SECRET_KEY = read_or_make_secret(MELDPUNT_DATA / "geheim")
MELDPUNT_ANKERSLEUTEL = MELDPUNT_ANKERSLEUTEL or read_or_make_secret(MELDPUNT_DATA / "ankersleutel")
# Whoever shows the demo to a colleague does so by the name of the machine; nothing real is in it.
ALLOWED_HOSTS = ["*"]
# On the screen of who started it, unless a mail server is named.
globals().update(mail_settings(without_server=SCHERM))
MELDPUNT_ADRES = MELDPUNT_ADRES or f"http://127.0.0.1:{os.environ.get('MELDPUNT_PORT') or 8000}"
MELDPUNT_SMS = os.environ.get("MELDPUNT_SMS") or "meldpunt.adapters.sms.bestand.send"
LOGGING = logging_config(json=False, level="WARNING")

# Straight from the source folder: no collecting step before the first page.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 60
