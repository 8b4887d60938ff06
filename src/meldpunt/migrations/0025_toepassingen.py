"""Programs of parties that use the interface, the proofs they signed in with, and their requests to repeat."""

import django.contrib.postgres.fields
import django.db.models.deletion
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0026_proefomgeving'),
    ]

    operations = [
        migrations.CreateModel(
            name='Toepassing',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('client_id', models.CharField(max_length=80, unique=True)),
                ('naam', models.CharField(max_length=120)),
                ('partijsoort', models.CharField(choices=[('partner', 'Signaalpartner'), ('gemeente', 'Gemeente'), ('uitvoerder', 'Uitvoerder'), ('meldpunt', 'Meldpunt')], max_length=20)),
                ('partij', models.CharField(max_length=60)),
                ('rol', models.CharField(choices=[('partner', 'Medewerker signaalpartner'), ('behandelaar', 'Behandelaar'), ('coordinator', 'Coördinator'), ('uitvoerder', 'Uitvoerder of wijkteam'), ('privacy', 'Privacyfunctionaris'), ('beheer', 'Beheerder')], max_length=20)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('sleutels', models.JSONField()),
                ('certificaten', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=43), default=list, size=None)),
                ('oin', models.CharField(blank=True, default='', max_length=20)),
                ('proef', models.BooleanField(db_default=False, default=False)),
                ('gemaakt_op', models.DateTimeField()),
                ('gemaakt_door', models.UUIDField(null=True)),
                ('goedgekeurd_op', models.DateTimeField(null=True)),
                ('goedgekeurd_door', models.UUIDField(null=True)),
                ('laatst_gebruikt_op', models.DateTimeField(null=True)),
                ('beeindigd_op', models.DateTimeField(null=True)),
                ('beeindigd_door', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['partijsoort', 'partij', 'id'], name='toepassing_partij')],
                'constraints': [models.CheckConstraint(condition=models.Q(('goedgekeurd_door', None), models.Q(('goedgekeurd_door', models.F('gemaakt_door')), _negated=True), _connector='OR'), name='toepassing_vier_ogen')],
            },
        ),
        migrations.CreateModel(
            name='Herhaalverzoek',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('sleutel', models.CharField(max_length=64)),
                ('vingerafdruk', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('antwoord', models.JSONField(null=True)),
                ('koppen', models.JSONField(default=dict)),
                ('gemaakt_op', models.DateTimeField()),
                ('toepassing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='herhaalverzoeken', to='meldpunt.toepassing')),
            ],
            options={
                'indexes': [models.Index(fields=['gemaakt_op'], name='herhaalverzoek_oud')],
                'constraints': [models.UniqueConstraint(fields=('toepassing', 'sleutel'), name='herhaalverzoek_een_per_sleutel')],
            },
        ),
        migrations.CreateModel(
            name='Toepassingbewijs',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('nummer', models.CharField(max_length=64)),
                ('verloopt_op', models.DateTimeField()),
                ('toepassing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bewijzen', to='meldpunt.toepassing')),
            ],
            options={
                'indexes': [models.Index(fields=['verloopt_op'], name='toepassingbewijs_verloopt')],
                'constraints': [models.UniqueConstraint(fields=('toepassing', 'nummer'), name='toepassingbewijs_een_keer')],
            },
        ),
        RenewRowSecurity(),
    ]
