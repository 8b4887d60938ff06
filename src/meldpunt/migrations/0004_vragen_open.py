from django.db import migrations, models


class Migration(migrations.Migration):
    """Room for the questions of one crowded address: they grow with the square of its signalen."""

    dependencies = [("meldpunt", "0003_postvak")]

    operations = [
        migrations.AlterField(
            model_name="zaak", name="vragen_open", field=models.PositiveIntegerField(default=0)
        ),
    ]
