"""Connections to other systems and how each stands, behind row security from their first moment."""

import django.db.models.deletion
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0025_toepassingen'),
    ]

    operations = [
        migrations.CreateModel(
            name='Koppelingstand',
            fields=[
                ('sleutel', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('naam', models.CharField(blank=True, default='', max_length=200)),
                ('mislukt_op_rij', models.PositiveIntegerField(default=0)),
                ('open_tot', models.DateTimeField(null=True)),
                ('laatst_gelukt_op', models.DateTimeField(null=True)),
                ('laatst_mislukt_op', models.DateTimeField(null=True)),
                ('laatste_code', models.CharField(blank=True, default='', max_length=40)),
                ('laatste_spoor', models.CharField(blank=True, default='', max_length=32)),
                ('wachtend', models.PositiveIntegerField(default=0)),
                ('wacht_sinds', models.DateTimeField(null=True)),
                ('geteld_op', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Koppeling',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('soort', models.CharField(max_length=20)),
                ('naam', models.CharField(max_length=120)),
                ('aan', models.BooleanField(default=True)),
                ('adres', models.CharField(max_length=500)),
                ('aanmelding', models.CharField(choices=[('geen', 'Geen (of alleen een certificaat)'), ('sleutel', 'Sleutel in een kop'), ('oauth_geheim', 'OAuth 2.0 met client-geheim'), ('oauth_handtekening', 'OAuth 2.0 met ondertekende verklaring (private_key_jwt)')], default='geen', max_length=20)),
                ('sleutelkop', models.CharField(blank=True, default='', max_length=60)),
                ('tokenadres', models.CharField(blank=True, default='', max_length=500)),
                ('client_id', models.CharField(blank=True, default='', max_length=200)),
                ('scope', models.CharField(blank=True, default='', max_length=300)),
                ('audience', models.CharField(blank=True, default='', max_length=300)),
                ('kid', models.CharField(blank=True, default='', max_length=200)),
                ('geheim', models.BinaryField()),
                ('certificaat', models.TextField(blank=True, default='')),
                ('certificaat_tot', models.DateTimeField(null=True)),
                ('ca', models.TextField(blank=True, default='')),
                ('koppen', models.JSONField(default=dict)),
                ('opties', models.JSONField(default=dict)),
                ('verbinden_seconden', models.FloatField(default=5.0)),
                ('lezen_seconden', models.FloatField(default=20.0)),
                ('pogingen', models.PositiveSmallIntegerField(default=3)),
                ('gelijktijdig', models.PositiveSmallIntegerField(default=4)),
                ('gewijzigd_op', models.DateTimeField()),
                ('gewijzigd_door', models.UUIDField(null=True)),
                ('gemeente', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='koppelingen', to='meldpunt.gemeente')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('soort', 'gemeente'), name='koppeling_een_per_soort', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('gelijktijdig__gte', 1), ('gelijktijdig__lte', 64), ('lezen_seconden__gt', 0), ('lezen_seconden__lte', 120), ('pogingen__gte', 1), ('pogingen__lte', 10), ('verbinden_seconden__gt', 0), ('verbinden_seconden__lte', 60)), name='koppeling_grenzen')],
            },
        ),
        RenewRowSecurity(),
    ]
