"""Row security on every table, and triggers that look at parents the one who writes may not see."""

from django.db import migrations

from meldpunt.migrations._rijbeveiliging import RowSecurity, TriggersAsOwner


class Migration(migrations.Migration):
    # Also the tables of others, so that none is made after this and stays open.
    dependencies = [
        ("meldpunt", "0018_betrokkenen"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [TriggersAsOwner(), RowSecurity()]
