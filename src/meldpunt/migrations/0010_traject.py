"""What a step, a check and a risk address can be; a step that was a mistake stays with its reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0009_antwoord")]

    operations = [
        migrations.AddField("trajectstap", "vervallen_door", models.UUIDField(null=True)),
        migrations.AddField("trajectstap", "vervalreden", models.TextField(blank=True, db_default="")),
        migrations.AddConstraint(
            "controle",
            models.CheckConstraint(
                condition=models.Q(
                    soort__in=(
                        "overleden",
                        "verhuisd_buiten",
                        "geen_bezoek",
                        "onveilig_bezoek",
                        "geheim_adres",
                        "adres_onbekend",
                        "verhuisd_binnen",
                        "in_onderzoek",
                        "bekend_schuldhulp",
                        "bekend_sociale_dienst",
                    )
                ),
                name="controle_soort",
            ),
        ),
        migrations.AddConstraint(
            "controle",
            models.UniqueConstraint(
                condition=models.Q(vervallen_op=None),
                fields=("gemeente", "zaak", "persoon", "soort"),
                name="controle_een_keer",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            "risicoadres",
            models.CheckConstraint(
                condition=models.Q(maatregel__in=("niet_alleen", "niet_bezoeken")), name="risicoadres_maatregel"
            ),
        ),
        migrations.AddConstraint(
            "trajectstap",
            models.CheckConstraint(
                condition=models.Q(
                    soort__in=(
                        "aanbod_gedaan",
                        "aanbod_aanvaard",
                        "aanbod_geweigerd",
                        "eerste_gesprek",
                        "betaling_hervat",
                        "betaling_niet_hervat",
                        "betalingsregeling",
                        "plan_van_aanpak",
                        "beschikking",
                        "overgedragen_schuldhulp",
                    )
                ),
                name="trajectstap_soort",
            ),
        ),
        migrations.AddConstraint(
            "trajectstap",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(~models.Q(soort__in=("betaling_niet_hervat", "beschikking")), aard=""),
                    models.Q(
                        soort="betaling_niet_hervat",
                        aard__in=("inhalen", "inhouden_en_doorbetalen", "anders"),
                    ),
                    models.Q(soort="beschikking", aard__in=("toegelaten", "geweigerd", "afgezien")),
                    _connector="OR",
                ),
                name="trajectstap_aard",
            ),
        ),
        migrations.AddConstraint(
            "trajectstap",
            models.CheckConstraint(
                condition=models.Q(
                    soort="betalingsregeling",
                    bedrag_cent__gt=0,
                    aantal_termijnen__gt=0,
                    eerste_termijn__isnull=False,
                )
                | models.Q(
                    ~models.Q(soort="betalingsregeling"),
                    bedrag_cent=None,
                    aantal_termijnen=None,
                    eerste_termijn=None,
                ),
                name="trajectstap_regeling",
            ),
        ),
        migrations.AddConstraint(
            "trajectstap",
            models.CheckConstraint(
                condition=models.Q(vervallen_op=None, vervalreden="")
                | (models.Q(vervallen_op__isnull=False) & ~models.Q(vervalreden="")),
                name="trajectstap_vervallen_met_reden",
            ),
        ),
    ]
