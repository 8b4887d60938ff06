"""Terms as rows: reminders of a day before, the ground of bedreigend, the daily word, recalls to clock."""

import django.db.models.deletion
import meldpunt.sleutels
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0006_opvolging_sleutels'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dagbericht',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('dag', models.DateField()),
                ('aantal', models.PositiveIntegerField()),
                ('gemaakt_op', models.DateTimeField()),
                ('verstuurd_op', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='intrekkingsgevolg',
            name='geklokt_op',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='zaak',
            name='bedreigend_grond',
            field=models.CharField(blank=True, db_default='', max_length=30),
        ),
        migrations.AddField(
            model_name='zaak',
            name='bedreigend_toelichting',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='zaaktermijn',
            name='nogmaals_herinnerd_op',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='intrekkingsgevolg',
            index=models.Index(condition=models.Q(('geklokt_op', None)), fields=['id'], name='intrekkingsgevolg_te_klokken'),
        ),
        migrations.AddConstraint(
            model_name='zaak',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('bedreigend_grond', ''), ('bedreigend_op', None)), models.Q(('bedreigend_grond__in', ('huisuitzetting', 'einde_energie_of_water', 'einde_zorgverzekering')), ('bedreigend_op__isnull', False)), _connector='OR'), name='zaak_bedreigend_met_grond'),
        ),
        migrations.AddField(
            model_name='dagbericht',
            name='gebruiker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dagberichten', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='dagbericht',
            constraint=models.UniqueConstraint(fields=('gebruiker', 'dag'), name='dagbericht_een_per_dag'),
        ),
        migrations.RemoveConstraint(
            model_name='zaaktermijn',
            name='zaaktermijn_van_aanlevering',
        ),
        migrations.RemoveIndex(
            model_name='zaaktermijn',
            name='zaaktermijn_zaak',
        ),
        migrations.AddConstraint(
            model_name='zaaktermijn',
            constraint=models.UniqueConstraint(condition=models.Q(('aanlevering__isnull', False)), fields=('gemeente', 'aanlevering', 'naam'), name='zaaktermijn_van_aanlevering'),
        ),
    ]
