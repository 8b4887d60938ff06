"""The municipality into every key of, and reference between, the tables about residents."""

from django.db import migrations

from meldpunt.migrations._gemeentesleutels import (
    GemeenteInKey,
    GemeenteReference,
    NeverChanges,
    Parent,
    SetReferences,
)

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
DELIVERY = Parent(("aanlevering_id",), "meldpunt_aanlevering", ("id",), few=True)
PARTNER = Parent(("partner_id",), "meldpunt_signaalpartner", ("id",), few=True)
GEMEENTE = Parent(("gemeente",), "meldpunt_gemeente", ("code",), few=True)
# Tables that take a million rows at once: checked per statement.
SET_REFERENCES = {
    "signaal": [DELIVERY, PARTNER, GEMEENTE],
    "signaalpersoon": [Parent(("id", "gemeente"), "meldpunt_signaal", ("id", "gemeente"), few=False)],
    "regelfout": [DELIVERY, GEMEENTE],
    "zaak": [GEMEENTE],
    "zaaksignaal": [
        Parent(("zaak_id", "gemeente"), "meldpunt_zaak", ("id", "gemeente"), few=False),
        Parent(("signaal_id", "gemeente"), "meldpunt_signaal", ("id", "gemeente"), few=False),
    ],
}


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0001_begin")]

    operations = [
        *(GemeenteInKey(f"meldpunt_{table}") for table in ABOUT_RESIDENTS),
        *(
            GemeenteReference(f"meldpunt_{table}", column, f"meldpunt_{parent}")
            for table, column, parent in REFERENCES
        ),
        *(SetReferences(f"meldpunt_{table}", *parents) for table, parents in SET_REFERENCES.items()),
        NeverChanges("meldpunt_signaal"),
    ]
