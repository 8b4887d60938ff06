"""Mail to people about changes of their own account, behind row security from its first moment."""

import django.db.models.deletion
import meldpunt.sleutels
from django.conf import settings
from django.db import migrations, models

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):

    dependencies = [
        ('meldpunt', '0021_rijbeveiliging'),
    ]

    operations = [
        migrations.CreateModel(
            name='Accountbericht',
            fields=[
                ('id', models.UUIDField(default=meldpunt.sleutels.new_id, editable=False, primary_key=True, serialize=False)),
                ('soort', models.CharField(max_length=30)),
                ('tijd', models.DateTimeField()),
                ('verzonden_op', models.DateTimeField(null=True)),
                ('pogingen', models.PositiveSmallIntegerField(default=0)),
                ('gebruiker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accountberichten', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('verzonden_op', None)), fields=['id'], name='accountbericht_wacht')],
            },
        ),
        RenewRowSecurity(),
    ]
