"""Citizen service numbers under a seal: the columns, the rows that are there, and the plain column gone."""

from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PER_KEER = 2000


def seal_present(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal the numbers of the rows that are there, so many at a time."""
    # Imported here: whoever only reads the list of migrations needs no keys.
    from meldpunt.aanlevering.bsn import seal_bsn

    persons = apps.get_model("meldpunt", "SignaalPersoon")
    while rows := list(persons.objects.exclude(bsn="").order_by("id")[:PER_KEER]):
        for row in rows:
            sealed = seal_bsn(row.bsn)
            row.bsn_verzegeld, row.bsn_index, row.bsn = sealed["bsn_verzegeld"], sealed["bsn_index"], ""
        persons.objects.bulk_update(rows, ["bsn_verzegeld", "bsn_index", "bsn"])


def open_present(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the plain numbers back, for who goes back to the version before."""
    from meldpunt.aanlevering.bsn import open_bsn

    persons = apps.get_model("meldpunt", "SignaalPersoon")
    while rows := list(persons.objects.exclude(bsn_verzegeld="").order_by("id")[:PER_KEER]):
        for row in rows:
            row.bsn, row.bsn_verzegeld, row.bsn_index = open_bsn(row.bsn_verzegeld), "", ""
        persons.objects.bulk_update(rows, ["bsn_verzegeld", "bsn_index", "bsn"])


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0017_bewaring")]

    operations = [
        migrations.AddField(
            model_name="signaalpersoon",
            name="bsn_index",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="signaalpersoon",
            name="bsn_verzegeld",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.RunPython(seal_present, open_present),
        migrations.RemoveField(model_name="signaalpersoon", name="bsn"),
        migrations.AddIndex(
            model_name="signaalpersoon",
            index=models.Index(
                condition=models.Q(("bsn_index", ""), _negated=True),
                fields=["bsn_index", "gemeente"],
                name="signaalpersoon_bsn",
            ),
        ),
    ]
