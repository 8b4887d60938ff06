"""The register of addresses, and on what the address of each signaal was matched."""

import django.db.models.deletion
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0028_brp'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bagadres',
            fields=[
                ('nummeraanduiding', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('object', models.CharField(max_length=16)),
                ('postcode', models.CharField(blank=True, max_length=6)),
                ('huisnummer', models.PositiveIntegerField()),
                ('huisletter', models.CharField(blank=True, max_length=1)),
                ('toevoeging', models.CharField(blank=True, max_length=4)),
                ('suffix', models.CharField(blank=True, max_length=5)),
                ('straat', models.CharField(max_length=80)),
                ('korte_naam', models.CharField(blank=True, max_length=24)),
                ('woonplaats', models.CharField(max_length=80)),
                ('gemeentecode', models.CharField(blank=True, max_length=4)),
                ('hoofdadres', models.BooleanField()),
                ('deelt', models.BooleanField()),
                ('opgevraagd_op', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Bagstand',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('gebied', models.CharField(blank=True, max_length=4)),
                ('soort', models.CharField(max_length=12)),
                ('bestandsnaam', models.CharField(max_length=200)),
                ('stand', models.DateField(null=True)),
                ('aantal', models.PositiveIntegerField()),
                ('overgeslagen', models.PositiveIntegerField()),
                ('nieuw_of_anders', models.PositiveIntegerField()),
                ('verdwenen', models.PositiveIntegerField()),
                ('geladen_op', models.DateTimeField()),
                ('geladen_door', models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='zaaksignaal',
            name='adresstap',
            field=models.CharField(blank=True, db_default='', max_length=16),
        ),
        migrations.AddConstraint(
            model_name='zaaksignaal',
            constraint=models.CheckConstraint(condition=models.Q(('adresstap__in', ['', 'object', 'meer_objecten', 'niet_in_bag', 'zonder_bag'])), name='zaaksignaal_adresstap_bekend'),
        ),
        migrations.AddIndex(
            model_name='bagadres',
            index=models.Index(fields=['postcode', 'huisnummer', 'suffix'], include=('object',), name='bagadres_adres'),
        ),
        migrations.AddIndex(
            model_name='bagadres',
            index=models.Index(condition=models.Q(('deelt', True)), fields=['object'], name='bagadres_object'),
        ),
        migrations.AddIndex(
            model_name='bagadres',
            index=models.Index(condition=models.Q(('deelt', True)), fields=['postcode'], name='bagadres_gedeeld'),
        ),
        migrations.AddIndex(
            model_name='bagadres',
            index=models.Index(condition=models.Q(('opgevraagd_op__isnull', False)), fields=['opgevraagd_op'], name='bagadres_opgevraagd'),
        ),
        migrations.AddConstraint(
            model_name='bagadres',
            constraint=models.CheckConstraint(condition=models.Q(('nummeraanduiding__regex', '^[0-9]{4}20[0-9]{10}$')), name='bagadres_nummeraanduiding'),
        ),
        migrations.AddConstraint(
            model_name='bagadres',
            constraint=models.CheckConstraint(condition=models.Q(('object__regex', '^[0-9]{4}0[123][0-9]{10}$')), name='bagadres_object_soort'),
        ),
        migrations.AddIndex(
            model_name='bagstand',
            index=models.Index(fields=['gebied', '-geladen_op'], name='bagstand_gebied'),
        ),
        migrations.CreateModel(
            name='Bagvraag',
            fields=[
                ('pk', models.CompositePrimaryKey('gemeente', 'signaal', blank=True, editable=False, primary_key=True, serialize=False)),
                ('signaal', models.UUIDField()),
                ('pogingen', models.PositiveSmallIntegerField(default=0)),
                ('gesteld_op', models.DateTimeField()),
                ('volgende_poging_op', models.DateTimeField()),
                ('laatste_code', models.CharField(blank=True, max_length=40)),
                ('gemeente', models.ForeignKey(db_column='gemeente', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='meldpunt.gemeente')),
            ],
            options={
                'indexes': [models.Index(fields=['volgende_poging_op'], name='bagvraag_aan_de_beurt')],
            },
        ),
        RenewRowSecurity(),
    ]
