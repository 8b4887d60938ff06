"""The line that every act leaves behind."""

from __future__ import annotations

from django.db import models

from meldpunt.sleutels import new_id


class Logregel(models.Model):
    """Who did what to which object, when, from where and why; ids only, never the content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tijd = models.DateTimeField()
    gebruiker = models.UUIDField(null=True)
    partij = models.CharField(max_length=60)
    handeling = models.CharField(max_length=60)
    objectsoort = models.CharField(max_length=40)
    object = models.CharField(max_length=80)
    gemeente = models.CharField(max_length=4, default="")
    resultaat = models.CharField(max_length=20, default="gelukt")
    herkomst = models.CharField(max_length=20)
    doel = models.CharField(max_length=80, default="")
    waarden = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["objectsoort", "object", "tijd"], name="logregel_object"),
            models.Index(fields=["gemeente", "tijd"], name="logregel_gemeente"),
        ]

    def __str__(self) -> str:
        return f"{self.tijd:%Y-%m-%d %H:%M} {self.handeling} {self.objectsoort} {self.object}"
