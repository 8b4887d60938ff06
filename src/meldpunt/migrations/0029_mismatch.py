"""The mismatch bench: whom the registry of persons did not find, or not alone, and what was decided about it."""

import django.db.models.deletion
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._gemeentesleutels import GemeenteInKey, GemeenteReference
from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0032_statistiek'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mismatch',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('persoon', models.UUIDField()),
                ('uitkomst', models.CharField(choices=[('niemand', 'Niemand gevonden'), ('meer', 'Meer dan één persoon past'), ('te_veel', 'Te veel personen gevonden'), ('onzeker', 'Iemand past, maar niet zeker')], max_length=10)),
                ('kandidaten_verzegeld', models.TextField(blank=True)),
                ('aantal_kandidaten', models.PositiveSmallIntegerField(default=0)),
                ('voorstel', models.CharField(max_length=20)),
                ('gemaakt_op', models.DateTimeField()),
                ('later_op', models.DateTimeField(null=True)),
                ('besluit', models.CharField(blank=True, choices=[('kandidaat', 'Deze persoon'), ('niemand', 'Geen van deze')], max_length=10)),
                ('oorzaak', models.CharField(blank=True, max_length=20)),
                ('keuze_verzegeld', models.TextField(blank=True)),
                ('beslist_op', models.DateTimeField(null=True)),
                ('beslist_door', models.UUIDField(null=True)),
                ('gemeente', models.ForeignKey(db_column='gemeente', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='meldpunt.gemeente')),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.signaalpartner')),
                ('zaak', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mismatches', to='meldpunt.zaak')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('besluit', '')), fields=['gemeente', 'id'], name='mismatch_open'), models.Index(condition=models.Q(('besluit', ''), _negated=True), fields=['gemeente', 'partner', 'oorzaak'], name='mismatch_telling')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('besluit', '')), fields=('gemeente', 'zaak', 'persoon'), name='mismatch_een_open'), models.CheckConstraint(condition=models.Q(('voorstel__in', ('spelling', 'voorvoegsel', 'diakriet', 'partnernaam', 'bedrijfsnaam', 'voorletters', 'geboortedatum', 'adresvorm', 'verhuisd', 'meer_personen', 'onbekend'))), name='mismatch_voorstel'), models.CheckConstraint(condition=models.Q(models.Q(('beslist_op', None), ('besluit', ''), ('keuze_verzegeld', ''), ('oorzaak', '')), models.Q(('beslist_op__isnull', False), ('besluit__in', ('kandidaat', 'niemand')), ('oorzaak__in', ('spelling', 'voorvoegsel', 'diakriet', 'partnernaam', 'bedrijfsnaam', 'voorletters', 'geboortedatum', 'adresvorm', 'verhuisd', 'meer_personen', 'onbekend'))), _connector='OR'), name='mismatch_beslist_met_oorzaak')],
            },
        ),
        GemeenteInKey("meldpunt_mismatch"),
        GemeenteReference("meldpunt_mismatch", "zaak_id", "meldpunt_zaak"),
        RenewRowSecurity(),
    ]
