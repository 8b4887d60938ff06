"""The door for gunicorn; in production behind a proxy that ends TLS."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meldpunt.settings.productie")

application = get_wsgi_application()

from meldpunt.toegang.rijwacht import check_database_rol  # noqa: E402 - Django must be up

check_database_rol()
