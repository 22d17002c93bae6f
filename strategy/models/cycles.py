"""How a team learns: improvement cycles, practice tracks and the leader's follow-up (cyklusser)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from strategy.models.fields import free_text, one_line
from strategy.models.trial_actions import TrialAction
from strategy.models.units import Unit

USER = settings.AUTH_USER_MODEL


class ImprovementCycle(models.Model):
    """Plan, try, reflect, adjust: one turn of the improvement model (forbedringscyklus)."""

    class Step(models.TextChoices):
        PLAN = "plan", "Vi planlægger"
        TRY = "try", "Vi afprøver"
        REFLECT = "reflect", "Vi reflekterer"
        DONE = "done", "Afsluttet"

    class Decision(models.TextChoices):
        ADOPT = "adopt", "Beholdt"
        ADAPT = "adapt", "Tilpasset"
        ABANDON = "abandon", "Droppet"

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="cycles", verbose_name="prøvehandling"
    )
    number = models.PositiveSmallIntegerField("nummer")
    revision = models.PositiveIntegerField("rettelse", default=1)
    title = one_line("hvad I prøver", 120)
    step = models.CharField("trin", max_length=8, choices=Step.choices, default=Step.PLAN)
    planned_on = models.DateField("planlagt")
    question = free_text("spørgsmål", 600)
    prediction = free_text("forudsigelse", 600)
    tried_from = models.DateField("afprøvet fra", null=True, blank=True)
    tried_to = models.DateField("afprøvet til", null=True, blank=True)
    tried = free_text("hvad I gjorde", 1000)
    reflected_on = models.DateField("reflekteret", null=True, blank=True)
    result = free_text("hvad der skete", 1000)
    against_prediction = free_text("holdt mod forudsigelsen", 1000)
    adjusted_on = models.DateField("afgjort", null=True, blank=True)
    decision = models.CharField("beslutning", max_length=8, choices=Decision.choices, blank=True)
    adjustment = free_text("hvad I gør nu", 1000)

    class Meta:
        verbose_name = "forbedringscyklus"
        verbose_name_plural = "forbedringscyklusser"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["trial_action", "number"], name="cycle_number_once"),
            models.CheckConstraint(
                condition=Q(tried_from__isnull=True) | Q(tried_to__isnull=True) | Q(tried_to__gte=F("tried_from")),
                name="cycle_tried_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(step="done") & ~Q(decision="") & Q(adjusted_on__isnull=False))
                | (~Q(step="done") & Q(decision="")),
                name="cycle_done_with_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PracticeTrack(models.Model):
    """A smaller exercise in which staff practise a new way of working (øvebane)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="practice_tracks", verbose_name="prøvehandling"
    )
    title = one_line("hvad I øver", 120)
    on = models.DateField("dato")
    who = one_line("hvem", 160, blank=True)
    learnt = free_text("hvad I lærte", 1000)

    class Meta:
        verbose_name = "øvebane"
        verbose_name_plural = "øvebaner"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class LeaderNote(models.Model):
    """What a unit's leader notes on following up locally; only ever added (ledelsens opfølgning)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="leader_notes", verbose_name="prøvehandling"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="enhed")
    on = models.DateField("dato")
    text = free_text("note", 1000, blank=False)
    at = models.DateTimeField("skrevet")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="skrevet af")

    class Meta:
        verbose_name = "ledelsens opfølgning"
        verbose_name_plural = "ledelsens opfølgning"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
