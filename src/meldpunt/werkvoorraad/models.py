"""What people keep about their work: filters, acts on many zaken, who has a zaak open, and zaken that move."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente
from meldpunt.sleutels import new_id
from meldpunt.toegang.models import Gebruiker


class Bewaardfilter(models.Model):
    """A filter with its columns that somebody keeps under a name; it names no resident."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="bewaarde_filters")
    scherm = models.CharField(max_length=30)
    naam = models.CharField(max_length=60)
    vraag = models.TextField(blank=True)
    kolommen = ArrayField(models.CharField(max_length=30), default=list)
    bewaard_op = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gebruiker", "scherm", "naam"], name="bewaardfilter_naam")
        ]

    def __str__(self) -> str:
        return self.naam


class Stapelopdracht(models.Model):
    """One act that somebody asked for on many zaken; `actor` says as whom, `waarden` with which values."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="stapelopdrachten")
    actor = models.JSONField()
    handeling = models.CharField(max_length=30)
    waarden = models.JSONField(default=dict)
    aantal = models.PositiveIntegerField()
    gemaakt_op = models.DateTimeField()
    klaar_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gebruiker", "id"], name="stapelopdracht_gebruiker"),
            models.Index(fields=["id"], condition=Q(klaar_op=None), name="stapelopdracht_te_doen"),
        ]

    def __str__(self) -> str:
        return f"{self.handeling} op {self.aantal} zaken"


class Stapelregel(models.Model):
    """What came of a stapelopdracht for one zaak, written in the transaction of the act itself."""

    class Uitkomst(models.TextChoices):
        WACHT = "wacht", "Nog te doen"
        GEDAAN = "gedaan", "Gedaan"
        OVERGESLAGEN = "overgeslagen", "Overgeslagen"

    pk = models.CompositePrimaryKey("gemeente", "opdracht", "zaak")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    opdracht = models.ForeignKey(
        Stapelopdracht, on_delete=models.CASCADE, db_index=False, related_name="regels"
    )
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="stapelregels"
    )
    uitkomst = models.CharField(max_length=14, choices=Uitkomst.choices, default=Uitkomst.WACHT)
    zin = models.TextField(blank=True)
    gedaan_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["opdracht", "uitkomst"], name="stapelregel_opdracht")]
        constraints = [
            models.CheckConstraint(
                condition=Q(uitkomst__in=["wacht", "gedaan", "overgeslagen"]), name="stapelregel_uitkomst"
            )
        ]

    def __str__(self) -> str:
        return f"{self.uitkomst} voor zaak {self.zaak_id}"


class Zaakslot(models.Model):
    """Who has a zaak open now, as a warning to colleagues; it lapses by itself at `tot`."""

    pk = models.CompositePrimaryKey("gemeente", "zaak")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="sloten"
    )
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="+")
    sinds = models.DateTimeField()
    tot = models.DateTimeField()

    def __str__(self) -> str:
        return f"zaak {self.zaak_id} open tot {self.tot}"


class Overdracht(models.Model):
    """A zaak offered to the municipality somebody moved to (`gemeente`); it decides whether to take it up."""

    class Status(models.TextChoices):
        AANGEBODEN = "aangeboden", "Aangeboden"
        AANVAARD = "aanvaard", "Aanvaard"
        GEWEIGERD = "geweigerd", "Geweigerd"
        INGETROKKEN = "ingetrokken", "Ingetrokken"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(
        Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False, related_name="overdrachten"
    )
    van_gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, related_name="+")
    van_zaak = models.UUIDField()
    # Whom it is about and where to: personal data, emptied once it is decided.
    persoon = models.JSONField(default=dict)
    signalen = ArrayField(models.UUIDField())
    toelichting = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.AANGEBODEN)
    reden = models.TextField(blank=True)
    aangeboden_op = models.DateTimeField()
    aangeboden_door = models.UUIDField()
    besloten_op = models.DateTimeField(null=True)
    besloten_door = models.UUIDField(null=True)
    zaak = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["gemeente", "id"], condition=Q(status="aangeboden"), name="overdracht_aangeboden"
            ),
            models.Index(fields=["van_gemeente", "van_zaak"], name="overdracht_van"),
        ]
        constraints = [
            # Is a zaak offered to the same municipality twice at once? No.
            models.UniqueConstraint(
                fields=["gemeente", "van_zaak"],
                condition=Q(status="aangeboden"),
                name="overdracht_een_keer_aangeboden",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["aangeboden", "aanvaard", "geweigerd", "ingetrokken"]),
                name="overdracht_status_bekend",
            ),
            # Is somebody's new address still there once it is decided? No.
            models.CheckConstraint(
                condition=Q(status="aangeboden") | Q(persoon={}, toelichting=""),
                name="overdracht_besloten_zonder_persoon",
            ),
        ]

    def __str__(self) -> str:
        return f"overdracht {self.status} aan {self.gemeente_id}"
