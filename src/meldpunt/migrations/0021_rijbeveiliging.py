"""Row security on every table, and triggers that look at parents the one who writes may not see."""

from django.db import migrations

from meldpunt.migrations._rijbeveiliging import RowSecurity, TriggersAsOwner


class Migration(migrations.Migration):
    # Also the tables of others, so that none is made after this and stays open.
    dependencies = [
        ("meldpunt", "0017_bewaring"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [TriggersAsOwner(), RowSecurity()]
