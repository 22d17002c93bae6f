"""Screenings: an ordered pre-analysis and who works on it (foranalyse)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from partnerships.models import Municipality, Participation
from partnerships.models.areas import AREA_WORDS, Area
from screening.models.analysis import AnalysisModel

USER = settings.AUTH_USER_MODEL


def _given_to(user: Any) -> Q:
    """Those a consultant works on or reviews."""
    return Q(pk__in=Assignment.objects.filter(consultant=user).values("screening")) | Q(reviewer=user)


class ScreeningQuerySet(models.QuerySet["Screening"]):
    """The vocabulary for screenings."""

    def live(self) -> "ScreeningQuerySet":
        """Those whose enrolment has not been cancelled."""
        return self.filter(participation__enrolment__state="binding")

    def visible_to(self, user: Any) -> "ScreeningQuerySet":
        """All for administrators; those assigned to a consultant (or given to review); a municipality's own.

        That the row is visible says only that the person may know of it: what a municipality sees of the work before
        it is delivered is for `rules`.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
        mine = Q(participation__enrolment__municipality__in=own) & Q(participation__enrolment__state="binding")
        if user.is_consultant:
            mine |= _given_to(user)
        return self.filter(mine)

    def worked_on_by(self, user: Any) -> "ScreeningQuerySet":
        """Those whose workspace the person may read: all for administrators; a consultant's own and those to review."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        if not user.is_consultant:
            return self.none()
        return self.filter(_given_to(user))

    def under_way(self) -> "ScreeningQuerySet":
        """Those that are ordered and not delivered, or opened again after it."""
        return self.exclude(state__in=(Screening.State.DELIVERED, Screening.State.ACCEPTED))

    def delivered(self) -> "ScreeningQuerySet":
        """Those whose result the municipality has."""
        return self.filter(delivered_at__isnull=False)


class Screening(models.Model):
    """The pre-analysis of one municipality's practice in one area (screening)."""

    class State(models.TextChoices):
        ORDERED = "ordered", "Bestilt"
        PLANNED = "planned", "Planlagt"
        COLLECTING = "collecting", "Indsamler"
        ASSESSING = "assessing", "Vurderes"
        IN_REVIEW = "in_review", "Til kollegalæsning"
        DELIVERED = "delivered", "Leveret"
        ACCEPTED = "accepted", "Godkendt"

    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, related_name="screening", verbose_name="deltagelse"
    )
    analysis_model = models.ForeignKey(
        AnalysisModel, on_delete=models.PROTECT, null=True, blank=True, verbose_name="analysemodel"
    )
    state = models.CharField("status", max_length=12, choices=State.choices, default=State.ORDERED)
    revision = models.PositiveIntegerField("udgave", default=1)
    reviewer = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kollegalæser"
    )
    starts_on = models.DateField("begynder", null=True, blank=True)
    documents_due = models.DateField("dokumenter senest", null=True, blank=True)
    workshop_on = models.DateField("workshop", null=True, blank=True)
    report_due = models.DateField("rapport senest", null=True, blank=True)
    limits = models.TextField(
        "hvad screeningen ikke kan sige", max_length=1500, blank=True, validators=[validate_no_cpr]
    )
    created_at = models.DateTimeField("oprettet")
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ændret af"
    )
    # When the municipality last got the plan; until then, or the report, it sees neither people, dates nor checklist.
    plan_sent_at = models.DateTimeField("plan sendt", null=True, blank=True)
    # The reviewing colleague has nothing more to say: it can be delivered.
    approved_at = models.DateTimeField("læst og godkendt", null=True, blank=True)
    delivered_at = models.DateTimeField("leveret", null=True, blank=True)
    accepted_at = models.DateTimeField("godkendt", null=True, blank=True)
    accepted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="godkendt af"
    )
    released_at = models.DateTimeField("vist for netværket", null=True, blank=True)
    released_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vist af"
    )

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = "screening"
        verbose_name_plural = "screeninger"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ordered") | Q(analysis_model__isnull=False), name="screening_planned_on_a_model"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(accepted_at__isnull=False), name="screening_released_accepted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: foranalyse af {self.area_words}"

    def get_absolute_url(self) -> str:
        return reverse("screening", args=[self.pk])

    @property
    def municipality(self) -> Municipality:
        return self.participation.enrolment.municipality

    @property
    def area(self) -> str:
        return self.participation.partnership.area

    @property
    def area_words(self) -> str:
        """ "skoleområdet", "dagtilbudsområdet"."""
        return AREA_WORDS[Area(self.area)]

    @property
    def is_delivered(self) -> bool:
        return self.delivered_at is not None

    @property
    def is_told_of(self) -> bool:
        """The municipality has got the plan, or the report."""
        return self.plan_sent_at is not None or self.is_delivered

    @property
    def is_being_worked_on(self) -> bool:
        """Consultants may write in it."""
        return self.state in (self.State.PLANNED, self.State.COLLECTING, self.State.ASSESSING)


class Assignment(models.Model):
    """A consultant works on a screening (tildeling)."""

    screening = models.ForeignKey(
        Screening, on_delete=models.CASCADE, related_name="assignments", verbose_name="screening"
    )
    consultant = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="konsulent")
    at = models.DateTimeField("tildelt")
    # Where the consultant was last seen writing, so that a colleague knows.
    seen_lever = models.PositiveSmallIntegerField("skriver i greb", null=True, blank=True)
    seen_at = models.DateTimeField("set", null=True, blank=True)

    class Meta:
        verbose_name = "tildeling"
        verbose_name_plural = "tildelinger"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["screening", "consultant"], name="assignment_once")]

    def __str__(self) -> str:
        return f"Tildeling {self.pk}"
