"""Subscriptions of partners, the messages for them and their tries, behind row security from the first moment."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import meldpunt.sleutels
from django.db import migrations, models

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0031_opgepakt'),
    ]

    operations = [
        migrations.CreateModel(
            name='Abonnement',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('naam', models.CharField(max_length=100)),
                ('adres', models.CharField(max_length=500)),
                ('soorten', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
                ('status', models.CharField(default='bevestigen', max_length=20)),
                ('geheim_verzegeld', models.TextField()),
                ('vorig_geheim_verzegeld', models.TextField(blank=True)),
                ('vorig_geheim_tot', models.DateTimeField(null=True)),
                ('gemaakt_op', models.DateTimeField()),
                ('gemaakt_door', models.UUIDField(null=True)),
                ('bevestigd_op', models.DateTimeField(null=True)),
                ('beeindigd_op', models.DateTimeField(null=True)),
                ('per_minuut', models.PositiveIntegerField(null=True)),
                ('aangekondigd_tot', models.DateTimeField(null=True)),
                ('volgende_poging_op', models.DateTimeField()),
                ('laatste_succes_op', models.DateTimeField(null=True)),
                ('laatste_code', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Notificatie',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('soort', models.CharField(max_length=40)),
                ('bron', models.UUIDField()),
                ('tijd', models.DateTimeField()),
                ('status', models.CharField(default='wacht', max_length=12)),
                ('pogingen', models.PositiveSmallIntegerField(default=0)),
                ('volgende_poging_op', models.DateTimeField()),
                ('afgerond_op', models.DateTimeField(null=True)),
                ('laatste_code', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Notificatiepoging',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('tijd', models.DateTimeField()),
                ('http_status', models.PositiveSmallIntegerField(null=True)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('trace', models.CharField(blank=True, max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Ontvangsthost',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=253)),
                ('poort', models.PositiveIntegerField(default=443)),
                ('gevraagd_op', models.DateTimeField()),
                ('toegestaan_op', models.DateTimeField(null=True)),
                ('toegestaan_door', models.UUIDField(null=True)),
                ('geweigerd_op', models.DateTimeField(null=True)),
                ('geweigerd_door', models.UUIDField(null=True)),
                ('geweigerd_reden', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.AddIndex(
            model_name='opschorting',
            index=models.Index(fields=['partner', 'begin'], name='opschorting_begonnen'),
        ),
        migrations.AddIndex(
            model_name='opschorting',
            index=models.Index(condition=models.Q(('geeindigd_op__isnull', False)), fields=['partner', 'geeindigd_op'], name='opschorting_geeindigd'),
        ),
        migrations.AddIndex(
            model_name='terugkoppeling',
            index=models.Index(fields=['partner', 'gemeld_op'], name='terugkoppeling_gemeld'),
        ),
        migrations.AddField(
            model_name='abonnement',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abonnementen', to='meldpunt.signaalpartner'),
        ),
        migrations.AddField(
            model_name='notificatie',
            name='abonnement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notificaties', to='meldpunt.abonnement'),
        ),
        migrations.AddField(
            model_name='notificatie',
            name='partner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.signaalpartner'),
        ),
        migrations.AddField(
            model_name='notificatiepoging',
            name='notificatie',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='verloop', to='meldpunt.notificatie'),
        ),
        migrations.AddField(
            model_name='notificatiepoging',
            name='partner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meldpunt.signaalpartner'),
        ),
        migrations.AddField(
            model_name='ontvangsthost',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ontvangsthosts', to='meldpunt.signaalpartner'),
        ),
        migrations.AddField(
            model_name='abonnement',
            name='host',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abonnementen', to='meldpunt.ontvangsthost'),
        ),
        migrations.AddIndex(
            model_name='notificatie',
            index=models.Index(condition=models.Q(('status', 'wacht')), fields=['abonnement', 'volgende_poging_op', 'id'], name='notificatie_aan_de_beurt'),
        ),
        migrations.AddIndex(
            model_name='notificatie',
            index=models.Index(fields=['abonnement', 'status', 'id'], name='notificatie_lijst'),
        ),
        migrations.AddIndex(
            model_name='notificatie',
            index=models.Index(fields=['tijd'], name='notificatie_oud'),
        ),
        migrations.AddConstraint(
            model_name='notificatie',
            constraint=models.UniqueConstraint(fields=('abonnement', 'soort', 'bron'), name='notificatie_een_keer'),
        ),
        migrations.AddConstraint(
            model_name='notificatie',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('wacht', 'afgeleverd', 'mislukt', 'vervallen'))), name='notificatie_status_bekend'),
        ),
        migrations.AddConstraint(
            model_name='notificatie',
            constraint=models.CheckConstraint(condition=models.Q(('soort__in', ['aanlevering_verwerkt', 'terugkoppeling_gegeven', 'opschorting_begonnen', 'opschorting_beeindigd', 'navraag_gesteld', 'mededeling_gedaan', 'proef'])), name='notificatie_soort_bekend'),
        ),
        migrations.AddIndex(
            model_name='notificatiepoging',
            index=models.Index(fields=['notificatie', 'id'], name='notificatiepoging_van'),
        ),
        migrations.AddConstraint(
            model_name='ontvangsthost',
            constraint=models.UniqueConstraint(fields=('partner', 'host', 'poort'), name='ontvangsthost_een_keer'),
        ),
        migrations.AddConstraint(
            model_name='ontvangsthost',
            constraint=models.CheckConstraint(condition=models.Q(('toegestaan_op', None), ('geweigerd_op', None), _connector='OR'), name='ontvangsthost_een_besluit'),
        ),
        migrations.AddConstraint(
            model_name='ontvangsthost',
            constraint=models.CheckConstraint(condition=models.Q(('host', django.db.models.functions.text.Lower('host'))), name='ontvangsthost_kleine_letters'),
        ),
        migrations.AddIndex(
            model_name='abonnement',
            index=models.Index(fields=['partner', 'id'], name='abonnement_partner'),
        ),
        migrations.AddIndex(
            model_name='abonnement',
            index=models.Index(condition=models.Q(('status__in', ('bevestigen', 'actief'))), fields=['volgende_poging_op'], name='abonnement_aan_de_beurt'),
        ),
        migrations.AddConstraint(
            model_name='abonnement',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('bevestigen', 'actief', 'gepauzeerd', 'beeindigd'))), name='abonnement_status_bekend'),
        ),
        migrations.AddConstraint(
            model_name='abonnement',
            constraint=models.CheckConstraint(condition=models.Q(('soorten__contained_by', ['aanlevering_verwerkt', 'terugkoppeling_gegeven', 'opschorting_begonnen', 'opschorting_beeindigd', 'navraag_gesteld', 'mededeling_gedaan']), ('soorten__len__gt', 0)), name='abonnement_soorten_bekend'),
        ),
        migrations.AddConstraint(
            model_name='abonnement',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ('bevestigen', 'beeindigd')), ('bevestigd_op__isnull', False), _connector='OR'), name='abonnement_eerst_bevestigd'),
        ),
        RenewRowSecurity(),
    ]
