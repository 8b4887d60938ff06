"""What the registry of persons did not answer by itself, and what a person decided about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente, Signaalpartner
from meldpunt.rules.mismatchwoorden import OORZAKEN
from meldpunt.sleutels import new_id


class Mismatch(models.Model):
    """A resident whom the registry did not find, or not alone: candidates under seal until a person decides.

    `persoon` is who it is about within the zaak, by the key of the first signaal, as in Zaaksignaal. What stays when
    the person is destroyed counts: which cause, of which partner.
    """

    class Uitkomst(models.TextChoices):
        NIEMAND = "niemand", "Niemand gevonden"
        MEER = "meer", "Meer dan één persoon past"
        TE_VEEL = "te_veel", "Te veel personen gevonden"
        ONZEKER = "onzeker", "Iemand past, maar niet zeker"

    class Besluit(models.TextChoices):
        KANDIDAAT = "kandidaat", "Deze persoon"
        NIEMAND = "niemand", "Geen van deze"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="mismatches"
    )
    persoon = models.UUIDField()
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, db_index=False, related_name="+")
    uitkomst = models.CharField(max_length=10, choices=Uitkomst.choices)
    kandidaten_verzegeld = models.TextField(blank=True)
    aantal_kandidaten = models.PositiveSmallIntegerField(default=0)
    voorstel = models.CharField(max_length=20)
    gemaakt_op = models.DateTimeField()
    # Somebody set it aside: it comes back after the others.
    later_op = models.DateTimeField(null=True)
    besluit = models.CharField(max_length=10, choices=Besluit.choices, blank=True)
    oorzaak = models.CharField(max_length=20, blank=True)
    # The number of who was chosen; the next question to the registry reads it.
    keuze_verzegeld = models.TextField(blank=True)
    beslist_op = models.DateTimeField(null=True)
    beslist_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "id"], condition=Q(besluit=""), name="mismatch_open"),
            models.Index(
                fields=["gemeente", "partner", "oorzaak"], condition=~Q(besluit=""), name="mismatch_telling"
            ),
        ]
        constraints = [
            # Is one resident of a zaak asked about twice at once? No: a new answer of the registry replaces the old.
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "persoon"], condition=Q(besluit=""), name="mismatch_een_open"
            ),
            models.CheckConstraint(condition=Q(voorstel__in=tuple(OORZAKEN)), name="mismatch_voorstel"),
            # Is what was decided counted under a cause, with the moment, and is nothing of it there before?
            models.CheckConstraint(
                condition=Q(besluit="", oorzaak="", keuze_verzegeld="", beslist_op=None)
                | Q(
                    besluit__in=("kandidaat", "niemand"),
                    oorzaak__in=tuple(OORZAKEN),
                    beslist_op__isnull=False,
                ),
                name="mismatch_beslist_met_oorzaak",
            ),
        ]

    def __str__(self) -> str:
        return f"mismatch in zaak {self.zaak_id}"
