"""Between municipality and partner, per signaal: what was told, the stay, what it is asked.

This is all that partner screens read of what happened.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from meldpunt.aanlevering.models import Signaal
from meldpunt.partijen.models import Gemeente, Signaalpartner
from meldpunt.rules.opschorting import EINDREDENEN
from meldpunt.rules.partnerbericht import NAVRAAGEINDEN
from meldpunt.rules.rectificatie import MEDEDELINGSOORTEN
from meldpunt.sleutels import new_id


class Terugkoppeling(models.Model):
    """One message to one partner about one of its signalen; a code of the disclosure table and nothing more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="terugkoppelingen",
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="terugkoppelingen")
    code = models.CharField(max_length=40)
    tabelversie = models.DateField()
    gemeld_op = models.DateTimeField()
    bevestigd_op = models.DateTimeField(null=True)
    bevestigd_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["partner", "id"], name="terugkoppeling_partner"),
            models.Index(fields=["gemeente", "signaal", "id"], name="terugkoppeling_signaal"),
            models.Index(
                fields=["partner", "id"], condition=Q(bevestigd_op=None), name="terugkoppeling_onbevestigd"
            ),
            # What is new since a moment, for the systems of partners that want to hear of it.
            models.Index(fields=["partner", "gemeld_op"], name="terugkoppeling_gemeld"),
        ]

    def __str__(self) -> str:
        return f"{self.code} over {self.signaal_id}"


class Opschorting(models.Model):
    """The stay of collection for one claim: from when till when by which article, and how it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="opschortingen"
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="opschortingen")
    begin = models.DateField()
    eind = models.DateField()
    lengte = models.CharField(max_length=30)
    grondslag = models.TextField()
    bevestigd_op = models.DateTimeField(null=True)
    bevestigd_door = models.UUIDField(null=True)
    # Asked for by who does the follow-up; it holds only once the partner agrees.
    verlenging_tot = models.DateField(null=True)
    verlenging_reden = models.TextField(blank=True)
    verlenging_gevraagd_op = models.DateTimeField(null=True)
    verlenging_gevraagd_door = models.UUIDField(null=True)
    verlenging_akkoord = models.BooleanField(null=True)
    verlenging_besloten_op = models.DateTimeField(null=True)
    verlenging_besloten_door = models.UUIDField(null=True)
    geeindigd_op = models.DateField(null=True)
    einde_reden = models.CharField(max_length=30, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["partner", "id"], name="opschorting_partner"),
            models.Index(fields=["gemeente", "signaal", "id"], name="opschorting_signaal"),
            models.Index(
                fields=["gemeente", "eind"], condition=Q(geeindigd_op=None), name="opschorting_loopt"
            ),
            models.Index(fields=["partner", "begin"], name="opschorting_begonnen"),
            models.Index(
                fields=["partner", "geeindigd_op"],
                condition=Q(geeindigd_op__isnull=False),
                name="opschorting_geeindigd",
            ),
        ]
        constraints = [
            # Does one claim rest twice at once? No.
            models.UniqueConstraint(
                fields=["gemeente", "signaal"], condition=Q(geeindigd_op=None), name="opschorting_een_lopend"
            ),
            models.CheckConstraint(condition=Q(eind__gte=F("begin")), name="opschorting_eind_na_begin"),
            # Is a stay that is over always over for a reason, and only then?
            models.CheckConstraint(
                condition=Q(geeindigd_op=None, einde_reden="")
                | Q(geeindigd_op__isnull=False, einde_reden__in=EINDREDENEN),
                name="opschorting_einde_met_reden",
            ),
        ]

    def __str__(self) -> str:
        return f"opschorting tot {self.eind}"


class Navraag(models.Model):
    """The question to a partner just before contact: is this claim still open? Silence means that it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="navragen"
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="navragen")
    gesteld_op = models.DateTimeField()
    gesteld_door = models.UUIDField(null=True)
    antwoord_tot = models.DateField()
    antwoord = models.CharField(max_length=20, blank=True)
    beantwoord_op = models.DateTimeField(null=True)
    beantwoord_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["partner", "id"], condition=Q(beantwoord_op=None), name="navraag_open_bij_partner"
            ),
            models.Index(fields=["gemeente", "signaal", "id"], name="navraag_signaal"),
            models.Index(
                fields=["antwoord_tot", "id"], condition=Q(beantwoord_op=None), name="navraag_verloopt"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "signaal"], condition=Q(beantwoord_op=None), name="navraag_een_open"
            ),
            models.CheckConstraint(
                condition=Q(beantwoord_op=None, antwoord="")
                | Q(beantwoord_op__isnull=False, antwoord__in=NAVRAAGEINDEN),
                name="navraag_antwoord_bekend",
            ),
        ]

    def __str__(self) -> str:
        return f"navraag over {self.signaal_id}"


class Partnermededeling(models.Model):
    """What a partner must do with its own signaal because its resident asked; it confirms when done (AVG art. 19).

    It names one own signaal and, of a correction, the field and its value: under a seal, and only until confirmed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    signaal = models.ForeignKey(
        Signaal,
        on_delete=models.PROTECT,
        db_constraint=False,
        db_index=False,
        related_name="partnermededelingen",
    )
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, related_name="partnermededelingen")
    soort = models.CharField(max_length=20)
    veld = models.CharField(max_length=30, blank=True)
    inhoud_verzegeld = models.TextField(blank=True)
    gemeld_op = models.DateTimeField()
    uiterlijk = models.DateField()
    herinnerd_op = models.DateTimeField(null=True)
    bevestigd_op = models.DateTimeField(null=True)
    bevestigd_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["partner", "id"], condition=Q(bevestigd_op=None), name="partnermededeling_open"
            ),
            models.Index(fields=["partner", "id"], name="partnermededeling_partner"),
            models.Index(fields=["gemeente", "signaal", "id"], name="partnermededeling_signaal"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(soort__in=tuple(MEDEDELINGSOORTEN)), name="partnermededeling_soort_bekend"
            ),
            # Is what was confirmed ever kept longer than that? No.
            models.CheckConstraint(
                condition=Q(bevestigd_op=None) | Q(inhoud_verzegeld=""),
                name="partnermededeling_leeg_na_einde",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} over {self.signaal_id}"
