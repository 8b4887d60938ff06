"""Terms that municipalities chose, holds, the ledger of what was destroyed, and the signed certificates."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from meldpunt.partijen.models import Gemeente
from meldpunt.sleutels import new_id


class Bewaartermijn(models.Model):
    """How many months a municipality keeps persons, where its covenant leaves that to it. Never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    convenant = models.CharField(max_length=60)
    vanaf = models.DateField()
    maanden = models.PositiveSmallIntegerField()
    besluit = models.CharField(max_length=80)
    gekozen_op = models.DateTimeField()
    gekozen_door = models.UUIDField(null=True)

    class Meta:
        constraints = [
            # Which choice holds on a day? The newest that has begun; two of one day would tie.
            models.UniqueConstraint(fields=["gemeente", "convenant", "vanaf"], name="bewaartermijn_vanaf"),
            models.CheckConstraint(
                condition=Q(maanden__gte=1, maanden__lte=12), name="bewaartermijn_hoogstens_jaar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.maanden} maanden vanaf {self.vanaf}"


class Bewaarstop(models.Model):
    """A hold: these persons stay beyond their term, for a complaint or the like; it ends by itself on its last day."""

    class Reden(models.TextChoices):
        KLACHT = "klacht", "Klacht"
        BEZWAAR = "bezwaar", "Bezwaar of beroep"
        VERZOEK = "verzoek", "Verzoek van de inwoner"
        TOEZICHT = "toezicht", "Onderzoek door de toezichthouder"
        DATALEK = "datalek", "Onderzoek na een datalek"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signalen = ArrayField(models.UUIDField())
    reden = models.CharField(max_length=20, choices=Reden.choices)
    # The number of the complaint in the municipality's own register.
    dossier = models.CharField(max_length=40, blank=True)
    vanaf = models.DateField()
    tot = models.DateField()
    gezet_op = models.DateTimeField()
    gezet_door = models.UUIDField(null=True)
    opgeheven_op = models.DateTimeField(null=True)
    opgeheven_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "tot"], condition=Q(opgeheven_op=None), name="bewaarstop_loopt")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(tot__gte=F("vanaf")), name="bewaarstop_tot_na_vanaf"),
            models.CheckConstraint(
                condition=Q(reden__in=["klacht", "bezwaar", "verzoek", "toezicht", "datalek"]),
                name="bewaarstop_reden",
            ),
        ]

    def __str__(self) -> str:
        return f"bewaarstop tot en met {self.tot}"


class Vernietiging(models.Model):
    """One line of the ledger: what was destroyed, when, by which article, and how many rows per table; no content.

    Lines of a municipality are a chain: each holds the hash of the one before. The database refuses to change one.
    """

    class Grond(models.TextChoices):
        TERMIJN = "termijn", "De bewaartermijn is voorbij"
        VERZOEK = "verzoek", "Op verzoek van de inwoner"
        BEZWAAR = "bezwaar", "Na bezwaar"
        HERHAALD = "herhaald", "Opnieuw, na het terugzetten van een reservekopie"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    nummer = models.PositiveIntegerField()
    vernietigd_op = models.DateTimeField()
    vernietigd_door = models.UUIDField(null=True)
    grond = models.CharField(max_length=12, choices=Grond.choices)
    convenant = models.CharField(max_length=60, blank=True)
    stadium = models.CharField(max_length=16, blank=True)
    artikel = models.TextField(blank=True)
    # Keys of facts that stay; so that what was destroyed can be destroyed again after a restore.
    signalen = ArrayField(models.UUIDField())
    aantallen = models.JSONField(default=dict)
    vorige = models.CharField(max_length=64)
    zegel = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "nummer"], name="vernietiging_nummer"),
        ]

    def __str__(self) -> str:
        return f"vernietiging {self.nummer} van {self.gemeente_id}"


class Vernietigingsverklaring(models.Model):
    """The signed certificate of one month of a municipality, as it was given out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    maand = models.DateField()
    laatste_nummer = models.PositiveIntegerField()
    pdf = models.BinaryField()
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)

    class Meta:
        constraints = [
            # Is there a newer one of the month? Only when the ledger grew.
            models.UniqueConstraint(
                fields=["gemeente", "maand", "laatste_nummer"], name="vernietigingsverklaring_stand"
            ),
        ]

    def __str__(self) -> str:
        return f"verklaring van {self.maand:%Y-%m}"
