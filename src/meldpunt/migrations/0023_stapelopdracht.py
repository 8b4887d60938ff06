"""The privacy officer reads what was typed for zaken of the own municipality in one act upon many."""

from django.db import migrations

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0022_accountbericht")]

    operations = [RenewRowSecurity()]
