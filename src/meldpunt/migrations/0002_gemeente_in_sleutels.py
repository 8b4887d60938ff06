"""The municipality into every key of, and reference between, the tables about residents."""

from django.db import migrations

from meldpunt.migrations._gemeentesleutels import GemeenteInKey, GemeenteReference, NeverChanges, SetReference

ABOUT_RESIDENTS = [
    "signaal",
    "signaalpersoon",
    "regelfout",
    "bekendadres",
    "matchrun",
    "zaak",
    "persoonsvraag",
    "lijstregel",
    "intrekkingsgevolg",
    "contactpoging",
    "terugkoppeling",
]
# Small tables: a foreign key proper.
REFERENCES = [
    ("persoonsvraag", "zaak_id", "zaak"),
    ("lijstregel", "run_id", "matchrun"),
    ("contactpoging", "zaak_id", "zaak"),
    ("terugkoppeling", "signaal_id", "signaal"),
]
# Tables that take a million rows at once: checked per statement. The parents that are few are locked too.
SET_REFERENCES = [
    ("signaal", ["aanlevering_id"], "aanlevering", ["id"], True),
    ("signaal", ["partner_id"], "signaalpartner", ["id"], True),
    ("signaal", ["gemeente"], "gemeente", ["code"], True),
    ("signaalpersoon", ["id", "gemeente"], "signaal", ["id", "gemeente"], False),
    ("regelfout", ["aanlevering_id"], "aanlevering", ["id"], True),
    ("regelfout", ["gemeente"], "gemeente", ["code"], True),
    ("zaak", ["gemeente"], "gemeente", ["code"], True),
    ("zaaksignaal", ["zaak_id", "gemeente"], "zaak", ["id", "gemeente"], False),
    ("zaaksignaal", ["signaal_id", "gemeente"], "signaal", ["id", "gemeente"], False),
]


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0001_begin")]

    operations = [
        *(GemeenteInKey(f"meldpunt_{table}") for table in ABOUT_RESIDENTS),
        *(
            GemeenteReference(f"meldpunt_{table}", column, f"meldpunt_{parent}")
            for table, column, parent in REFERENCES
        ),
        *(
            SetReference(f"meldpunt_{table}", columns, f"meldpunt_{parent}", keys, lock=lock)
            for table, columns, parent, keys, lock in SET_REFERENCES
        ),
        NeverChanges("meldpunt_signaal"),
    ]
