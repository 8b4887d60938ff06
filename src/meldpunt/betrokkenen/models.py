"""What residents ask under the AVG, the clock of each request, and which signalen were found to be theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from meldpunt.aanlevering.models import Signaal
from meldpunt.partijen.models import Gemeente
from meldpunt.rules.statussen import VERZOEKSTATUSSEN
from meldpunt.rules.verzoeken import BESLUITGRONDEN, IDENTITEITEN, KLAAR, VERZOEKSOORTEN
from meldpunt.sleutels import new_id


class Verzoek(models.Model):
    """One request of one resident to one municipality; who it is and what was asked stand under a seal."""

    class Kanaal(models.TextChoices):
        BALIE = "balie", "Aan de balie"
        BRIEF = "brief", "Per brief of e-mail"
        MIJN = "mijn_gegevens", "Via Mijn gegevens"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    soort = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    kanaal = models.CharField(max_length=20, choices=Kanaal.choices)
    # Name, birth date, address, BSN, how to answer, and the question in the resident's own words.
    inwoner_verzegeld = models.TextField(blank=True)
    bsn_index = models.CharField(max_length=100, blank=True)
    ontvangen_op = models.DateTimeField()
    ontvangen_door = models.UUIDField(null=True)
    identiteit = models.CharField(max_length=20, blank=True)
    identiteit_op = models.DateTimeField(null=True)
    identiteit_door = models.UUIDField(null=True)
    gezocht_op = models.DateTimeField(null=True)
    gezocht_door = models.UUIDField(null=True)
    grond = models.CharField(max_length=40, blank=True)
    besluit_verzegeld = models.TextField(blank=True)
    besloten_op = models.DateTimeField(null=True)
    besloten_door = models.UUIDField(null=True)
    verstrekt_op = models.DateTimeField(null=True)
    geleegd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "status", "id"], name="verzoek_status"),
            models.Index(fields=["bsn_index"], condition=~Q(bsn_index=""), name="verzoek_bsn"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=tuple(VERZOEKSOORTEN)), name="verzoek_soort"),
            models.CheckConstraint(condition=Q(status__in=VERZOEKSTATUSSEN), name="verzoek_status_bekend"),
            # Is it always known how, and never without that, when the identity is established?
            models.CheckConstraint(
                condition=Q(identiteit="", identiteit_op=None)
                | Q(identiteit__in=tuple(IDENTITEITEN), identiteit_op__isnull=False),
                name="verzoek_identiteit_hoe",
            ),
            # Is a request granted or refused on a ground, and only then?
            models.CheckConstraint(
                condition=Q(
                    status__in=["ingewilligd", "geweigerd"],
                    grond__in=tuple(BESLUITGRONDEN),
                    besloten_op__isnull=False,
                )
                | Q(~Q(status__in=["ingewilligd", "geweigerd"]), grond=""),
                name="verzoek_besluit_met_grond",
            ),
            # Is anything granted to somebody whose identity nobody established? No.
            models.CheckConstraint(
                condition=~Q(status="ingewilligd") | ~Q(identiteit=""), name="verzoek_ingewilligd_aan_bekende"
            ),
            models.CheckConstraint(
                condition=Q(geleegd_op=None)
                | Q(status__in=KLAAR, inwoner_verzegeld="", besluit_verzegeld="", bsn_index=""),
                name="verzoek_geleegd_is_leeg",
            ),
        ]

    def __str__(self) -> str:
        return f"verzoek {self.soort} van {self.ontvangen_op:%Y-%m-%d}"


class Verzoektermijn(models.Model):
    """The month in which a request must be answered, or the two that were added with a reason."""

    class Toestand(models.TextChoices):
        LOOPT = "loopt", "Loopt"
        GEHAALD = "gehaald", "Gehaald"
        TE_LAAT = "te_laat", "Te laat"
        GESTOPT = "gestopt", "Gestopt"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    verzoek = models.ForeignKey(
        Verzoek, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="termijnen"
    )
    naam = models.CharField(max_length=20)
    begin = models.DateField()
    eind = models.DateField()
    grondslag = models.CharField(max_length=40)
    reden = models.TextField(blank=True)
    toestand = models.CharField(max_length=10, choices=Toestand.choices, default=Toestand.LOOPT)
    afgelopen_op = models.DateField(null=True)
    herinnerd_op = models.DateTimeField(null=True)
    nogmaals_herinnerd_op = models.DateTimeField(null=True)
    geescaleerd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["eind", "id"], condition=Q(toestand="loopt"), name="verzoektermijn_loopt")
        ]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "verzoek", "naam"], name="verzoektermijn_een_keer"),
            models.CheckConstraint(
                condition=Q(naam="antwoord", reden="") | (Q(naam="verlenging") & ~Q(reden="")),
                name="verzoektermijn_verlenging_met_reden",
            ),
            models.CheckConstraint(
                condition=Q(toestand="loopt", afgelopen_op=None)
                | (~Q(toestand="loopt") & Q(afgelopen_op__isnull=False)),
                name="verzoektermijn_afgelopen_met_dag",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} tot {self.eind}"


class Verzoeksignaal(models.Model):
    """A signaal that may be about who asks, with the tier that says why, and what a human being decided about it."""

    pk = models.CompositePrimaryKey("gemeente", "verzoek", "signaal")
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    verzoek = models.ForeignKey(
        Verzoek, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="signalen"
    )
    signaal = models.ForeignKey(
        Signaal, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="verzoeken"
    )
    reden = models.CharField(max_length=40)
    bevestigd = models.BooleanField(null=True)
    besloten_op = models.DateTimeField(null=True)
    besloten_door = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["gemeente", "signaal"], name="verzoeksignaal_signaal")]
        constraints = [
            # Is somebody taken for the resident without a human being? Never.
            models.CheckConstraint(
                condition=Q(bevestigd=None, besloten_op=None, besloten_door=None)
                | Q(bevestigd__isnull=False, besloten_op__isnull=False, besloten_door__isnull=False),
                name="verzoeksignaal_door_een_mens",
            )
        ]

    def __str__(self) -> str:
        return f"signaal {self.signaal_id} bij verzoek {self.verzoek_id}"
