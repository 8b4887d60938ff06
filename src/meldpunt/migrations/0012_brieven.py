"""The sender of a municipality, and what a batch of letters goes through until its attempts are recorded."""
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', "0011_contact"),
    ]

    operations = [
        migrations.CreateModel(
            name='Afzender',
            fields=[
                ('gemeente', models.OneToOneField(db_column='gemeente', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='afzender', serialize=False, to='meldpunt.gemeente')),
                ('naam', models.CharField(max_length=80)),
                ('adresregels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ('telefoon', models.CharField(max_length=20)),
                ('mail', models.EmailField(max_length=254)),
                ('antwoordadres', models.URLField(max_length=120)),
                ('gewijzigd_op', models.DateTimeField()),
                ('gewijzigd_door', models.UUIDField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='verzending',
            name='code_verzegeld',
            field=models.CharField(blank=True, db_default='', max_length=80),
        ),
        migrations.AddField(
            model_name='verzendpartij',
            name='gedrukt_als',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='verzendpartij',
            name='opgehaald_op',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='verzendpartij',
            name='postvak',
            field=models.CharField(db_default='', max_length=30),
        ),
        migrations.AddField(
            model_name='verzendpartij',
            name='team',
            field=models.CharField(blank=True, db_default='', max_length=30),
        ),
        migrations.AddField(
            model_name='verzendpartij',
            name='vastgelegd_op',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='verzending',
            name='afzender',
            field=models.TextField(),
        ),
        migrations.AddIndex(
            model_name='verzendpartij',
            index=models.Index(fields=['gemeente', 'postvak', 'id'], name='verzendpartij_postvak'),
        ),
        migrations.AddIndex(
            model_name='verzendpartij',
            index=models.Index(condition=models.Q(('gedrukt_op__isnull', False), ('vastgelegd_op', None)), fields=['id'], name='verzendpartij_vast_te_leggen'),
        ),
        migrations.AddConstraint(
            model_name='verzending',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['klaar', 'wacht'])), fields=('gemeente', 'zaak', 'persoon', 'sjabloon'), name='verzending_wacht_een_keer'),
        ),
        migrations.AddConstraint(
            model_name='verzendpartij',
            constraint=models.CheckConstraint(condition=models.Q(('gedrukt_op', None), models.Q(('gedrukt_als__isnull', False), ('opgehaald_op__isnull', False)), _connector='OR'), name='verzendpartij_gedrukt_na_ophalen'),
        ),
    ]
