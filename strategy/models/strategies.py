"""A municipality's inclusion strategy in its versions, with the model its trial actions follow (strategi)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from partnerships.models import Municipality
from strategy.models.fields import free_text, one_line

USER = settings.AUTH_USER_MODEL
MONTHS = [
    (number, name)
    for number, name in enumerate(
        "januar februar marts april maj juni juli august september oktober november december".split(), start=1
    )
]


class StrategyQuerySet(models.QuerySet["Strategy"]):
    """The vocabulary for strategies."""

    def published(self) -> "StrategyQuerySet":
        """Those with a version that everybody may read."""
        return self.filter(versions__state="published")

    def visible_to(self, user: Any) -> "StrategyQuerySet":
        """The work behind it: a municipality's own for its members, all for administrators; rounds for their seats."""
        if not user.is_authenticated:
            return self.none()
        if user.is_administrator:
            return self
        own = Municipality.objects.filter(memberships__user=user, memberships__state="active")
        return self.filter(Q(municipality__in=own) | Q(pk__in=self.model.seats_of(user)))


class Strategy(models.Model):
    """What a municipality has decided about inclusion, whatever version it has come to (inklusionsstrategi)."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="strategies", verbose_name="kommune"
    )
    slug = models.SlugField("adresse", max_length=80, unique=True)
    created_at = models.DateTimeField("oprettet")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="oprettet af")

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = "strategi"
        verbose_name_plural = "strategier"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.municipality}: inklusionsstrategi"

    def get_absolute_url(self) -> str:
        return reverse("strategy", args=[self.slug])

    @staticmethod
    def seats_of(user: Any) -> Any:
        """The ids of strategies in whose rounds the person has a seat (a query)."""
        from strategy.models.rounds import CommitteeSeat

        return CommitteeSeat.objects.present().filter(user=user).values("round__strategy")


class StrategyVersion(models.Model):
    """One version of a strategy: a draft, then the published one, then replaced by the next (udgave).

    A published version is never changed, because applications answer its elements.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        PUBLISHED = "published", "Gældende"
        REPLACED = "replaced", "Afløst"

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="versions", verbose_name="strategi")
    number = models.PositiveSmallIntegerField("udgave")
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField("rettelse", default=1)
    title = one_line("titel", 120)
    subtitle = one_line("undertitel", 200, blank=True)
    starts_on = models.DateField("gælder fra", null=True, blank=True)
    ends_on = models.DateField("gælder til", null=True, blank=True)
    introduction = free_text("baggrund", 4000)
    value_base = free_text("værdigrundlag", 4000)
    vision = free_text("vision", 2000)
    goal = free_text("mål", 2000)
    model_name = one_line("modellens navn", 80, blank=True)
    model_text = free_text("om modellen", 3000)
    improvement_text = free_text("om forbedringsmodellen", 3000)
    sources = free_text("kilder", 2000)
    published_at = models.DateTimeField("offentliggjort", null=True, blank=True)
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    class Meta:
        verbose_name = "udgave af strategien"
        verbose_name_plural = "udgaver af strategien"
        ordering = ["strategy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "number"], name="strategy_version_number_once"),
            models.UniqueConstraint(
                fields=["strategy"], condition=Q(state="published"), name="strategy_one_published_version"
            ),
            models.UniqueConstraint(fields=["strategy"], condition=Q(state="draft"), name="strategy_one_draft_version"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="strategy_version_published_when"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="strategy_version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT


class GuidingMark(models.Model):
    """What the strategy steers by (pejlemærke)."""

    version = models.ForeignKey(
        StrategyVersion, on_delete=models.CASCADE, related_name="guiding_marks", verbose_name="udgave"
    )
    position = models.PositiveSmallIntegerField("plads")
    title = one_line("pejlemærke", 160)
    text = free_text("uddybning", 600)

    class Meta:
        verbose_name = "pejlemærke"
        verbose_name_plural = "pejlemærker"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class StrategyPeriod(models.Model):
    """An entry of the strategy's timeline: when, and what happens then (punkt i tidsplanen)."""

    version = models.ForeignKey(
        StrategyVersion, on_delete=models.CASCADE, related_name="timeline", verbose_name="udgave"
    )
    position = models.PositiveSmallIntegerField("plads")
    period = one_line("hvornår", 80)
    text = free_text("hvad der sker", 400, blank=False)

    class Meta:
        verbose_name = "punkt i tidsplanen"
        verbose_name_plural = "punkter i tidsplanen"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.period


class CyclePhase(models.Model):
    """A part of the annual cycle, from one month to another; it may run over New Year (fase i årshjulet)."""

    version = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="cycle", verbose_name="udgave")
    position = models.PositiveSmallIntegerField("plads")
    title = one_line("fase", 80)
    text = free_text("hvad der sker", 400)
    from_month = models.PositiveSmallIntegerField("fra", choices=MONTHS)
    to_month = models.PositiveSmallIntegerField("til og med", choices=MONTHS)

    class Meta:
        verbose_name = "fase i årshjulet"
        verbose_name_plural = "faser i årshjulet"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_month__range=(1, 12), to_month__range=(1, 12)), name="cycle_phase_months"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Element(models.Model):
    """A part of the model every trial action works with; one of them is the centre (element)."""

    version = models.ForeignKey(
        StrategyVersion, on_delete=models.CASCADE, related_name="elements", verbose_name="udgave"
    )
    position = models.PositiveSmallIntegerField("plads")
    title = one_line("element", 120)
    question = one_line("spørgsmål til ansøgeren", 240, blank=True)
    text = free_text("hvad elementet handler om", 2000)
    is_centre = models.BooleanField("centerelement", default=False)

    class Meta:
        verbose_name = "element"
        verbose_name_plural = "elementer"
        ordering = ["is_centre", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(is_centre=True), name="element_one_centre")
        ]

    def __str__(self) -> str:
        return self.title


class Bearing(models.Model):
    """A statement that shows the direction of an element (pejling)."""

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="bearings", verbose_name="element")
    position = models.PositiveSmallIntegerField("plads")
    text = one_line("pejling", 300)

    class Meta:
        verbose_name = "pejling"
        verbose_name_plural = "pejlinger"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class ImprovementQuestion(models.Model):
    """One of the questions the improvement model begins with (spørgsmål i forbedringsmodellen)."""

    version = models.ForeignKey(
        StrategyVersion, on_delete=models.CASCADE, related_name="improvement_questions", verbose_name="udgave"
    )
    position = models.PositiveSmallIntegerField("plads")
    title = one_line("handler om", 60)
    question = one_line("spørgsmål", 240)

    class Meta:
        verbose_name = "spørgsmål i forbedringsmodellen"
        verbose_name_plural = "spørgsmål i forbedringsmodellen"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question
