"""The committee's work on applications: conflicts, points, questions, the draft selection (udvalgets arbejde)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from strategy.models.fields import both_or_neither, free_text
from strategy.models.rounds import CommitteeSeat, Criterion
from strategy.models.trial_actions import TrialAction

USER = settings.AUTH_USER_MODEL


class ConflictOfInterest(models.Model):
    """A committee member is too close to an application to judge it, and sees nothing of it (inhabilitet)."""

    seat = models.ForeignKey(CommitteeSeat, on_delete=models.CASCADE, related_name="conflicts", verbose_name="plads")
    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="conflicts", verbose_name="prøvehandling"
    )
    reason = free_text("hvorfor", 300)
    declared_at = models.DateTimeField("meldt")

    class Meta:
        verbose_name = "inhabilitet"
        verbose_name_plural = "inhabiliteter"
        constraints = [models.UniqueConstraint(fields=["seat", "trial_action"], name="conflict_declared_once")]

    def __str__(self) -> str:
        return f"Inhabilitet {self.pk}"


class CommitteeReview(models.Model):
    """One member's judgement of one application: points with a comment, or abstaining with a reason (bedømmelse)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        GIVEN = "given", "Afgivet"
        ABSTAINED = "abstained", "Undlod"

    seat = models.ForeignKey(CommitteeSeat, on_delete=models.CASCADE, related_name="reviews", verbose_name="plads")
    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="reviews", verbose_name="prøvehandling"
    )
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.DRAFT)
    comment = free_text("begrundelse", 1500)
    abstained_because = free_text("hvorfor du undlader", 400)
    # The weighted mean of the points, 1 to 5, kept when given so that the board need not add up.
    total = models.DecimalField("samlet", max_digits=4, decimal_places=2, null=True, blank=True)
    updated_at = models.DateTimeField("ændret")
    given_at = models.DateTimeField("afgivet", null=True, blank=True)

    class Meta:
        verbose_name = "bedømmelse"
        verbose_name_plural = "bedømmelser"
        constraints = [
            models.UniqueConstraint(fields=["seat", "trial_action"], name="committee_review_once"),
            models.CheckConstraint(
                condition=~Q(state="given") | (Q(total__isnull=False) & Q(given_at__isnull=False)),
                name="committee_review_given_with_total",
            ),
            models.CheckConstraint(
                condition=~Q(state="abstained") | ~Q(abstained_because=""), name="committee_review_abstained_why"
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__range=(1, 5)), name="committee_review_total_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"Bedømmelse {self.pk}"


class CriterionScore(models.Model):
    """The points a member gives an application on one criterion, 1 to 5 (point)."""

    review = models.ForeignKey(
        CommitteeReview, on_delete=models.CASCADE, related_name="scores", verbose_name="bedømmelse"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores", verbose_name="kriterium")
    points = models.PositiveSmallIntegerField("point")

    class Meta:
        verbose_name = "point"
        verbose_name_plural = "point"
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="criterion_score_once"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="criterion_score_1_to_5"),
        ]

    def __str__(self) -> str:
        return str(self.points)


class CommitteeQuestion(models.Model):
    """What the committee asks a team when it sends an application back (spørgsmål til ansøgerne)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="questions", verbose_name="prøvehandling"
    )
    text = free_text("spørgsmål", 1000, blank=False)
    asked_at = models.DateTimeField("spurgt")
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="spurgt af")
    answer = free_text("svar", 1500)
    answered_at = models.DateTimeField("svaret", null=True, blank=True)
    answered_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="svaret af"
    )

    class Meta:
        verbose_name = "spørgsmål til ansøgerne"
        verbose_name_plural = "spørgsmål til ansøgerne"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=both_or_neither("answered_at", "answered_by"), name="question_answered_by_whom"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class BoardChoice(models.Model):
    """What the committee's draft says of an application until the round is decided (kladde til afgørelse)."""

    class Choice(models.TextChoices):
        SELECTED = "selected", "Udvalgt"
        RESERVE = "reserve", "Reserve"
        DECLINED = "declined", "Afslag"

    trial_action = models.OneToOneField(
        TrialAction, on_delete=models.CASCADE, related_name="board_choice", verbose_name="prøvehandling"
    )
    choice = models.CharField("kladde", max_length=10, choices=Choice.choices, blank=True)
    reserve_rank = models.PositiveSmallIntegerField("plads på reservelisten", null=True, blank=True)
    grounds = free_text("begrundelse til ansøgerne", 1500)
    changed_at = models.DateTimeField("ændret")
    changed_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    class Meta:
        verbose_name = "kladde til afgørelse"
        verbose_name_plural = "kladder til afgørelse"

    def __str__(self) -> str:
        return self.choice
