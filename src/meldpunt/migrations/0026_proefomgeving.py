"""A partner has a twin with which its software is tried."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0023_stapelopdracht")]

    operations = [
        migrations.AddField("signaalpartner", "proef", models.BooleanField(db_default=False, default=False))
    ]
