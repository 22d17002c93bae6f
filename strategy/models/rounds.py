"""A round of applications and the committee that selects among them (runde, udvalg)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from partnerships.models import Municipality
from strategy.models.fields import both_or_neither, free_text, one_line
from strategy.models.strategies import Strategy, StrategyVersion

USER = settings.AUTH_USER_MODEL


class RoundQuerySet(models.QuerySet["Round"]):
    """The vocabulary for rounds."""

    def visible_to(self, user: Any) -> "RoundQuerySet":
        """Announced ones for the municipality's members, those with a seat and administrators; drafts for its
        coordinators.
        """
        if not user.is_authenticated:
            return self.none()
        active = Q(memberships__user=user, memberships__state="active")
        own = Municipality.objects.filter(active)
        led = Municipality.objects.filter(active & Q(memberships__role="coordinator"))
        seats = CommitteeSeat.objects.present().filter(user=user).values("round")
        announced = Q(announced_at__isnull=False)
        if not user.is_administrator:
            announced &= Q(strategy__municipality__in=own) | Q(pk__in=seats)
        return self.filter(announced | Q(strategy__municipality__in=led))

    def open_at(self, at: datetime) -> "RoundQuerySet":
        """Those that take applications at that moment."""
        return self.filter(announced_at__isnull=False, decided_at__isnull=True, opens_at__lte=at, closes_at__gt=at)


class Round(models.Model):
    """A period in which trial actions are applied for, and the selection among them (runde)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="rounds", verbose_name="strategi")
    version = models.ForeignKey(
        StrategyVersion, on_delete=models.PROTECT, related_name="rounds", verbose_name="udgave af strategien"
    )
    title = one_line("titel", 120)
    text = free_text("til ansøgerne", 3000)
    opens_at = models.DateTimeField("åbner")
    closes_at = models.DateTimeField("lukker")
    meets_at = models.DateTimeField("udvalget mødes", null=True, blank=True)
    target = models.PositiveSmallIntegerField("antal, der kan udvælges", default=20)
    announced_at = models.DateTimeField("meldt ud", null=True, blank=True)
    revision = models.PositiveIntegerField("rettelse", default=1)
    minutes = free_text("referat", 8000)
    decided_at = models.DateTimeField("afgjort", null=True, blank=True)
    decided_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="afgjort af"
    )
    created_at = models.DateTimeField("oprettet")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="oprettet af")

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = "runde"
        verbose_name_plural = "runder"
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_opening"),
            models.CheckConstraint(condition=Q(target__gte=1), name="round_selects_somebody"),
            models.CheckConstraint(condition=both_or_neither("decided_at", "decided_by"), name="round_decided_by_whom"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.pk])

    @property
    def municipality(self) -> Municipality:
        return self.strategy.municipality

    @property
    def is_decided(self) -> bool:
        return self.decided_at is not None

    def takes_applications_at(self, at: datetime) -> bool:
        """Whether an application can be submitted at that moment."""
        return self.announced_at is not None and not self.is_decided and self.opens_at <= at < self.closes_at


class Criterion(models.Model):
    """What the committee gives points by, with its weight (kriterium)."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria", verbose_name="runde")
    position = models.PositiveSmallIntegerField("plads")
    title = one_line("kriterium", 80)
    text = free_text("hvad der ses efter", 500)
    weight = models.PositiveSmallIntegerField("vægt", default=1)

    class Meta:
        verbose_name = "kriterium"
        verbose_name_plural = "kriterier"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=Q(weight__range=(1, 10)), name="criterion_weight_1_to_10")]

    def __str__(self) -> str:
        return self.title


class CommitteeSeatQuerySet(models.QuerySet["CommitteeSeat"]):
    """The vocabulary for seats."""

    def present(self) -> "CommitteeSeatQuerySet":
        """Those that have not left the committee: who has left reads, judges and is told nothing more."""
        return self.filter(left_at__isnull=True)


class CommitteeSeat(models.Model):
    """A person's seat in the committee of a round, by what the person stands for (plads i udvalget)."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Medarbejder"
        LEADER = "leader", "Leder"
        PARENT = "parent", "Forælder"
        OTHER = "other", "Anden"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seats", verbose_name="runde")
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="medlem")
    kind = models.CharField("sidder som", max_length=8, choices=Kind.choices)
    is_chair = models.BooleanField("formand", default=False)
    given_at = models.DateTimeField("fik pladsen")
    # What a coordinator called a person whose account is none of the municipality's: its own name is not shown there.
    name = models.CharField("navn i udvalget", max_length=120, blank=True, validators=[validate_no_cpr])
    left_at = models.DateTimeField("forlod udvalget", null=True, blank=True)

    objects = CommitteeSeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plads i udvalget"
        verbose_name_plural = "pladser i udvalget"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="committee_seat_once"),
            models.UniqueConstraint(fields=["round"], condition=Q(is_chair=True), name="committee_one_chair"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(is_chair=False), name="committee_chair_is_present"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} i udvalget"

    @property
    def display_name(self) -> str:
        """What the member is called in the committee. The user must have been fetched."""
        return self.name or self.user.display_name
