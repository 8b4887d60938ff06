"""What the registry of persons was asked, what it did not answer by itself, and what a person decided about it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from meldpunt.matching.models import Zaak
from meldpunt.partijen.models import Gemeente, Signaalpartner
from meldpunt.rules.brpoordeel import UITKOMSTEN
from meldpunt.rules.brpvraag import STAPPEN
from meldpunt.rules.mismatchwoorden import OORZAKEN
from meldpunt.sleutels import new_id

VERVALLEN = "vervallen"


class Brpbevraging(models.Model):
    """One resident of a zaak is looked up in the BRP: due until answered, and what the answer means.

    Nothing of the person itself stays here, not even the number: the states do, and where somebody moved to.
    `persoon` is who it is about within the zaak, by the key of the first signaal, as in Zaaksignaal.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="brpbevragingen"
    )
    persoon = models.UUIDField()
    gemaakt_op = models.DateTimeField()
    # Due from this moment on; empty once it is answered. While it is being asked, when another may try.
    volgende_op = models.DateTimeField(null=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    # Why the last try gave no answer.
    fout_code = models.CharField(max_length=40, blank=True, default="")
    # What was answered last; empty: nothing yet.
    uitkomst = models.CharField(max_length=10, blank=True, default="")
    stap = models.CharField(max_length=10, blank=True, default="")
    reden = models.CharField(max_length=40, blank=True, default="")
    standen = ArrayField(models.CharField(max_length=30), default=list)
    nieuwe_gemeente = models.CharField(max_length=4, blank=True, default="")
    beantwoord_op = models.DateTimeField(null=True)
    # The checks of the zaak say what this answer means; empty with an answer: due.
    gevolgd_op = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["volgende_op", "id"],
                condition=Q(volgende_op__isnull=False),
                name="brpbevraging_te_vragen",
            ),
            models.Index(
                fields=["id"],
                condition=Q(gevolgd_op=None, beantwoord_op__isnull=False),
                name="brpbevraging_te_volgen",
            ),
        ]
        constraints = [
            # Is one resident of a zaak looked up twice? No: again, in the same row.
            models.UniqueConstraint(fields=["gemeente", "zaak", "persoon"], name="brpbevraging_een_keer"),
            models.CheckConstraint(
                condition=Q(uitkomst__in=("", VERVALLEN, *UITKOMSTEN)) & Q(stap__in=("", *STAPPEN)),
                name="brpbevraging_uitkomst",
            ),
            # Can a question be lost? Without an answer it always waits for a moment.
            models.CheckConstraint(
                condition=Q(uitkomst="", beantwoord_op=None, volgende_op__isnull=False)
                | (~Q(uitkomst="") & Q(beantwoord_op__isnull=False)),
                name="brpbevraging_wacht_of_antwoord",
            ),
        ]

    def __str__(self) -> str:
        return f"BRP-bevraging in zaak {self.zaak_id}"


class Mismatch(models.Model):
    """A resident whom the registry did not find, or not alone: candidates under seal until a person decides.

    `persoon` is who it is about within the zaak, by the key of the first signaal, as in Zaaksignaal. What stays when
    the person is destroyed counts: which cause, of which partner.
    """

    class Uitkomst(models.TextChoices):
        NIEMAND = "niemand", "Niemand gevonden"
        MEER = "meer", "Meer dan één persoon past"
        TE_VEEL = "te_veel", "Te veel personen gevonden"
        ONZEKER = "onzeker", "Iemand past, maar niet zeker"

    class Besluit(models.TextChoices):
        KANDIDAAT = "kandidaat", "Deze persoon"
        NIEMAND = "niemand", "Geen van deze"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gemeente = models.ForeignKey(Gemeente, on_delete=models.PROTECT, db_column="gemeente", db_index=False)
    zaak = models.ForeignKey(
        Zaak, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="mismatches"
    )
    persoon = models.UUIDField()
    partner = models.ForeignKey(Signaalpartner, on_delete=models.PROTECT, db_index=False, related_name="+")
    uitkomst = models.CharField(max_length=10, choices=Uitkomst.choices)
    kandidaten_verzegeld = models.TextField(blank=True)
    aantal_kandidaten = models.PositiveSmallIntegerField(default=0)
    voorstel = models.CharField(max_length=20)
    gemaakt_op = models.DateTimeField()
    # Somebody set it aside: it comes back after the others.
    later_op = models.DateTimeField(null=True)
    besluit = models.CharField(max_length=10, choices=Besluit.choices, blank=True)
    oorzaak = models.CharField(max_length=20, blank=True)
    # The number of who was chosen; the next question to the registry reads it.
    keuze_verzegeld = models.TextField(blank=True)
    beslist_op = models.DateTimeField(null=True)
    beslist_door = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["gemeente", "id"], condition=Q(besluit=""), name="mismatch_open"),
            models.Index(
                fields=["gemeente", "partner", "oorzaak"], condition=~Q(besluit=""), name="mismatch_telling"
            ),
        ]
        constraints = [
            # Is one resident of a zaak asked about twice at once? No: a new answer of the registry replaces the old.
            models.UniqueConstraint(
                fields=["gemeente", "zaak", "persoon"], condition=Q(besluit=""), name="mismatch_een_open"
            ),
            models.CheckConstraint(condition=Q(voorstel__in=tuple(OORZAKEN)), name="mismatch_voorstel"),
            # Is what was decided counted under a cause, with the moment, and is nothing of it there before?
            models.CheckConstraint(
                condition=Q(besluit="", oorzaak="", keuze_verzegeld="", beslist_op=None)
                | Q(
                    besluit__in=("kandidaat", "niemand"),
                    oorzaak__in=tuple(OORZAKEN),
                    beslist_op__isnull=False,
                ),
                name="mismatch_beslist_met_oorzaak",
            ),
        ]

    def __str__(self) -> str:
        return f"mismatch in zaak {self.zaak_id}"
