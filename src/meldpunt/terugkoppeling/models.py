"""What a partner was told about its own signaal: the only thing partner screens read of what happened."""

from __future__ import annotations

from django.db import models

from meldpunt.aanlevering.models import Signaal
from meldpunt.partijen.models import Gemeente, Signaalpartner
from meldpunt.sleutels import new_id


class Terugkoppeling(models.Model):
    """One message to one partner about one of its signalen; a code of the disclosure table and nothing more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="terugkoppelingen",
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="terugkoppelingen")
    code = models.CharField(max_length=40)
    tabelversie = models.DateField()
    gemeld_op = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["partner", "id"], name="terugkoppeling_partner"),
            models.Index(fields=["gemeente", "signaal", "id"], name="terugkoppeling_signaal"),
        ]

    def __str__(self) -> str:
        return f"{self.code} over {self.signaal_id}"
