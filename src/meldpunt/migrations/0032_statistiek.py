"""A program of the CBS fetches the delivery for the national statistics; no person has its role."""

from django.db import migrations, models

from meldpunt.migrations._rijbeveiliging import RenewRowSecurity

PARTIJSOORTEN = [
    ("partner", "Signaalpartner"),
    ("gemeente", "Gemeente"),
    ("uitvoerder", "Uitvoerder"),
    ("meldpunt", "Meldpunt"),
    ("statistiek", "Landelijke statistiek (CBS)"),
]
ROLLEN = [
    ("partner", "Medewerker signaalpartner"),
    ("behandelaar", "Behandelaar"),
    ("coordinator", "Coördinator"),
    ("uitvoerder", "Uitvoerder of wijkteam"),
    ("privacy", "Privacyfunctionaris"),
    ("beheer", "Beheerder"),
    ("statistiek", "Landelijke statistiek"),
]


class Migration(migrations.Migration):
    dependencies = [("meldpunt", "0027_notificaties")]

    operations = [
        *(
            migrations.AlterField(table, "partijsoort", models.CharField(choices=PARTIJSOORTEN, max_length=20))
            for table in ("aanmeldbron", "aanstelling", "rechtaanvraag", "toepassing")
        ),
        *(
            migrations.AlterField(table, "rol", models.CharField(choices=ROLLEN, max_length=20))
            for table in ("aanstelling", "rechtaanvraag", "toepassing")
        ),
        RenewRowSecurity(),
    ]
