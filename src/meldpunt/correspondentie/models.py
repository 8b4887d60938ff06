"""What goes out to residents: templates, batches, single messages, and the code to answer with."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente
from meldpunt.sleutels import new_id


class Kanaal(models.TextChoices):
    """The ways in which something reaches a resident."""

    BRIEF = "brief", "Brief"
    MAIL = "mail", "E-mail"
    SMS = "sms", "SMS"
    KAARTJE = "kaartje", "Kaartje"


class Sjabloon(models.Model):
    """One version of a text of a municipality for one channel and language; a change is a new version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    sleutel = models.SlugField(max_length=40, db_index=False)
    kanaal = models.CharField(max_length=10, choices=Kanaal.choices)
    taal = models.CharField(max_length=5, default="nl")
    versie = models.PositiveIntegerField()
    naam = models.CharField(max_length=80)
    onderwerp = models.CharField(max_length=120, blank=True)
    tekst = models.TextField()
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)
    vervallen_op = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "sleutel", "taal", "versie"], name="sjabloon_versie"),
            # Which version is used now? The one that has not lapsed.
            models.UniqueConstraint(
                fields=["gemeente", "sleutel", "taal"],
                condition=Q(vervallen_op=None),
                name="sjabloon_een_geldig",
            ),
            models.CheckConstraint(condition=Q(kanaal__in=Kanaal.values), name="sjabloon_kanaal"),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.taal}), versie {self.versie}"


class Verzendpartij(models.Model):
    """Letters or cards that are printed together, with their cover list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    kanaal = models.CharField(max_length=10, choices=Kanaal.choices)
    aantal = models.PositiveIntegerField()
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)
    # Whose inbox it was made in: SDD and municipality, and each team, see their own batches.
    postvak = models.CharField(max_length=30, db_default="")
    team = models.CharField(max_length=30, blank=True, db_default="")
    # From the first download on nothing joins the batch: what is printed is what is marked as printed.
    opgehaald_op = models.DateTimeField(null=True)
    gedrukt_op = models.DateTimeField(null=True)
    gedrukt_door = models.UUIDField(null=True)
    # As whom it was marked: the attempts are recorded zaak by zaak, with the rights of that person.
    gedrukt_als = models.JSONField(null=True)
    vastgelegd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "postvak", "id"], name="verzendpartij_postvak"),
            models.Index(
                fields=["id"],
                condition=Q(gedrukt_op__isnull=False, vastgelegd_op=None),
                name="verzendpartij_vast_te_leggen",
            ),
        ]
        constraints = [
            # Is a batch marked as printed without anybody having fetched it? No.
            models.CheckConstraint(
                condition=Q(gedrukt_op=None) | Q(opgehaald_op__isnull=False, gedrukt_als__isnull=False),
                name="verzendpartij_gedrukt_na_ophalen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aantal} stuks van {self.gemaakt_op:%Y-%m-%d}"


class Verzending(models.Model):
    """One message to one resident, with the text as it went out: nobody else's claim is in it."""

    class Status(models.TextChoices):
        KLAAR = "klaar", "Klaar om te drukken"
        WACHT = "wacht", "Wacht op verzenden"
        VERZONDEN = "verzonden", "Verzonden"
        MISLUKT = "mislukt", "Mislukt"
        INGETROKKEN = "ingetrokken", "Ingetrokken"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="verzendingen"
    )
    persoon = models.UUIDField()
    sjabloon = models.ForeignKey(
        Sjabloon, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="verzendingen"
    )
    partij = models.ForeignKey(
        Verzendpartij,
        on_delete=models.PROTECT,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="verzendingen",
    )
    kanaal = models.CharField(max_length=10, choices=Kanaal.choices)
    naam = models.TextField()
    adresregels = ArrayField(models.TextField(), default=list)
    aan = models.TextField(blank=True)
    onderwerp = models.TextField(blank=True)
    tekst = models.TextField()
    # The lines of the sender as they were then, the name first.
    afzender = models.TextField()
    # The reply code under a seal: the database alone does not give it away, and the letter can be printed again.
    code_verzegeld = models.CharField(max_length=80, blank=True, db_default="")
    status = models.CharField(max_length=12, choices=Status.choices)
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_op = models.DateTimeField(null=True)
    fout = models.CharField(max_length=60, blank=True)
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)
    verzonden_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "zaak", "id"], name="verzending_zaak"),
            models.Index(fields=["gemeente", "partij", "id"], name="verzending_partij"),
            models.Index(fields=["volgende_op"], condition=Q(status="wacht"), name="verzending_wacht"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kanaal__in=Kanaal.values), name="verzending_kanaal"),
            # Has what was sent always its moment, and only that?
            models.CheckConstraint(
                condition=Q(status="verzonden", verzonden_op__isnull=False)
                | (~Q(status="verzonden") & Q(verzonden_op=None)),
                name="verzending_met_moment",
            ),
            # Does the same message wait for the same person twice? No.
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "persoon", "sjabloon"],
                condition=Q(status__in=["klaar", "wacht"]),
                name="verzending_wacht_een_keer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kanaal} voor zaak {self.zaak_id}"


class Antwoordcode(models.Model):
    """The code on a letter or card with which one resident answers; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="antwoordcodes"
    )
    persoon = models.UUIDField(null=True)
    verzending = models.ForeignKey(
        Verzending,
        on_delete=models.CASCADE,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="antwoordcodes",
    )
    kanaal = models.CharField(max_length=10, choices=Kanaal.choices)
    code_hash = models.CharField(max_length=64)
    gemaakt_op = models.DateTimeField()
    geldig_tot = models.DateTimeField()
    gebruikt_op = models.DateTimeField(null=True)
    ingetrokken_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["code_hash"], name="antwoordcode_hash")]
        constraints = [models.UniqueConstraint(fields=["gemeente", "code_hash"], name="antwoordcode_uniek")]

    def __str__(self) -> str:
        return f"antwoordcode bij zaak {self.zaak_id}"
