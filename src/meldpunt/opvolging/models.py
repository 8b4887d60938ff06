"""What was done for a zaak: attempts to reach the resident."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.statussen import CONTACTSOORTEN, DAGDELEN
from meldpunt.sleutels import new_id


class Contactpoging(models.Model):
    """One attempt to reach a resident of a zaak (kinds and parts of day as DDAS has them)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="contactpogingen"
    )
    persoon = models.UUIDField(null=True)
    soort = models.CharField(max_length=30, choices=[(s, s) for s in CONTACTSOORTEN])
    bereikt = models.BooleanField()
    datum = models.DateField()
    dagdeel = models.CharField(max_length=10, choices=[(d, d) for d in DAGDELEN])
    notitie = models.TextField(blank=True)
    vastgelegd_op = models.DateTimeField()
    vastgelegd_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak", "datum"], name="contactpoging_zaak")]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=CONTACTSOORTEN), name="contactpoging_soort_ddas"),
            models.CheckConstraint(condition=Q(dagdeel__in=DAGDELEN), name="contactpoging_dagdeel_ddas"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} op {self.datum}"
