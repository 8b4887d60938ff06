"""What a partner wants to hear and where, every message about it, every try, and the hosts an operator allowed."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from meldpunt.partijen.models import Signaalpartner
from meldpunt.rules.gebeurtenissen import GEBEURTENISSOORTEN, PROEF
from meldpunt.sleutels import new_id

ABONNEMENTSTATUSSEN: Final = ("bevestigen", "actief", "gepauzeerd", "beeindigd")
NOTIFICATIESTATUSSEN: Final = ("wacht", "afgeleverd", "mislukt", "vervallen")


class Ontvangsthost(models.Model):
    """A server of a partner that asked to be sent to: nothing goes there before an operator allowed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="ontvangsthosts")
    host = models.CharField(max_length=253)
    poort = models.PositiveIntegerField(default=443)
    gevraagd_op = models.DateTimeField()
    toegestaan_op = models.DateTimeField(null=True)
    toegestaan_door = models.UUIDField(null=True)
    geweigerd_op = models.DateTimeField(null=True)
    geweigerd_door = models.UUIDField(null=True)
    geweigerd_reden = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "host", "poort"], name="ontvangsthost_een_keer"),
            # Is a name ever allowed and refused at once? No.
            models.CheckConstraint(
                condition=Q(toegestaan_op=None) | Q(geweigerd_op=None), name="ontvangsthost_een_besluit"
            ),
            # Is a name looked up here ever written in capitals? No: it is compared letter by letter.
            models.CheckConstraint(condition=Q(host=Lower("host")), name="ontvangsthost_kleine_letters"),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.poort}"


class Abonnement(models.Model):
    """What one partner wants to hear of, and the address where its system listens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="abonnementen")
    host = models.ForeignKey(Ontvangsthost, on_delete=models.PROTECT, related_name="abonnementen")
    naam = models.CharField(max_length=100)
    adres = models.CharField(max_length=500)
    soorten = ArrayField(models.CharField(max_length=40))
    status = models.CharField(max_length=20, default="bevestigen")
    geheim_verzegeld = models.TextField()
    vorig_geheim_verzegeld = models.TextField(blank=True)
    vorig_geheim_tot = models.DateTimeField(null=True)
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)
    bevestigd_op = models.DateTimeField(null=True)
    beeindigd_op = models.DateTimeField(null=True)
    per_minuut = models.PositiveIntegerField(null=True)
    # Up to which moment everything that happened was looked at.
    aangekondigd_tot = models.DateTimeField(null=True)
    # Until when the receiver as a whole is left alone; how it went lately.
    volgende_poging_op = models.DateTimeField()
    laatste_succes_op = models.DateTimeField(null=True)
    laatste_code = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["partner", "id"], name="abonnement_partner"),
            models.Index(
                fields=["volgende_poging_op"],
                condition=Q(status__in=("bevestigen", "actief")),
                name="abonnement_aan_de_beurt",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ABONNEMENTSTATUSSEN), name="abonnement_status_bekend"
            ),
            # Is there a kind in it that nobody announces? No; and not nothing either.
            models.CheckConstraint(
                condition=Q(soorten__contained_by=list(GEBEURTENISSOORTEN)) & Q(soorten__len__gt=0),
                name="abonnement_soorten_bekend",
            ),
            # Is anything sent to an address that never said it wants it? No.
            models.CheckConstraint(
                condition=Q(status__in=("bevestigen", "beeindigd")) | Q(bevestigd_op__isnull=False),
                name="abonnement_eerst_bevestigd",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.status})"


class Notificatie(models.Model):
    """One event for one subscription: a key of a row and nothing of what it says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    abonnement = models.ForeignKey(
        Abonnement, on_delete=models.PROTECT, db_index=False, related_name="notificaties"
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, db_index=False, related_name="+")
    soort = models.CharField(max_length=40)
    bron = models.UUIDField()
    tijd = models.DateTimeField()
    status = models.CharField(max_length=12, default="wacht")
    pogingen = models.PositiveSmallIntegerField(default=0)
    volgende_poging_op = models.DateTimeField()
    afgerond_op = models.DateTimeField(null=True)
    laatste_code = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["abonnement", "volgende_poging_op", "id"],
                condition=Q(status="wacht"),
                name="notificatie_aan_de_beurt",
            ),
            models.Index(fields=["abonnement", "status", "id"], name="notificatie_lijst"),
            models.Index(fields=["tijd"], name="notificatie_oud"),
        ]
        constraints = [
            # Does a subscription hear of one thing twice, other than by a try that was repeated? No.
            models.UniqueConstraint(fields=["abonnement", "soort", "bron"], name="notificatie_een_keer"),
            models.CheckConstraint(
                condition=Q(status__in=NOTIFICATIESTATUSSEN), name="notificatie_status_bekend"
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[*GEBEURTENISSOORTEN, PROEF]), name="notificatie_soort_bekend"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.bron} ({self.status})"


class Notificatiepoging(models.Model):
    """One try to deliver a message: what the receiver answered, or what went wrong."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notificatie = models.ForeignKey(
        Notificatie, on_delete=models.CASCADE, db_index=False, related_name="verloop"
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, db_index=False, related_name="+")
    tijd = models.DateTimeField()
    http_status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=40, blank=True)
    trace = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["notificatie", "id"], name="notificatiepoging_van")]

    def __str__(self) -> str:
        return f"{self.tijd}: {self.code or self.http_status}"
