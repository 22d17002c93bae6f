"""What came of a trial action: the half-year status and the evaluation (status og evaluering)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy.models.fields import both_or_neither, free_text
from strategy.models.rounds import CommitteeSeat
from strategy.models.trial_actions import TrialAction

USER = settings.AUTH_USER_MODEL


def back_or_in(name: str) -> models.CheckConstraint:
    """Handed back by somebody, and not handed in at the same time."""
    back = Q(handed_back_at__isnull=False, handed_back_by__isnull=False, handed_in_at__isnull=True)
    return models.CheckConstraint(
        condition=back | Q(handed_back_at__isnull=True, handed_back_by__isnull=True), name=name
    )


class TeamReport(models.Model):
    """What a team hands in of its trial action, and may get back to mend what it wrote (teamets indberetning)."""

    revision = models.PositiveIntegerField("rettelse", default=1)
    handed_in_at = models.DateTimeField("indsendt", null=True, blank=True)
    handed_in_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="indsendt af"
    )
    handed_back_at = models.DateTimeField("sendt tilbage", null=True, blank=True)
    handed_back_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="sendt tilbage af"
    )
    handed_back_because = free_text("hvorfor den er sendt tilbage", 600)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    class Meta:
        abstract = True


class HalfYearStatus(TeamReport):
    """Half a year after the start: the figures as they stood, and what the team makes of them (halvårsstatus)."""

    class Course(models.TextChoices):
        GO_ON = "go_on", "Vi fortsætter"
        ADJUST = "adjust", "Vi justerer"
        STOP = "stop", "Vi overvejer at stoppe"

    trial_action = models.OneToOneField(
        TrialAction, on_delete=models.PROTECT, related_name="half_year_status", verbose_name="prøvehandling"
    )
    works = free_text("hvad virker", 2000)
    hard = free_text("hvad er svært", 2000)
    children_say = free_text("hvad siger børnene", 2000)
    course = models.CharField("vejen videre", max_length=8, choices=Course.choices, blank=True)
    next_text = free_text("hvad sker der nu", 2000)
    # The measurements and cycles as they stood when it was handed in.
    figures = models.JSONField("tal", default=dict)

    class Meta:
        verbose_name = "halvårsstatus"
        verbose_name_plural = "halvårsstatusser"
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("handed_in_at", "handed_in_by"), name="status_handed_in_by_whom"
            ),
            back_or_in("status_handed_back_by_whom"),
        ]

    def __str__(self) -> str:
        return f"Halvårsstatus {self.pk}"


class Evaluation(TeamReport):
    """What the trial action led to, with the strength of its evidence (evaluering)."""

    trial_action = models.OneToOneField(
        TrialAction, on_delete=models.PROTECT, related_name="evaluation", verbose_name="prøvehandling"
    )
    what = free_text("hvad I gjorde", 3000)
    for_whom = free_text("for hvem", 1000)
    how = free_text("hvordan", 3000)
    conditions = free_text("hvad det kræver", 2000)
    effect = free_text("hvad kom der ud af det", 2000)
    did_not_work = free_text("hvad virkede ikke", 2000)
    children_say = free_text("hvad siger børnene", 2000)
    # Baseline, number of measurements, signals and kinds of source as they stood when it was handed in.
    evidence = models.JSONField("evidens", default=dict)

    class Meta:
        verbose_name = "evaluering af prøvehandlingen"
        verbose_name_plural = "evalueringer af prøvehandlinger"
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("handed_in_at", "handed_in_by"),
                name="evaluation_handed_in_by_whom",
            ),
            back_or_in("evaluation_handed_back_by_whom"),
        ]

    def __str__(self) -> str:
        return f"Evaluering {self.pk}"


class CatalogueVote(models.Model):
    """A committee member says whether a trial action belongs in the catalogue (udvalgets råd om kataloget)."""

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.CASCADE, related_name="votes", verbose_name="evaluering"
    )
    seat = models.ForeignKey(CommitteeSeat, on_delete=models.CASCADE, related_name="votes", verbose_name="plads")
    recommends = models.BooleanField("anbefaler")
    comment = free_text("begrundelse", 600)
    at = models.DateTimeField("svaret")

    class Meta:
        verbose_name = "råd om kataloget"
        verbose_name_plural = "råd om kataloget"
        constraints = [models.UniqueConstraint(fields=["evaluation", "seat"], name="catalogue_vote_once")]

    def __str__(self) -> str:
        return "Anbefaler" if self.recommends else "Anbefaler ikke"
