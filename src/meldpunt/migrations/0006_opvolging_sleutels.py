"""The municipality into the keys of, and references between, the tables of follow-up and correspondence."""

from django.db import migrations

from meldpunt.migrations._gemeentesleutels import GemeenteInKey, GemeenteReference

ABOUT_RESIDENTS = [
    "overdracht",
    "zaaktermijn",
    "trajectstap",
    "controle",
    "risicoadres",
    "bewonersantwoord",
    "sjabloon",
    "verzendpartij",
    "verzending",
    "antwoordcode",
    "opschorting",
    "partnerbericht",
    "navraag",
]
REFERENCES = [
    ("stapelregel", "zaak_id", "zaak"),
    ("zaakslot", "zaak_id", "zaak"),
    ("zaaktermijn", "zaak_id", "zaak"),
    ("trajectstap", "zaak_id", "zaak"),
    ("controle", "zaak_id", "zaak"),
    ("bewonersantwoord", "zaak_id", "zaak"),
    ("verzending", "zaak_id", "zaak"),
    ("verzending", "sjabloon_id", "sjabloon"),
    ("verzending", "partij_id", "verzendpartij"),
    ("antwoordcode", "zaak_id", "zaak"),
    ("antwoordcode", "verzending_id", "verzending"),
    ("opschorting", "signaal_id", "signaal"),
    ("partnerbericht", "signaal_id", "signaal"),
    ("navraag", "signaal_id", "signaal"),
]


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0005_opvolging")]

    operations = [
        *(GemeenteInKey(f"meldpunt_{table}") for table in ABOUT_RESIDENTS),
        *(
            GemeenteReference(f"meldpunt_{table}", column, f"meldpunt_{parent}")
            for table, column, parent in REFERENCES
        ),
    ]
