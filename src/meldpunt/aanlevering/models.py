"""A delivery, the signalen it brought, the persons behind them, and the rows that were refused."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from meldpunt.partijen.models import Gemeente, Signaalpartner
from meldpunt.rules.partnerbericht import BERICHTSOORTEN
from meldpunt.rules.rectificatie import CORRIGEERBAAR, FEITEN
from meldpunt.rules.statussen import AANLEVERINGSTATUSSEN
from meldpunt.sleutels import new_id


class Aanlevering(models.Model):
    """One file of one partner under one covenant; what came of it is counted here and never recounted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="aanleveringen")
    convenant = models.CharField(max_length=60)
    versie = models.DateField(null=True)
    datum = models.DateField()
    status = models.CharField(max_length=20, choices=[(s, s) for s in AANLEVERINGSTATUSSEN])
    kanaal = models.CharField(max_length=12)
    bestandsnaam = models.CharField(max_length=200)
    inhoud_sha256 = models.CharField(max_length=64)
    grootte = models.BigIntegerField()
    formaat = models.CharField(max_length=12, blank=True)
    kop = models.JSONField(default=list)
    kolomkaart = models.JSONField(null=True)
    ontvangen_op = models.DateTimeField()
    ontvangen_door = models.UUIDField(null=True)
    verwerkt_op = models.DateTimeField(null=True)
    gematcht_op = models.DateTimeField(null=True)
    ruw_vernietigd_op = models.DateTimeField(null=True)

    aantal_regels = models.PositiveIntegerField(default=0)
    aantal_geaccepteerd = models.PositiveIntegerField(default=0)
    aantal_gewaarschuwd = models.PositiveIntegerField(default=0)
    aantal_geweigerd = models.PositiveIntegerField(default=0)
    aantal_al_ontvangen = models.PositiveIntegerField(default=0)
    bedrag_cent = models.BigIntegerField(default=0)
    gronden = models.JSONField(default=dict)
    verwijderde_velden = models.JSONField(default=dict)
    controlegetal = models.CharField(max_length=64, blank=True)

    fout_code = models.CharField(max_length=40, blank=True)
    fout_zin = models.TextField(blank=True)
    ingetrokken_op = models.DateTimeField(null=True)
    ingetrokken_door = models.UUIDField(null=True)
    intrekreden = models.TextField(blank=True)
    intrekking_verwerkt_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["partner", "id"], name="aanlevering_partner")]
        constraints = [
            # Can the same content come in twice? Only after the first was recalled or came to nothing.
            models.UniqueConstraint(
                fields=["partner", "convenant", "inhoud_sha256"],
                condition=~Q(status__in=["ingetrokken", "afgekeurd", "mislukt"]),
                name="aanlevering_inhoud_een_keer",
            ),
            models.CheckConstraint(
                condition=Q(status__in=AANLEVERINGSTATUSSEN), name="aanlevering_status_bekend"
            ),
            # Do the counts of a delivery add up? Every row has exactly one decision.
            models.CheckConstraint(
                condition=Q(
                    aantal_regels=models.F("aantal_geaccepteerd")
                    + models.F("aantal_geweigerd")
                    + models.F("aantal_al_ontvangen")
                ),
                name="aanlevering_telt_op",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bestandsnaam} van {self.datum}"


class Aanleveringvoortgang(models.Model):
    """How far the work on a delivery is; written beside the transaction of the delivery, so others can see it."""

    aanlevering = models.UUIDField(primary_key=True)
    stap = models.CharField(max_length=30)
    gedaan = models.PositiveIntegerField(default=0)
    totaal = models.PositiveIntegerField(default=0)
    bijgewerkt_op = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stap} {self.gedaan}/{self.totaal}"


class Signaal(models.Model):
    """The facts of one accepted report; written once, never changed, and nobody can be led back from it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_constraint=False, db_index=False
    )
    aanlevering = models.ForeignKey(
        Aanlevering, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="signalen"
    )
    regel = models.PositiveIntegerField()
    partner = models.ForeignKey(
        Signaalpartner, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="signalen"
    )
    convenant = models.CharField(max_length=60)
    versie = models.DateField()
    aanleverdatum = models.DateField()
    type_vordering = models.CharField(max_length=30)
    soort_signaal = models.CharField(max_length=30, blank=True)
    bedrag_cent = models.BigIntegerField()
    achterstand_sinds = models.DateField()
    verwachte_einddatum = models.DateField(null=True)
    waarschuwingen = ArrayField(models.CharField(max_length=40), default=list)
    # A copy for the municipality somebody moved to: its partner delivered the other one, and never hears of this.
    overgenomen_van = models.UUIDField(null=True)

    class Meta:
        # Three indexes at the most (with the key): each costs more than matching the rows.
        indexes = [
            models.Index(fields=["partner", "id"], name="signaal_partner"),
            models.Index(fields=["aanlevering", "id"], name="signaal_aanlevering"),
        ]

    def __str__(self) -> str:
        return f"signaal {self.id}"


class SignaalPersoon(models.Model):
    """Whom a signaal is about; destroyed when its month of retention is over, and the signaal stays countable."""

    id = models.UUIDField(primary_key=True, editable=False)
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_constraint=False, db_index=False
    )
    bewaren_vanaf = models.DateField()
    klantnummer = models.TextField()
    referentie = models.TextField(blank=True)
    # The number under a seal, and a keyed hash of it to match by; see aanlevering/bsn.py.
    bsn_verzegeld = models.TextField(blank=True, db_default="")
    bsn_index = models.CharField(max_length=40, blank=True, db_default="")
    voorletters = models.TextField(blank=True)
    tussenvoegsel = models.TextField(blank=True)
    achternaam = models.TextField()
    geboortedatum = models.DateField(null=True)
    straat = models.TextField(blank=True)
    postcode = models.CharField(max_length=6)
    huisnummer = models.PositiveIntegerField()
    suffix = models.TextField(blank=True)
    woonplaats = models.TextField(blank=True)
    telefoon = models.TextField(blank=True)
    email = models.TextField(blank=True)
    reden = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["gemeente", "postcode", "huisnummer", "suffix"], name="signaalpersoon_adres"
            ),
            # Few rows have one, and only they are in it.
            models.Index(
                fields=["bsn_index", "gemeente"], condition=~Q(bsn_index=""), name="signaalpersoon_bsn"
            ),
        ]

    def __str__(self) -> str:
        return f"persoon bij signaal {self.id}"


class Regelfout(models.Model):
    """A refused row with every ground; its cells live as long as the error report does, the grounds stay."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_constraint=False, db_index=False
    )
    aanlevering = models.ForeignKey(
        Aanlevering, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="regelfouten"
    )
    regel = models.PositiveIntegerField()
    gronden = ArrayField(models.CharField(max_length=40))
    waarschuwingen = ArrayField(models.CharField(max_length=40), default=list)
    uitleg = models.JSONField(null=True)
    cellen = models.JSONField(null=True)
    vervalt_op = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["aanlevering", "regel"], name="regelfout_aanlevering")]

    def __str__(self) -> str:
        return f"regel {self.regel} van {self.aanlevering_id}"


class Partnerbericht(models.Model):
    """What a partner says about its own signaal after delivering it: paid, own arrangement, withdrawn, objection."""

    class Soort(models.TextChoices):
        BETAALD = "betaald", "Betaald"
        EIGEN_REGELING = "eigen_regeling", "Eigen regeling"
        INGETROKKEN = "ingetrokken", "Ingetrokken"
        BEZWAAR = "bezwaar", "Bezwaar van de klant"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="partnerberichten",
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="partnerberichten")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    datum = models.DateField()
    toelichting = models.TextField(blank=True)
    gemeld_op = models.DateTimeField()
    gemeld_door = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "signaal", "soort"], name="partnerbericht_een_keer"),
            models.CheckConstraint(condition=Q(soort__in=BERICHTSOORTEN), name="partnerbericht_soort"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} over {self.signaal_id}"


class Rectificatie(models.Model):
    """A correction at the request of the resident; the signaal keeps what was delivered, and this is what counts.

    A corrected fact stands in a column of its own and stays; what was corrected in the person goes with the person.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="rectificaties"
    )
    verzoek = models.UUIDField()
    veld = models.CharField(max_length=30)
    oud = models.TextField(blank=True)
    nieuw = models.TextField(blank=True)
    bedrag_cent = models.BigIntegerField(null=True)
    achterstand_sinds = models.DateField(null=True)
    gemaakt_op = models.DateTimeField()
    gemaakt_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "signaal", "id"], name="rectificatie_signaal")]
        constraints = [
            models.CheckConstraint(condition=Q(veld__in=tuple(CORRIGEERBAAR)), name="rectificatie_veld"),
            # Does a corrected fact stand in its own column, and is what concerns the person elsewhere?
            models.CheckConstraint(
                condition=Q(veld="bedrag_cent", bedrag_cent__gte=0, achterstand_sinds=None, oud="", nieuw="")
                | Q(
                    veld="achterstand_sinds",
                    achterstand_sinds__isnull=False,
                    bedrag_cent=None,
                    oud="",
                    nieuw="",
                )
                | (~Q(veld__in=FEITEN) & Q(bedrag_cent=None, achterstand_sinds=None)),
                name="rectificatie_feit_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"rectificatie van {self.veld} bij {self.signaal_id}"


class Verwerkingsbeperking(models.Model):
    """The resident of a signaal may not be approached and nothing about it goes out, until this ends (AVG art. 18)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="beperkingen"
    )
    verzoek = models.UUIDField()
    grond = models.CharField(max_length=40)
    begonnen_op = models.DateTimeField()
    begonnen_door = models.UUIDField(null=True)
    geeindigd_op = models.DateTimeField(null=True)
    geeindigd_door = models.UUIDField(null=True)
    einde_reden = models.TextField(blank=True)

    class Meta:
        constraints = [
            # Does a signaal rest twice at once? No: a second request finds it resting.
            models.UniqueConstraint(
                fields=["gemeente", "signaal"],
                condition=Q(geeindigd_op=None),
                name="verwerkingsbeperking_een_lopend",
            ),
            models.CheckConstraint(
                condition=Q(geeindigd_op=None, einde_reden="")
                | (Q(geeindigd_op__isnull=False) & ~Q(einde_reden="")),
                name="verwerkingsbeperking_einde_met_reden",
            ),
        ]

    def __str__(self) -> str:
        return f"verwerkingsbeperking van {self.signaal_id}"
