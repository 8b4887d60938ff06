"""Programs of parties, the proofs they signed in with, and the requests they may send again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from meldpunt.sleutels import new_id
from meldpunt.toegang.models import Partijsoort, Rol


class Toepassing(models.Model):
    """A program of one party (an OAuth client); it signs in with a key of its own and has no password."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.CharField(max_length=80, unique=True)
    naam = models.CharField(max_length=120)
    partijsoort = models.CharField(max_length=20, choices=Partijsoort.choices)
    partij = models.CharField(max_length=60)
    # As what it acts: the policies know roles, and a program has one as a person has.
    rol = models.CharField(max_length=20, choices=Rol.choices)
    scopes = ArrayField(models.CharField(max_length=40))
    # Public keys only, as a JWK set.
    sleutels = models.JSONField()
    # Client certificates it must come with (RFC 8705: SHA-256, base64url), and the OIN in them; empty: none asked.
    certificaten = ArrayField(models.CharField(max_length=43), default=list)
    oin = models.CharField(max_length=20, blank=True, default="")
    # To try out with invented residents: what it delivers is kept apart.
    proef = models.BooleanField(default=False, db_default=False)
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)
    # One for the work of a municipality holds only once a second person agreed.
    goedgekeurd_op = models.DateTimeField(null=True)
    goedgekeurd_door = models.UUIDField(null=True)
    laatst_gebruikt_op = models.DateTimeField(null=True)
    beeindigd_op = models.DateTimeField(null=True)
    beeindigd_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["partijsoort", "partij", "id"], name="toepassing_partij")]
        constraints = [
            # Did somebody agree to an own request? No.
            models.CheckConstraint(
                condition=models.Q(goedgekeurd_door=None)
                | ~models.Q(goedgekeurd_door=models.F("gemaakt_door")),
                name="toepassing_vier_ogen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} van {self.partij}"


class Toepassingbewijs(models.Model):
    """One signed proof that a program signed in with: it counts once."""

    id = models.BigAutoField(primary_key=True)
    toepassing = models.ForeignKey(Toepassing, on_delete=models.CASCADE, related_name="bewijzen")
    # A hash of its number (jti), so that any length and any sign fits.
    nummer = models.CharField(max_length=64)
    verloopt_op = models.DateTimeField()

    class Meta:
        constraints = [
            # Was this proof seen before? Then it is no proof.
            models.UniqueConstraint(fields=["toepassing", "nummer"], name="toepassingbewijs_een_keer")
        ]
        indexes = [models.Index(fields=["verloopt_op"], name="toepassingbewijs_verloopt")]

    def __str__(self) -> str:
        return f"bewijs van {self.toepassing_id}"


class Herhaalverzoek(models.Model):
    """A request with an Idempotency-Key and its answer: sent again, it gets that answer and does nothing."""

    id = models.BigAutoField(primary_key=True)
    toepassing = models.ForeignKey(Toepassing, on_delete=models.CASCADE, related_name="herhaalverzoeken")
    sleutel = models.CharField(max_length=64)
    # Of method, address and content: another request under the same key is a mistake of the sender.
    vingerafdruk = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    # Keys and counts; what a person is called never stands in the answer to a change.
    antwoord = models.JSONField(null=True)
    koppen = models.JSONField(default=dict)
    gemaakt_op = models.DateTimeField()

    class Meta:
        constraints = [
            # Which request is this key of? One, within its program.
            models.UniqueConstraint(fields=["toepassing", "sleutel"], name="herhaalverzoek_een_per_sleutel")
        ]
        indexes = [models.Index(fields=["gemaakt_op"], name="herhaalverzoek_oud")]

    def __str__(self) -> str:
        return f"verzoek {self.sleutel[:8]} van {self.toepassing_id}"
