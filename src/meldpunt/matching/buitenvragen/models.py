"""Questions to other systems that wait for an answer: is somebody known, which address is this."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente
from meldpunt.sleutels import new_id


class Bekendvraag(models.Model):
    """Is this resident known to the social service or debt help? Asked of its system; due until it answers."""

    class Stand(models.TextChoices):
        WACHT = "wacht", "Wacht op antwoord"
        BEANTWOORD = "beantwoord", "Beantwoord"
        VERVALLEN = "vervallen", "Niet meer nodig"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="bekendvragen"
    )
    persoon = models.UUIDField()
    stand = models.CharField(max_length=12, choices=Stand.choices, default=Stand.WACHT)
    bekend = models.BooleanField(null=True)
    reden = models.CharField(max_length=40, blank=True, default="")
    team = models.CharField(max_length=80, blank=True, default="")
    pogingen = models.PositiveIntegerField(default=0)
    volgende_poging_op = models.DateTimeField()
    laatste_code = models.CharField(max_length=40, blank=True, default="")
    gesteld_op = models.DateTimeField()
    beantwoord_op = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Was this already asked? Once per person of a zaak.
            models.UniqueConstraint(fields=["gemeente", "zaak", "persoon"], name="bekendvraag_een_keer"),
            # Is an answer a yes or a no? Always, and only then.
            models.CheckConstraint(
                condition=Q(stand="beantwoord", bekend__isnull=False, beantwoord_op__isnull=False)
                | (~Q(stand="beantwoord") & Q(bekend__isnull=True)),
                name="bekendvraag_antwoord",
            ),
        ]
        indexes = [
            models.Index(
                fields=["volgende_poging_op", "id"], condition=Q(stand="wacht"), name="bekendvraag_te_stellen"
            )
        ]

    def __str__(self) -> str:
        return f"bekendvraag in zaak {self.zaak_id}"


class Bagvraag(models.Model):
    """The address of a signaal that our own table did not know: to be asked of the interface of the register.

    Due from `volgende_poging_op` on; gone once it was answered, or the person of the signaal was destroyed.
    """

    pk = models.CompositePrimaryKey("gemeente", "signaal")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.UUIDField()
    pogingen = models.PositiveSmallIntegerField(default=0)
    gesteld_op = models.DateTimeField()
    volgende_poging_op = models.DateTimeField()
    laatste_code = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["volgende_poging_op"], name="bagvraag_aan_de_beurt")]

    def __str__(self) -> str:
        return f"vraag over het adres van {self.signaal}"
