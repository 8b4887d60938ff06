from django.db import migrations, models

SOORTEN = ("bel_mij", "al_betaald", "niet_ik", "geen_hulp")


class Migration(migrations.Migration):
    """The kinds of answer of a resident, one open answer per resident, and which answer took another's place."""

    dependencies = [("meldpunt", "0008_partners")]

    operations = [
        migrations.AddField(
            model_name="bewonersantwoord", name="vervangen_op", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="bewonersantwoord",
            name="opmerking",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="bewonersantwoord",
            name="soort",
            field=models.CharField(choices=[(soort, soort) for soort in SOORTEN], max_length=20),
        ),
        migrations.AddConstraint(
            model_name="bewonersantwoord",
            constraint=models.CheckConstraint(
                condition=models.Q(soort__in=SOORTEN), name="bewonersantwoord_soort"
            ),
        ),
        migrations.AddConstraint(
            model_name="bewonersantwoord",
            constraint=models.CheckConstraint(
                condition=(
                    models.Q(soort="bel_mij", dagdeel__in=("Ochtend", "Middag", "Avond")) & ~models.Q(dag="")
                )
                | (~models.Q(soort="bel_mij") & models.Q(dag="", dagdeel="", telefoon="")),
                name="bewonersantwoord_beldag",
            ),
        ),
        migrations.AddConstraint(
            model_name="bewonersantwoord",
            constraint=models.CheckConstraint(
                condition=models.Q(verwerkt_op=None) | models.Q(vervangen_op=None),
                name="bewonersantwoord_een_einde",
            ),
        ),
        migrations.AddConstraint(
            model_name="bewonersantwoord",
            constraint=models.UniqueConstraint(
                condition=models.Q(verwerkt_op=None, vervangen_op=None),
                fields=("gemeente", "zaak", "persoon"),
                name="bewonersantwoord_een_open",
                nulls_distinct=False,
            ),
        ),
    ]
