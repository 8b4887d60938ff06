"""The line that every act leaves behind, the chain over those lines, and the anchors that hold its end."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from meldpunt.sleutels import new_id


class Logregel(models.Model):
    """Who did what to which object, when, from where and why; ids only, never the content.

    The database refuses to change or delete a line, and links every line into the chain at commit
    (docs/adr/0022). `betrokkenen` are the residents an act was about: kind and key, as `zaak:…`.
    """

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
    rol = models.CharField(max_length=20, default="", db_default="")
    betrokkenen = ArrayField(models.CharField(max_length=60), default=list, db_default=[])
    # The trace it belongs to (W3C): its own span, the span that called for it, and whether that came from outside.
    trace = models.CharField(max_length=32, default="", db_default="")
    span = models.CharField(max_length=16, default="", db_default="")
    ouder = models.CharField(max_length=16, default="", db_default="")
    van_buiten = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["object", "tijd"], name="logregel_object"),
            models.Index(fields=["gemeente", "tijd", "id"], name="logregel_gemeente"),
            models.Index(fields=["gemeente", "handeling", "tijd", "id"], name="logregel_handeling"),
            models.Index(fields=["gebruiker", "tijd", "id"], name="logregel_gebruiker"),
            models.Index(
                fields=["gemeente", "tijd", "id"], name="logregel_mislukt", condition=~Q(resultaat="gelukt")
            ),
            GinIndex(fields=["betrokkenen"], name="logregel_betrokkenen"),
        ]
        constraints = [
            # Does a line about a resident always say why?
            models.CheckConstraint(condition=Q(betrokkenen=[]) | ~Q(doel=""), name="logregel_met_doel")
        ]

    def __str__(self) -> str:
        return f"{self.tijd:%Y-%m-%d %H:%M} {self.handeling} {self.objectsoort} {self.object}"


class Logschakel(models.Model):
    """One link of the chain: the number of a line, and the hash over that line and the hash before it.

    Only the trigger on the log writes here, one row per line, in the order of commits.
    """

    volgnummer = models.BigIntegerField(primary_key=True)
    logregel = models.UUIDField(unique=True)
    gelegd_op = models.DateTimeField()
    vorige = models.BinaryField()
    hash = models.BinaryField()
    # Which columns were hashed and how: a later version of the log may have more of them.
    vorm = models.PositiveSmallIntegerField(default=1, db_default=1)

    class Meta:
        indexes = [models.Index(fields=["gelegd_op"], name="logschakel_gelegd")]

    def __str__(self) -> str:
        return f"schakel {self.volgnummer}"


class Loganker(models.Model):
    """The head of the chain at a moment, signed; a copy stands in a file outside the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    volgnummer = models.BigIntegerField()
    hash = models.BinaryField()
    gezet_op = models.DateTimeField()
    sleutel = models.CharField(max_length=16)
    handtekening = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["volgnummer"], name="loganker_volgnummer")]

    def __str__(self) -> str:
        return f"anker op {self.volgnummer}"


class Logcontrole(models.Model):
    """What a check of the chain found: how far it came, and the first thing that was wrong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    begonnen_op = models.DateTimeField()
    klaar_op = models.DateTimeField()
    regels = models.BigIntegerField()
    heel = models.BooleanField()
    breuken = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["klaar_op"], name="logcontrole_klaar")]

    def __str__(self) -> str:
        return f"controle van {self.begonnen_op:%Y-%m-%d %H:%M}"


class Logverzending(models.Model):
    """A stretch of the chain on its way to the processing log elsewhere: claimed, sent, tried again."""

    van = models.BigIntegerField(primary_key=True)
    tot = models.BigIntegerField()
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_op = models.DateTimeField()
    verzonden_op = models.DateTimeField(null=True)
    fout = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["volgende_op", "van"], name="logverzending_wacht", condition=Q(verzonden_op=None)
            )
        ]

    def __str__(self) -> str:
        return f"verzending van {self.van} tot en met {self.tot}"
