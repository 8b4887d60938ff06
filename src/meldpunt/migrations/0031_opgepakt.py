"""When a zaak was first taken in hand: the national data standard asks for that day, also after it was closed."""

from django.db import migrations, models

# The log knows it of every zaak that was ever taken.
FROM_LOG = """
UPDATE meldpunt_zaak z SET opgepakt_op = l.tijd
FROM (SELECT object, min(tijd) AS tijd FROM meldpunt_logregel WHERE handeling = 'zaak_opgepakt' GROUP BY object) l
WHERE z.id::text = l.object
"""


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0024_koppelingen")]

    operations = [
        migrations.AddField("zaak", "opgepakt_op", models.DateTimeField(null=True)),
        migrations.RunSQL(FROM_LOG, migrations.RunSQL.noop),
    ]
