"""Municipalities, signaalpartners, uitvoerders, and who takes part in which covenant from when till when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from meldpunt.rules.statussen import PARTNERTYPEN
from meldpunt.sleutels import new_id


class Gemeente(models.Model):
    """A municipality by its CBS code; `0000` stands for unknown, as in the national table."""

    code = models.CharField(primary_key=True, max_length=4)
    naam = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{4}$"), name="gemeente_code_vier_cijfers")
        ]

    def __str__(self) -> str:
        return self.naam


class Afzender(models.Model):
    """As whom a municipality writes to residents: its name and address, and where they answer."""

    gemeente = models.OneToOneField(
        Gemeente, on_delete=models.PROTECT, primary_key=True, db_column="gemeente", related_name="afzender"
    )
    naam = models.CharField(max_length=80)
    adresregels = ArrayField(models.CharField(max_length=60))
    telefoon = models.CharField(max_length=20)
    mail = models.EmailField()
    antwoordadres = models.URLField(max_length=120)
    gewijzigd_op = models.DateTimeField()
    gewijzigd_door = models.UUIDField(null=True)

    def __str__(self) -> str:
        return self.naam


class Signaalpartner(models.Model):
    """An organisation that reports arrears."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sleutel = models.SlugField(max_length=60, unique=True)
    naam = models.CharField(max_length=120)
    type = models.CharField(max_length=30, choices=[(t, t) for t in PARTNERTYPEN])
    # The twin of a partner, with which its software is tried; it takes part in the municipality that does not exist.
    proef = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(type__in=PARTNERTYPEN), name="signaalpartner_type_ddas")
        ]

    def __str__(self) -> str:
        return self.naam


class Partnerlabel(models.Model):
    """A brand under which a signaalpartner bills its customers (for an insurer with its UZOVI code)."""

    partner = models.ForeignKey(Signaalpartner, on_delete=models.CASCADE, related_name="labels")
    naam = models.CharField(max_length=120)
    uzovi = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "naam"], name="partnerlabel_naam")]

    def __str__(self) -> str:
        return self.naam


class Kolomkaart(models.Model):
    """The column names that a partner uses, mapped once onto ours; found again by the header."""

    partner = models.ForeignKey(Signaalpartner, on_delete=models.CASCADE, related_name="kolomkaarten")
    kop_sha256 = models.CharField(max_length=64)
    kaart = models.JSONField()
    bewaard_op = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "kop_sha256"], name="kolomkaart_per_kop")]

    def __str__(self) -> str:
        return f"kolomkaart van {self.partner}"


class Uitvoerder(models.Model):
    """Who carries out the work for municipalities: a shared service, a wijkteam, an outside organisation."""

    class Soort(models.TextChoices):
        DIENST = "dienst", "Gezamenlijke sociale dienst"
        WIJKTEAM = "wijkteam", "Wijkteam"
        EXTERN = "extern", "Externe uitvoerder"

    sleutel = models.CharField(primary_key=True, max_length=30)
    naam = models.CharField(max_length=120)
    soort = models.CharField(max_length=12, choices=Soort.choices)
    gemeenten = models.ManyToManyField(Gemeente, related_name="uitvoerders")

    def __str__(self) -> str:
        return self.naam


class Verwerkersovereenkomst(models.Model):
    """A municipality lets a party work with its residents' data, from a day till a day (AVG art. 28 lid 3).

    The party is an uitvoerder by its key, or the operator of the meldpunt. Without one that runs there is no access.
    """

    class Partij(models.TextChoices):
        UITVOERDER = "uitvoerder", "Uitvoerder"
        MELDPUNT = "meldpunt", "Beheerder van het meldpunt"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, related_name="overeenkomsten")
    partijsoort = models.CharField(max_length=12, choices=Partij.choices)
    partij = models.CharField(max_length=30)
    vanaf = models.DateField()
    # The last day as agreed; empty runs on until it is ended.
    tot = models.DateField(null=True, blank=True)
    getekend_op = models.DateField()
    kenmerk = models.CharField(max_length=60)
    subverwerkers = ArrayField(models.CharField(max_length=120), default=list)
    # The last day when it was ended earlier than agreed, and why.
    beeindigd_per = models.DateField(null=True, blank=True)
    beeindigd_reden = models.TextField(blank=True)
    gewaarschuwd_op = models.DateTimeField(null=True)
    vastgelegd_op = models.DateTimeField()
    vastgelegd_door = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "partijsoort", "partij", "vanaf"], name="verwerkersovereenkomst_start"
            ),
            # Which one holds today? Two without an end would both; the act looks at the others under a lock.
            models.UniqueConstraint(
                fields=["gemeente", "partijsoort", "partij"],
                condition=Q(tot=None, beeindigd_per=None),
                name="verwerkersovereenkomst_een_open",
            ),
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("vanaf")), name="verwerkersovereenkomst_tot_na_vanaf"
            ),
            models.CheckConstraint(
                condition=Q(beeindigd_per=None, beeindigd_reden="")
                | Q(beeindigd_per__isnull=False) & ~Q(beeindigd_reden=""),
                name="verwerkersovereenkomst_einde_met_reden",
            ),
            models.CheckConstraint(
                condition=Q(partijsoort="uitvoerder") | Q(partijsoort="meldpunt", partij="meldpunt"),
                name="verwerkersovereenkomst_partij_bekend",
            ),
        ]
        indexes = [
            models.Index(fields=["partijsoort", "partij", "gemeente"], name="verwerkersovereenkomst_partij")
        ]

    def __str__(self) -> str:
        return f"overeenkomst van {self.gemeente_id} met {self.partij} vanaf {self.vanaf}"


class GemeenteDeelname(models.Model):
    """A municipality takes part in a covenant from a day on, once decision, money and werkprotocol are there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convenant = models.CharField(max_length=60)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, related_name="deelnames")
    vanaf = models.DateField()
    tot = models.DateField(null=True, blank=True)
    besluit_op = models.DateField(null=True, blank=True)
    middelen_op = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convenant", "gemeente", "vanaf"], name="gemeentedeelname_start"),
            # Does a municipality take part twice at once? Not with two open ends.
            models.UniqueConstraint(
                fields=["convenant", "gemeente"], condition=Q(tot=None), name="gemeentedeelname_een_open"
            ),
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("vanaf")), name="gemeentedeelname_tot_na_vanaf"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gemeente} in {self.convenant} vanaf {self.vanaf}"


class PartnerDeelname(models.Model):
    """A partner takes part in a covenant for one municipality; without a basis in law only with a reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convenant = models.CharField(max_length=60)
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="deelnames")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, related_name="partnerdeelnames")
    vanaf = models.DateField()
    tot = models.DateField(null=True, blank=True)
    reden_zonder_grondslag = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["convenant", "partner", "gemeente", "vanaf"], name="partnerdeelname_start"
            ),
            models.UniqueConstraint(
                fields=["convenant", "partner", "gemeente"],
                condition=Q(tot=None),
                name="partnerdeelname_een_open",
            ),
            models.CheckConstraint(
                condition=Q(tot=None) | Q(tot__gte=F("vanaf")), name="partnerdeelname_tot_na_vanaf"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.convenant} voor {self.gemeente} vanaf {self.vanaf}"


class Convenantgebeurtenis(models.Model):
    """What happens in the life of a covenant besides its start: notice, end, emergency stop, resumption."""

    class Soort(models.TextChoices):
        OPZEGGING = "opzegging", "Opzegging"
        EINDE = "einde", "Einde"
        NOODSTOP = "noodstop", "Noodstop"
        HERVATTING = "hervatting", "Hervatting"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convenant = models.CharField(max_length=60)
    soort = models.CharField(max_length=12, choices=Soort.choices)
    per = models.DateField()
    reden = models.TextField()
    vastgelegd_op = models.DateTimeField()
    vastgelegd_door = models.UUIDField(null=True)
    # A resumption after an emergency stop counts once another person confirmed it.
    bevestigd_op = models.DateTimeField(null=True)
    bevestigd_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["convenant", "per"], name="convenantgebeurtenis_per")]
        constraints = [
            # Did one person lift a stop alone? Nobody can.
            models.CheckConstraint(
                condition=Q(bevestigd_door=None) | ~Q(bevestigd_door=F("vastgelegd_door")),
                name="convenantgebeurtenis_vier_ogen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} van {self.convenant} per {self.per}"


class Werkprotocol(models.Model):
    """How a municipality works from a day on: capacity, known households, postcodes, local offer. Never edited."""

    class Bekenden(models.TextChoices):
        MEENEMEN = "meenemen", "Meenemen"
        BUITEN_BESCHOUWING = "buiten_beschouwing", "Buiten beschouwing laten"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    convenant = models.CharField(max_length=60)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, related_name="werkprotocollen")
    vanaf = models.DateField()
    capaciteit = models.PositiveIntegerField(null=True, blank=True)
    bekende_huishoudens = models.CharField(max_length=20, choices=Bekenden.choices, default=Bekenden.MEENEMEN)
    postcodes = ArrayField(models.CharField(max_length=13))
    teams = models.JSONField(default=dict)
    lokaal_aanbod = models.TextField(blank=True)
    # The steps by which residents are approached, in their order: {"soort": "Brief", "na_dagen": 0}, …
    contactplan = models.JSONField(default=list, db_default=[])
    # How long partners have to say whether a claim is still open; silence means that it is.
    navraag_werkdagen = models.PositiveSmallIntegerField(default=2, db_default=2)
    # The ordinance may make the term of the decision shorter than the eight weeks of Wgs art. 4a.
    beschikking_weken = models.PositiveSmallIntegerField(null=True)
    vastgesteld_op = models.DateTimeField()
    vastgesteld_door = models.UUIDField(null=True)

    class Meta:
        constraints = [
            # Which werkprotocol holds on a day? The newest that has begun; two of one day would tie.
            models.UniqueConstraint(fields=["convenant", "gemeente", "vanaf"], name="werkprotocol_vanaf"),
            models.CheckConstraint(
                condition=Q(beschikking_weken=None) | Q(beschikking_weken__gte=1, beschikking_weken__lte=8),
                name="werkprotocol_beschikking_hoogstens_acht_weken",
            ),
        ]

    def __str__(self) -> str:
        return f"werkprotocol {self.gemeente} {self.convenant} vanaf {self.vanaf}"


class Openbaarmakingstekening(models.Model):
    """A privacy officer of a municipality signed one dated disclosure table, as it read then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, related_name="tekeningen")
    convenant = models.CharField(max_length=60, blank=True)
    tabelversie = models.DateField()
    vingerafdruk = models.CharField(max_length=64)
    getekend_op = models.DateTimeField()
    getekend_door = models.UUIDField()

    class Meta:
        constraints = [
            # Is the table signed as it reads now? A changed table has another mark and is unsigned.
            models.UniqueConstraint(
                fields=["gemeente", "convenant", "tabelversie", "vingerafdruk"],
                name="openbaarmakingstekening_een_keer",
            )
        ]

    def __str__(self) -> str:
        return f"tekening van {self.gemeente} voor {self.convenant or 'alle convenanten'} {self.tabelversie}"
