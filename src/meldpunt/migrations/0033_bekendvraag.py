"""Questions to the system of the social service: due rows about persons of open zaken."""

import django.db.models.deletion
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._gemeentesleutels import GemeenteInKey, GemeenteReference
from meldpunt.migrations._rijbeveiliging import RowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0030_bag'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bekendvraag',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('persoon', models.UUIDField()),
                ('stand', models.CharField(choices=[('wacht', 'Wacht op antwoord'), ('beantwoord', 'Beantwoord'), ('vervallen', 'Niet meer nodig')], default='wacht', max_length=12)),
                ('bekend', models.BooleanField(null=True)),
                ('reden', models.CharField(blank=True, default='', max_length=40)),
                ('team', models.CharField(blank=True, default='', max_length=80)),
                ('pogingen', models.PositiveIntegerField(default=0)),
                ('volgende_poging_op', models.DateTimeField()),
                ('laatste_code', models.CharField(blank=True, default='', max_length=40)),
                ('gesteld_op', models.DateTimeField()),
                ('beantwoord_op', models.DateTimeField(null=True)),
                ('gemeente', models.ForeignKey(db_column='gemeente', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='meldpunt.gemeente')),
                ('zaak', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='bekendvragen', to='meldpunt.zaak')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('stand', 'wacht')), fields=['volgende_poging_op', 'id'], name='bekendvraag_te_stellen')],
                'constraints': [models.UniqueConstraint(fields=('gemeente', 'zaak', 'persoon'), name='bekendvraag_een_keer'), models.CheckConstraint(condition=models.Q(models.Q(('beantwoord_op__isnull', False), ('bekend__isnull', False), ('stand', 'beantwoord')), models.Q(models.Q(('stand', 'beantwoord'), _negated=True), ('bekend__isnull', True)), _connector='OR'), name='bekendvraag_antwoord')],
            },
        ),
        GemeenteInKey("meldpunt_bekendvraag"),
        GemeenteReference("meldpunt_bekendvraag", "zaak_id", "meldpunt_zaak"),
        RowSecurity(),
    ]
