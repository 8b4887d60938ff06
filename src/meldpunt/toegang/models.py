"""Accounts and the appointments that give them a role at a party."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from meldpunt.sleutels import new_id


class Rol(models.TextChoices):
    """What somebody does here; what each role may do stands in `policies.py`."""

    PARTNER = "partner", "Medewerker signaalpartner"
    BEHANDELAAR = "behandelaar", "Behandelaar"
    COORDINATOR = "coordinator", "Coördinator"
    UITVOERDER = "uitvoerder", "Uitvoerder of wijkteam"
    PRIVACY = "privacy", "Privacyfunctionaris"
    BEHEER = "beheer", "Beheerder"


class Partijsoort(models.TextChoices):
    """The kinds of party somebody can work for."""

    PARTNER = "partner", "Signaalpartner"
    GEMEENTE = "gemeente", "Gemeente"
    UITVOERDER = "uitvoerder", "Uitvoerder"
    MELDPUNT = "meldpunt", "Meldpunt"


class GebruikerManager(BaseUserManager["Gebruiker"]):
    """Create accounts with their e-mail address as the name to sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Gebruiker:
        """Create an account; without a password it cannot sign in."""
        gebruiker = self.model(email=self.normalize_email(email).lower(), **fields)
        gebruiker.set_password(password)
        gebruiker.save(using=self._db)
        return gebruiker


class Gebruiker(AbstractBaseUser):
    """One person with an account; there are no group accounts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    naam = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    aangemaakt_op = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["naam"]

    objects = GebruikerManager()

    def __str__(self) -> str:
        return self.naam


class Aanstelling(models.Model):
    """A role of one person at one party; the party is named by its key, for parties live in a later layer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="aanstellingen")
    rol = models.CharField(max_length=20, choices=Rol.choices)
    partijsoort = models.CharField(max_length=20, choices=Partijsoort.choices)
    partij = models.CharField(max_length=60)
    vanaf = models.DateField()
    tot = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            # Can one person hold the same role at the same party twice? No.
            models.UniqueConstraint(
                fields=["gebruiker", "rol", "partijsoort", "partij"], name="aanstelling_een_per_rol"
            ),
            models.CheckConstraint(condition=models.Q(rol__in=Rol.values), name="aanstelling_rol_bekend"),
        ]

    def __str__(self) -> str:
        return f"{self.rol} bij {self.partij}"


class Teller(models.Model):
    """How often something was tried within a stretch of time; the key is a hash, never an address or a code."""

    id = models.BigAutoField(primary_key=True)
    soort = models.CharField(max_length=30)
    sleutel = models.CharField(max_length=64)
    venster = models.DateTimeField()
    aantal = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            # Which counter is this attempt's? One per kind, key and stretch of time.
            models.UniqueConstraint(fields=["soort", "sleutel", "venster"], name="teller_een_per_venster")
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.aantal}"


class Sleutel(models.Model):
    """One key of the key ring, wrapped by the key of the installation; destroyed, the row stays as the proof."""

    id = models.BigAutoField(primary_key=True)
    doel = models.CharField(max_length=60)
    verpakt = models.BinaryField(null=True)
    # The first half of a hash of the key: says which key was destroyed, and not what it was.
    vingerafdruk = models.CharField(max_length=32)
    gemaakt_op = models.DateTimeField()
    vernietigd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["doel", "id"], name="sleutel_doel")]
        constraints = [
            # Is a destroyed key really gone, and one that is gone destroyed?
            models.CheckConstraint(
                condition=models.Q(vernietigd_op=None, verpakt__isnull=False)
                | models.Q(vernietigd_op__isnull=False, verpakt=None),
                name="sleutel_vernietigd_is_weg",
            )
        ]

    def __str__(self) -> str:
        return f"sleutel {self.id} voor {self.doel}"
