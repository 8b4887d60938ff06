"""How another system is reached, and how it went lately."""

from __future__ import annotations

from django.db import models

from meldpunt.partijen.models import Gemeente
from meldpunt.sleutels import new_id


class Koppeling(models.Model):
    """How one kind of system is reached: for one municipality, or for the whole meldpunt."""

    class Soort(models.TextChoices):
        BRP = "brp", "BRP (Haal Centraal Personen)"
        BAG = "bag", "BAG"
        BEKEND = "bekend", "Bekend bij sociale dienst of schuldhulp"
        SMS = "sms", "Sms"
        MAIL = "mail", "E-mail"
        WEBHOOK = "webhook", "Berichten aan andere software"
        DDAS = "ddas", "DDAS"

    class Aanmelding(models.TextChoices):
        GEEN = "geen", "Geen (of alleen een certificaat)"
        SLEUTEL = "sleutel", "Sleutel in een kop"
        GEHEIM = "oauth_geheim", "OAuth 2.0 met client-geheim"
        HANDTEKENING = "oauth_handtekening", "OAuth 2.0 met ondertekende verklaring (private_key_jwt)"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Not bound to the list in the database: a new kind of system is a line of code, not a migration.
    soort = models.CharField(max_length=20)
    # Empty: for every municipality that has none of its own.
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, null=True, blank=True, related_name="koppelingen"
    )
    naam = models.CharField(max_length=120)
    aan = models.BooleanField(default=True)
    adres = models.CharField(max_length=500)
    aanmelding = models.CharField(max_length=20, choices=Aanmelding.choices, default=Aanmelding.GEEN)
    sleutelkop = models.CharField(max_length=60, blank=True, default="")
    tokenadres = models.CharField(max_length=500, blank=True, default="")
    client_id = models.CharField(max_length=200, blank=True, default="")
    scope = models.CharField(max_length=300, blank=True, default="")
    # For whom the signed statement is; empty: for the token address.
    audience = models.CharField(max_length=300, blank=True, default="")
    kid = models.CharField(max_length=200, blank=True, default="")
    # Key, client secret and private keys in one sealed text; nobody reads them back on a screen.
    geheim = models.BinaryField()
    certificaat = models.TextField(blank=True, default="")
    certificaat_tot = models.DateTimeField(null=True)
    # Whom we trust there, when that is not one of the authorities of the system.
    ca = models.TextField(blank=True, default="")
    koppen = models.JSONField(default=dict)
    # What a kind of system needs beside this: the name of the sender of an SMS, a version.
    opties = models.JSONField(default=dict)
    verbinden_seconden = models.FloatField(default=5.0)
    lezen_seconden = models.FloatField(default=20.0)
    pogingen = models.PositiveSmallIntegerField(default=3)
    gelijktijdig = models.PositiveSmallIntegerField(default=4)
    gewijzigd_op = models.DateTimeField()
    gewijzigd_door = models.UUIDField(null=True)

    class Meta:
        constraints = [
            # Where does this municipality ask this? In one place.
            models.UniqueConstraint(
                fields=["soort", "gemeente"], name="koppeling_een_per_soort", nulls_distinct=False
            ),
            # Can an answer be waited for without end, or never? No.
            models.CheckConstraint(
                condition=models.Q(
                    verbinden_seconden__gt=0,
                    verbinden_seconden__lte=60,
                    lezen_seconden__gt=0,
                    lezen_seconden__lte=120,
                    pogingen__gte=1,
                    pogingen__lte=10,
                    gelijktijdig__gte=1,
                    gelijktijdig__lte=64,
                ),
                name="koppeling_grenzen",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Koppelingstand(models.Model):
    """How a connection stands, for every process alike: what went wrong in a row, and till when nobody asks."""

    # Which connection is this? Its kind and its place, as `brp:0363` or `webhook:<id>`.
    sleutel = models.CharField(primary_key=True, max_length=120)
    naam = models.CharField(max_length=200, blank=True, default="")
    mislukt_op_rij = models.PositiveIntegerField(default=0)
    open_tot = models.DateTimeField(null=True)
    laatst_gelukt_op = models.DateTimeField(null=True)
    laatst_mislukt_op = models.DateTimeField(null=True)
    laatste_code = models.CharField(max_length=40, blank=True, default="")
    laatste_spoor = models.CharField(max_length=32, blank=True, default="")
    # How many rows wait to go out over it, as the worker counted them.
    wachtend = models.PositiveIntegerField(default=0)
    wacht_sinds = models.DateTimeField(null=True)
    geteld_op = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.sleutel
