"""Which zaken somebody chose for the own round of a day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from meldpunt.migrations._gemeentesleutels import GemeenteReference


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', "0010_traject"),
    ]

    operations = [
        migrations.CreateModel(
            name='Rondebezoek',
            fields=[
                ('pk', models.CompositePrimaryKey('gemeente', 'gebruiker', 'dag', 'zaak', blank=True, editable=False, primary_key=True, serialize=False)),
                ('dag', models.DateField()),
                ('erbij', models.BooleanField()),
                ('gekozen_op', models.DateTimeField()),
                ('gebruiker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gemeente', models.ForeignKey(db_column='gemeente', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='meldpunt.gemeente')),
                ('zaak', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rondebezoeken', to='meldpunt.zaak')),
            ],
            options={
                'indexes': [models.Index(fields=['gebruiker', 'dag'], name='rondebezoek_dag')],
            },
        ),
        GemeenteReference('meldpunt_rondebezoek', 'zaak_id', 'meldpunt_zaak'),
    ]
