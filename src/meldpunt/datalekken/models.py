"""Breaches and who must be told of each; they hold no resident, only counts and kinds of data."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from meldpunt.rules.datalekken import AARDEN, RISICOS, STATUSSEN
from meldpunt.sleutels import new_id


class Datalek(models.Model):
    """Something that went wrong with personal data, small ones too (AVG art. 33 lid 5)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    status = models.CharField(max_length=12, choices=list(STATUSSEN.items()))
    titel = models.CharField(max_length=120)
    feiten = models.TextField()
    oorzaak = models.TextField(blank=True)
    aard = ArrayField(models.CharField(max_length=20), default=list)
    gegevenssoorten = ArrayField(models.CharField(max_length=20), default=list)
    aantal_personen = models.PositiveIntegerField(null=True)
    ontdekt_op = models.DateTimeField()
    ontdekt_door = models.CharField(max_length=120)
    maatregelen = models.TextField(blank=True)
    risico = models.CharField(max_length=10, choices=list(RISICOS.items()), default="onbekend")
    reden_geen_risico = models.TextField(blank=True)
    conclusie = models.TextField(blank=True)
    # Whom it touches: their privacy officers look after it. Codes, so that one row says who may see it.
    gemeenten = ArrayField(models.CharField(max_length=4), default=list)
    aantallen = models.JSONField(default=dict)
    # The deliveries it came from, and what their worksheet counted then: they may be destroyed later.
    aanleveringen = ArrayField(models.UUIDField(), default=list)
    convenanten = ArrayField(models.CharField(max_length=60), default=list)
    partners = ArrayField(models.UUIDField(), default=list)
    werkblad = models.JSONField(default=dict)
    # Who noticed it, as a party: a partner sees nothing of the breach itself.
    gemeld_door = models.UUIDField(null=True)
    gemeld_partij = models.CharField(max_length=80)
    vastgelegd_op = models.DateTimeField()
    gesloten_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["gemeenten"], name="datalek_gemeenten")]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=STATUSSEN), name="datalek_status_bekend"),
            models.CheckConstraint(condition=Q(risico__in=RISICOS), name="datalek_risico_bekend"),
            models.CheckConstraint(condition=Q(aard__contained_by=list(AARDEN)), name="datalek_aard_bekend"),
            # Is a breach over without a word about how it ended? Never.
            models.CheckConstraint(
                condition=~Q(status__in=["gesloten", "geen_datalek"])
                | Q(gesloten_op__isnull=False) & ~Q(conclusie=""),
                name="datalek_dicht_met_conclusie",
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Datalekklok(models.Model):
    """Who must be told of a breach, before when; and when, by whom and how that was done, or why not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    datalek = models.ForeignKey(Datalek, on_delete=models.CASCADE, related_name="klokken")
    soort = models.CharField(max_length=10)
    partij = models.CharField(max_length=60)
    naam = models.CharField(max_length=160)
    uiterlijk = models.DateTimeField()
    grondslag = models.CharField(max_length=200)
    gedaan_op = models.DateTimeField(null=True)
    gedaan_door = models.UUIDField(null=True)
    hoe = models.CharField(max_length=200, blank=True)
    # Why it was late, or why nobody had to be told.
    reden = models.TextField(blank=True)
    niet_nodig = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["datalek", "soort", "partij"], name="datalekklok_een_keer"),
            models.CheckConstraint(
                condition=Q(niet_nodig=False) | Q(gedaan_op=None) & ~Q(reden=""),
                name="datalekklok_niet_nodig_met_reden",
            ),
        ]
        indexes = [
            models.Index(
                fields=["uiterlijk"], condition=Q(gedaan_op=None, niet_nodig=False), name="datalekklok_open"
            )
        ]

    def __str__(self) -> str:
        return self.naam


class Datalekbericht(models.Model):
    """The word of a day about clocks of breaches, sent to one person once."""

    id = models.BigAutoField(primary_key=True)
    gebruiker = models.UUIDField()
    dag = models.DateField()
    aantal = models.PositiveIntegerField()
    verstuurd_op = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "dag"], name="datalekbericht_een_per_dag")
        ]

    def __str__(self) -> str:
        return f"{self.dag} {self.aantal}"
