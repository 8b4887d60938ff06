"""Accounts and the appointments that give them a role at a party."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.crypto import salted_hmac

from meldpunt.sleutels import new_id


class Rol(models.TextChoices):
    """What somebody does here; what each role may do stands in `policies.py`."""

    PARTNER = "partner", "Medewerker signaalpartner"
    BEHANDELAAR = "behandelaar", "Behandelaar"
    COORDINATOR = "coordinator", "Coördinator"
    UITVOERDER = "uitvoerder", "Uitvoerder of wijkteam"
    PRIVACY = "privacy", "Privacyfunctionaris"
    BEHEER = "beheer", "Beheerder"
    # For a program alone: it fetches the delivery for the national statistics.
    STATISTIEK = "statistiek", "Landelijke statistiek"


class Partijsoort(models.TextChoices):
    """The kinds of party somebody can work for."""

    PARTNER = "partner", "Signaalpartner"
    GEMEENTE = "gemeente", "Gemeente"
    UITVOERDER = "uitvoerder", "Uitvoerder"
    MELDPUNT = "meldpunt", "Meldpunt"
    STATISTIEK = "statistiek", "Landelijke statistiek (CBS)"


def new_sessieteken() -> str:
    """Return a fresh mark of an account; a session holds while it bears the mark of its account."""
    return secrets.token_hex(16)


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
    sessieteken = models.CharField(max_length=32, default=new_sessieteken, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["naam"]

    objects = GebruikerManager()

    def __str__(self) -> str:
        return self.naam

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django's own looks at the password only; a new mark ends every session of the account at once.
        text = f"{self.password}:{self.sessieteken}"
        return salted_hmac("meldpunt.sessie", text, secret=secret, algorithm="sha256").hexdigest()


class Aanstelling(models.Model):
    """A role of one person at one party; the party is named by its key, for parties live in a later layer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="aanstellingen")
    rol = models.CharField(max_length=20, choices=Rol.choices)
    partijsoort = models.CharField(max_length=20, choices=Partijsoort.choices)
    partij = models.CharField(max_length=60)
    vanaf = models.DateField()
    tot = models.DateField(null=True, blank=True)
    # May this person invite colleagues of the own party? Municipalities and teams have a coordinator for that.
    beheert_team = models.BooleanField(default=False, db_default=False)
    # The provider that says so at every sign-in; empty: people of beheer or of the party decide.
    bron = models.UUIDField(null=True)
    verleend_door = models.UUIDField(null=True)
    # Special rights take a second person.
    goedgekeurd_door = models.UUIDField(null=True)
    goedgekeurd_op = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Can one person hold the same role at the same party twice? No.
            models.UniqueConstraint(
                fields=["gebruiker", "rol", "partijsoort", "partij"], name="aanstelling_een_per_rol"
            ),
            # Does a person fetch what is for a program alone? No.
            models.CheckConstraint(
                condition=models.Q(rol__in=[rol for rol in Rol.values if rol != "statistiek"]),
                name="aanstelling_rol_bekend",
            ),
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


class Aanmeldbron(models.Model):
    """The OpenID provider of an organisation: its people sign in there, and come in here with what it says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    naam = models.CharField(max_length=200)
    partijsoort = models.CharField(max_length=20, choices=Partijsoort.choices)
    partij = models.CharField(max_length=60)
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=200)
    # Sealed under a key of the installation; nobody reads it back on a screen.
    geheim = models.BinaryField()
    rolclaim = models.CharField(max_length=60, blank=True, default="")
    # What stands in that claim -> the role it gives. Never a special one.
    rollen = models.JSONField(default=dict)
    # With one of these the provider asked a second factor itself.
    acr = ArrayField(models.CharField(max_length=200), default=list)
    amr = ArrayField(models.CharField(max_length=40), default=list)
    actief = models.BooleanField(default=True)
    aangemaakt_op = models.DateTimeField()

    def __str__(self) -> str:
        return self.naam


class Aanmelddomein(models.Model):
    """A mail domain whose people sign in with a provider."""

    # Which provider has this domain? One.
    domein = models.CharField(max_length=200, primary_key=True)
    bron = models.ForeignKey(Aanmeldbron, on_delete=models.CASCADE, related_name="domeinen")

    def __str__(self) -> str:
        return self.domein


class Aanmeldnaam(models.Model):
    """Under which name a provider knows a person; from the first time on only this name counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bron = models.ForeignKey(Aanmeldbron, on_delete=models.CASCADE, related_name="namen")
    naam = models.CharField(max_length=255)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="aanmeldnamen")
    sinds = models.DateTimeField()

    class Meta:
        constraints = [
            # Whose name is this at the provider? One person's.
            models.UniqueConstraint(fields=["bron", "naam"], name="aanmeldnaam_een_per_naam"),
            # Under which name does the provider know this account? One.
            models.UniqueConstraint(fields=["bron", "gebruiker"], name="aanmeldnaam_een_per_account"),
        ]

    def __str__(self) -> str:
        return f"{self.gebruiker_id} bij {self.bron_id}"


class Aanmelding(models.Model):
    """One sign-in, or an account that was locked after too many; device and network as hashes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Empty: an address that belongs to no account was locked. It is kept alike, so that it takes as long.
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, null=True, related_name="aanmeldingen")
    tijd = models.DateTimeField()
    gelukt = models.BooleanField()
    wijze = models.CharField(max_length=20)
    factor = models.CharField(max_length=20, blank=True, default="")
    apparaat = models.CharField(max_length=64)
    netwerk = models.CharField(max_length=64)
    opvallend = ArrayField(models.CharField(max_length=30), default=list)
    gemeld_op = models.DateTimeField(null=True)
    gezien_op = models.DateTimeField(null=True)
    gezien_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gebruiker", "tijd"], name="aanmelding_van"),
            models.Index(
                fields=["id"],
                name="aanmelding_opvallend",
                condition=models.Q(gezien_op=None) & ~models.Q(opvallend=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tijd:%Y-%m-%d %H:%M} {self.wijze}"


class Sessie(models.Model):
    """Where an account is signed in now; ending it deletes the session itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="sessies")
    sleutel = models.CharField(max_length=40, unique=True)
    begonnen_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    beeindigd_op = models.DateTimeField(null=True)
    wijze = models.CharField(max_length=20)
    factor = models.CharField(max_length=20, blank=True, default="")
    apparaat = models.CharField(max_length=80)
    netwerk = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["gebruiker", "begonnen_op"], name="sessie_van")]

    def __str__(self) -> str:
        return f"{self.gebruiker_id} sinds {self.begonnen_op:%Y-%m-%d %H:%M}"


class Wachtwoordlink(models.Model):
    """A mail with a link to set a password that must go out; the link itself is made when it goes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Empty: somebody asked for an address that has no account. Nothing is sent.
    gebruiker = models.ForeignKey(
        Gebruiker, on_delete=models.CASCADE, null=True, related_name="wachtwoordlinks"
    )
    soort = models.CharField(
        max_length=12, choices=[("uitnodiging", "Uitnodiging"), ("vergeten", "Vergeten")]
    )
    gevraagd_op = models.DateTimeField()
    gevraagd_door = models.UUIDField(null=True)
    verzonden_op = models.DateTimeField(null=True)
    pogingen = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="wachtwoordlink_wacht", condition=models.Q(verzonden_op=None))
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.gevraagd_op:%Y-%m-%d %H:%M}"


class Accountbericht(models.Model):
    """A mail to a person about a change of the own account that must go out; no secret stands in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="accountberichten")
    soort = models.CharField(max_length=30)
    tijd = models.DateTimeField()
    verzonden_op = models.DateTimeField(null=True)
    pogingen = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="accountbericht_wacht", condition=models.Q(verzonden_op=None))
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.tijd:%Y-%m-%d %H:%M}"


class Rechtaanvraag(models.Model):
    """A special right that one person asks for another and a third one decides on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="rechtaanvragen")
    rol = models.CharField(max_length=20, choices=Rol.choices)
    partijsoort = models.CharField(max_length=20, choices=Partijsoort.choices)
    partij = models.CharField(max_length=60)
    tot = models.DateField(null=True)
    reden = models.CharField(max_length=500)
    aangevraagd_door = models.UUIDField()
    aangevraagd_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    stand = models.CharField(
        max_length=12,
        choices=[
            ("open", "Wacht op een tweede persoon"),
            ("goedgekeurd", "Goedgekeurd"),
            ("afgewezen", "Afgewezen"),
            ("verlopen", "Verlopen"),
        ],
        default="open",
    )
    beslist_door = models.UUIDField(null=True)
    beslist_op = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Is one request for this right enough? Yes.
            models.UniqueConstraint(
                fields=["gebruiker", "rol", "partijsoort", "partij"],
                condition=models.Q(stand="open"),
                name="rechtaanvraag_een_open",
            ),
            # Does anybody ask for themself, or decide on an own request or for themself? No.
            models.CheckConstraint(
                condition=~models.Q(aangevraagd_door=models.F("gebruiker")),
                name="rechtaanvraag_niet_voor_zichzelf",
            ),
            models.CheckConstraint(
                condition=models.Q(beslist_door=None)
                | (
                    ~models.Q(beslist_door=models.F("aangevraagd_door"))
                    & ~models.Q(beslist_door=models.F("gebruiker"))
                ),
                name="rechtaanvraag_vier_ogen",
            ),
            # Was it decided by somebody? Only when it was granted or refused.
            models.CheckConstraint(
                condition=models.Q(stand__in=["open", "verlopen"], beslist_door=None)
                | models.Q(stand__in=["goedgekeurd", "afgewezen"], beslist_door__isnull=False),
                name="rechtaanvraag_beslist",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rol} bij {self.partij}: {self.stand}"


class Rechtencontrole(models.Model):
    """The look at who has which rights, once a quarter: for whom it is due, and who confirmed it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kwartaal = models.CharField(max_length=6)
    # `meldpunt` for everything, or the municipality of a privacy officer.
    bereik = models.CharField(max_length=60)
    herinnerd_op = models.DateTimeField(null=True)
    bevestigd_op = models.DateTimeField(null=True)
    bevestigd_door = models.UUIDField(null=True)
    vingerafdruk = models.CharField(max_length=64, blank=True, default="")
    opmerking = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints = [
            # Was this quarter looked at? Once per scope.
            models.UniqueConstraint(fields=["kwartaal", "bereik"], name="rechtencontrole_een_per_kwartaal"),
            models.CheckConstraint(
                condition=models.Q(bevestigd_op=None, bevestigd_door=None)
                | models.Q(bevestigd_op__isnull=False, bevestigd_door__isnull=False),
                name="rechtencontrole_wie_en_wanneer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kwartaal} {self.bereik}"


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
