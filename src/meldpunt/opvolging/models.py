"""What was done for a zaak and by when: attempts, terms, steps of the trajectory, checks, answers of residents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.statussen import CONTACTSOORTEN, DAGDELEN
from meldpunt.sleutels import new_id
from meldpunt.toegang.models import Gebruiker


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
    # The key a phone gave it while it had no connection: sent twice, it is kept once.
    invoersleutel = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak", "datum"], name="contactpoging_zaak")]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "invoersleutel"], name="contactpoging_een_keer"),
            models.CheckConstraint(condition=Q(soort__in=CONTACTSOORTEN), name="contactpoging_soort_ddas"),
            models.CheckConstraint(condition=Q(dagdeel__in=DAGDELEN), name="contactpoging_dagdeel_ddas"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} op {self.datum}"


class Zaaktermijn(models.Model):
    """A term of covenant or law as a row: its start and reason, its last day, its article, and who must act.

    It hangs on a zaak, or on a delivery (the notice of which signalen are handled).
    """

    class Toestand(models.TextChoices):
        LOOPT = "loopt", "Loopt"
        GEHAALD = "gehaald", "Gehaald"
        GESTOPT = "gestopt", "Gestopt"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_constraint=False, db_index=False
    )
    zaak = models.ForeignKey(
        Zaak,
        on_delete=models.CASCADE,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="termijnen",
    )
    aanlevering = models.ForeignKey(
        Aanlevering, on_delete=models.PROTECT, null=True, db_index=False, related_name="termijnen"
    )
    naam = models.CharField(max_length=40)
    begin = models.DateField()
    reden = models.CharField(max_length=40)
    eind = models.DateField()
    lengte = models.CharField(max_length=30, blank=True)
    grondslag = models.TextField()
    wie = models.CharField(max_length=30)
    convenant = models.CharField(max_length=60)
    versie = models.DateField()
    toestand = models.CharField(max_length=10, choices=Toestand.choices, default=Toestand.LOOPT)
    afgelopen_op = models.DateField(null=True)
    herinnerd_op = models.DateTimeField(null=True)
    geescaleerd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "zaak"], name="zaaktermijn_zaak"),
            models.Index(
                fields=["gemeente", "eind", "id"], condition=Q(toestand="loopt"), name="zaaktermijn_loopt"
            ),
        ]
        constraints = [
            # Does a term run twice for the same thing? Once per beginning.
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "naam", "begin"], name="zaaktermijn_van_zaak"
            ),
            models.UniqueConstraint(
                fields=["gemeente", "aanlevering", "naam"], name="zaaktermijn_van_aanlevering"
            ),
            models.CheckConstraint(
                condition=Q(zaak=None, aanlevering__isnull=False) | Q(zaak__isnull=False, aanlevering=None),
                name="zaaktermijn_van_een_ding",
            ),
            models.CheckConstraint(
                condition=Q(toestand="loopt", afgelopen_op=None)
                | (~Q(toestand="loopt") & Q(afgelopen_op__isnull=False)),
                name="zaaktermijn_afgelopen_met_dag",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} tot {self.eind}"


class Trajectstap(models.Model):
    """One dated step of the trajectory of a resident: offer, conversation, payments, arrangement, plan, decision."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="trajectstappen"
    )
    # As in Zaaksignaal; empty when it is about everybody on the address.
    persoon = models.UUIDField(null=True)
    soort = models.CharField(max_length=30)
    datum = models.DateField()
    aard = models.CharField(max_length=40, blank=True)
    signaal = models.UUIDField(null=True)
    bedrag_cent = models.BigIntegerField(null=True)
    aantal_termijnen = models.PositiveSmallIntegerField(null=True)
    eerste_termijn = models.DateField(null=True)
    toelichting = models.TextField(blank=True)
    vastgelegd_op = models.DateTimeField()
    vastgelegd_door = models.UUIDField(null=True)
    vervallen_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak", "datum"], name="trajectstap_zaak")]

    def __str__(self) -> str:
        return f"{self.soort} op {self.datum}"


class Controle(models.Model):
    """What is known of a resident or address before contact: known elsewhere, deceased, moved, secret, unsafe."""

    class Bron(models.TextChoices):
        HAND = "hand", "Met de hand"
        BESTAND = "bestand", "Uit een bestand"
        KOPPELING = "koppeling", "Uit een koppeling"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="controles"
    )
    persoon = models.UUIDField(null=True)
    soort = models.CharField(max_length=30)
    bron = models.CharField(max_length=12, choices=Bron.choices)
    toelichting = models.TextField(blank=True)
    vastgesteld_op = models.DateTimeField()
    vastgesteld_door = models.UUIDField(null=True)
    vervallen_op = models.DateTimeField(null=True)
    vervallen_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak"], name="controle_zaak")]

    def __str__(self) -> str:
        return f"{self.soort} bij zaak {self.zaak_id}"


class Risicoadres(models.Model):
    """An address where nobody goes alone, or at all; from the municipality's own list, with its last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    postcode = models.CharField(max_length=6)
    huisnummer = models.PositiveIntegerField()
    suffix = models.TextField(blank=True)
    maatregel = models.CharField(max_length=30)
    tot = models.DateField()
    geladen_op = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "postcode", "huisnummer", "suffix"], name="risicoadres_adres"
            )
        ]

    def __str__(self) -> str:
        return f"risicoadres {self.id}"


class Bewonersantwoord(models.Model):
    """What a resident answered on the reply page, and when somebody acted on it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="bewonersantwoorden"
    )
    persoon = models.UUIDField(null=True)
    soort = models.CharField(max_length=20)
    dag = models.CharField(max_length=10, blank=True)
    dagdeel = models.CharField(max_length=10, blank=True)
    telefoon = models.CharField(max_length=20, blank=True)
    opmerking = models.TextField(blank=True)
    ontvangen_op = models.DateTimeField()
    verwerkt_op = models.DateTimeField(null=True)
    verwerkt_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak"], name="bewonersantwoord_zaak")]

    def __str__(self) -> str:
        return f"antwoord {self.soort} bij zaak {self.zaak_id}"


class Rondebezoek(models.Model):
    """A zaak that somebody put on, or left out of, the own round of visits of a day."""

    pk = models.CompositePrimaryKey("gemeente", "gebruiker", "dag", "zaak")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, db_index=False, related_name="+")
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="rondebezoeken"
    )
    dag = models.DateField()
    erbij = models.BooleanField()
    gekozen_op = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["gebruiker", "dag"], name="rondebezoek_dag")]

    def __str__(self) -> str:
        return f"zaak {self.zaak_id} op de ronde van {self.dag}"
