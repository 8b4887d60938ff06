"""What was done for a zaak and by when: attempts, terms, steps of the trajectory, checks, answers of residents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.aanlevering.models import Aanlevering
from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.antwoorden import ANTWOORDSOORTEN, BEL_MIJ, MAX_OPMERKING
from meldpunt.rules.controles import CONTROLESOORTEN, MAATREGELEN
from meldpunt.rules.statussen import CONTACTSOORTEN, DAGDELEN
from meldpunt.rules.traject import STAPSOORTEN
from meldpunt.sleutels import new_id
from meldpunt.toegang.models import Gebruiker

# Fixed lists, so that the constraints below name them as they are.
SOORTEN_MET_AARD = {soort: tuple(regel.aarden) for soort, regel in STAPSOORTEN.items() if regel.aarden}


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
    # Each is set once: a week before, a day before, and when it is late.
    herinnerd_op = models.DateTimeField(null=True)
    nogmaals_herinnerd_op = models.DateTimeField(null=True)
    geescaleerd_op = models.DateTimeField(null=True)

    class Meta:
        # The terms of a zaak are found by the unique key below.
        indexes = [
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
                fields=["gemeente", "aanlevering", "naam"],
                condition=Q(aanlevering__isnull=False),
                name="zaaktermijn_van_aanlevering",
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


class Dagbericht(models.Model):
    """The word of a day to one person about terms: counted once a day, mailed when there was something to say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="dagberichten")
    dag = models.DateField()
    aantal = models.PositiveIntegerField()
    gemaakt_op = models.DateTimeField()
    verstuurd_op = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Does somebody get two on one day, after a restart? No.
            models.UniqueConstraint(fields=["gebruiker", "dag"], name="dagbericht_een_per_dag")
        ]

    def __str__(self) -> str:
        return f"dagbericht van {self.dag}"


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
    # A step that was a mistake stays, with when and why it no longer counts.
    vervallen_op = models.DateTimeField(null=True)
    vervallen_door = models.UUIDField(null=True)
    vervalreden = models.TextField(blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak", "datum"], name="trajectstap_zaak")]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=tuple(STAPSOORTEN)), name="trajectstap_soort"),
            # Does each kind of step have a kind of its own where it needs one, and nowhere else?
            models.CheckConstraint(
                condition=Q(
                    Q(~Q(soort__in=tuple(SOORTEN_MET_AARD)), aard=""),
                    *(Q(soort=soort, aard__in=aarden) for soort, aarden in SOORTEN_MET_AARD.items()),
                    _connector=Q.OR,
                ),
                name="trajectstap_aard",
            ),
            # Does an arrangement always say how much, how often and from when, and nothing else does?
            models.CheckConstraint(
                condition=Q(
                    soort="betalingsregeling",
                    bedrag_cent__gt=0,
                    aantal_termijnen__gt=0,
                    eerste_termijn__isnull=False,
                )
                | Q(
                    ~Q(soort="betalingsregeling"),
                    bedrag_cent=None,
                    aantal_termijnen=None,
                    eerste_termijn=None,
                ),
                name="trajectstap_regeling",
            ),
            models.CheckConstraint(
                condition=Q(vervallen_op=None, vervalreden="")
                | (Q(vervallen_op__isnull=False) & ~Q(vervalreden="")),
                name="trajectstap_vervallen_met_reden",
            ),
        ]

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
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=tuple(CONTROLESOORTEN)), name="controle_soort"),
            # Does a state stand twice for the same resident, or for the address? Once, until it is lifted.
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "persoon", "soort"],
                condition=Q(vervallen_op=None),
                nulls_distinct=False,
                name="controle_een_keer",
            ),
        ]

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
            ),
            models.CheckConstraint(
                condition=Q(maatregel__in=tuple(MAATREGELEN)), name="risicoadres_maatregel"
            ),
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
    soort = models.CharField(max_length=20, choices=[(s, s) for s in ANTWOORDSOORTEN])
    # A day as 2026-12-01, and a part of day as DDAS has it; only of who wants to be called.
    dag = models.CharField(max_length=10, blank=True)
    dagdeel = models.CharField(max_length=10, blank=True)
    telefoon = models.CharField(max_length=20, blank=True)
    opmerking = models.CharField(max_length=MAX_OPMERKING, blank=True)
    ontvangen_op = models.DateTimeField()
    verwerkt_op = models.DateTimeField(null=True)
    verwerkt_door = models.UUIDField(null=True)
    # The resident answered anew; nobody needs to act on this one any more.
    vervangen_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "zaak"], name="bewonersantwoord_zaak")]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=ANTWOORDSOORTEN), name="bewonersantwoord_soort"),
            # Does who wants to be called say when, and does nobody else?
            models.CheckConstraint(
                condition=(Q(soort=BEL_MIJ, dagdeel__in=DAGDELEN) & ~Q(dag=""))
                | (~Q(soort=BEL_MIJ) & Q(dag="", dagdeel="", telefoon="")),
                name="bewonersantwoord_beldag",
            ),
            models.CheckConstraint(
                condition=Q(verwerkt_op=None) | Q(vervangen_op=None), name="bewonersantwoord_een_einde"
            ),
            # Which answer of this resident counts? The one that is neither acted on nor replaced.
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "persoon"],
                condition=Q(verwerkt_op=None, vervangen_op=None),
                nulls_distinct=False,
                name="bewonersantwoord_een_open",
            ),
        ]

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
