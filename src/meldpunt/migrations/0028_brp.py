"""What the registry of persons was asked about residents, behind row security; and a state for who left the country."""

import django.contrib.postgres.fields
import django.db.models.deletion
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._gemeentesleutels import GemeenteInKey, GemeenteReference
from meldpunt.migrations._rijbeveiliging import RenewRowSecurity

CONTROLESOORTEN = (
    'overleden', 'verhuisd_buiten', 'geemigreerd', 'geen_bezoek', 'onveilig_bezoek', 'geheim_adres', 'adres_onbekend',
    'verhuisd_binnen', 'in_onderzoek', 'bekend_schuldhulp', 'bekend_sociale_dienst',
)


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0029_mismatch'),
    ]

    operations = [
        migrations.CreateModel(
            name='Brpbevraging',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('persoon', models.UUIDField()),
                ('gemaakt_op', models.DateTimeField()),
                ('volgende_op', models.DateTimeField(null=True)),
                ('pogingen', models.PositiveSmallIntegerField(default=0)),
                ('fout_code', models.CharField(blank=True, default='', max_length=40)),
                ('uitkomst', models.CharField(blank=True, default='', max_length=10)),
                ('stap', models.CharField(blank=True, default='', max_length=10)),
                ('reden', models.CharField(blank=True, default='', max_length=40)),
                ('standen', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                ('nieuwe_gemeente', models.CharField(blank=True, default='', max_length=4)),
                ('beantwoord_op', models.DateTimeField(null=True)),
                ('gevolgd_op', models.DateTimeField(null=True)),
                ('gemeente', models.ForeignKey(db_column='gemeente', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='meldpunt.gemeente')),
                ('zaak', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='brpbevragingen', to='meldpunt.zaak')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('volgende_op__isnull', False)), fields=['volgende_op', 'id'], name='brpbevraging_te_vragen'),
                    models.Index(condition=models.Q(('beantwoord_op__isnull', False), ('gevolgd_op', None)), fields=['id'], name='brpbevraging_te_volgen'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('gemeente', 'zaak', 'persoon'), name='brpbevraging_een_keer'),
                    models.CheckConstraint(condition=models.Q(('uitkomst__in', ('', 'vervallen', 'gevonden', 'niemand', 'meer', 'te_veel', 'onzeker')), ('stap__in', ('', 'bsn', 'object', 'adres', 'naam', 'ruim'))), name='brpbevraging_uitkomst'),
                    models.CheckConstraint(condition=models.Q(models.Q(('beantwoord_op', None), ('uitkomst', ''), ('volgende_op__isnull', False)), models.Q(models.Q(('uitkomst', ''), _negated=True), ('beantwoord_op__isnull', False)), _connector='OR'), name='brpbevraging_wacht_of_antwoord'),
                ],
            },
        ),
        GemeenteInKey('meldpunt_brpbevraging'),
        GemeenteReference('meldpunt_brpbevraging', 'zaak_id', 'meldpunt_zaak'),
        migrations.RemoveConstraint(model_name='controle', name='controle_soort'),
        migrations.AddConstraint(
            model_name='controle',
            constraint=models.CheckConstraint(condition=models.Q(('soort__in', CONTROLESOORTEN)), name='controle_soort'),
        ),
        RenewRowSecurity(),
    ]
