"""The catalogue of methods and interventions that work, in yearly editions (metode- og indsatskatalog)."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from documents.models import Document
from partnerships.models import Municipality
from strategy.models.fields import both_or_neither, free_text, one_line
from strategy.models.strategies import Element, Strategy
from strategy.models.trial_actions import Measure, TrialAction

USER = settings.AUTH_USER_MODEL


class CatalogueEntryQuerySet(models.QuerySet["CatalogueEntry"]):
    """The vocabulary for entries of the catalogue."""

    def visible_to(self, user: Any) -> "CatalogueEntryQuerySet":
        """Released ones for everybody; published ones for the municipality's members and the committees; all for its
        coordinators and administrators, but no draft of a trial action they have declared a conflict of interest in.
        """
        from strategy.models.reviews import ConflictOfInterest

        released = Q(released_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(released)
        near = Exists(ConflictOfInterest.objects.filter(seat__user=user, trial_action=OuterRef("trial_action")))
        if user.is_administrator:
            return self.filter(Q(state="published") | ~near)
        active = Q(memberships__user=user, memberships__state="active")
        own = Municipality.objects.filter(active)
        led = Municipality.objects.filter(active & Q(memberships__role="coordinator"))
        room = Q(strategy__municipality__in=own) | Q(strategy__in=Strategy.seats_of(user))
        return self.filter(released | (Q(state="published") & room) | (Q(strategy__municipality__in=led) & ~near))

    def released(self) -> "CatalogueEntryQuerySet":
        """Those in the knowledge portal, for all municipalities."""
        return self.filter(released_at__isnull=False)


class CatalogueEntry(models.Model):
    """A method or intervention that has been tried and is worth passing on (indsats i kataloget)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        PUBLISHED = "published", "I kataloget"
        RETIRED = "retired", "Taget ud"

    class Strength(models.IntegerChoices):
        IDEA = 1, "Erfaring"
        PROMISING = 2, "Lovende"
        LIKELY = 3, "Sandsynlig virkning"
        STRONG = 4, "Tydelig virkning"

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="entries", verbose_name="strategi")
    trial_action = models.OneToOneField(
        TrialAction, on_delete=models.PROTECT, related_name="entry", verbose_name="prøvehandling"
    )
    slug = models.SlugField("adresse", max_length=100, unique=True)
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField("udgave", default=1)
    title = one_line("titel", 120)
    lead = free_text("kort fortalt", 400)
    age_group = models.CharField("aldersgruppe", max_length=16, choices=TrialAction.AgeGroup.choices, blank=True)
    theme = models.CharField("tema", max_length=12, choices=Measure.Theme.choices)
    elements = models.ManyToManyField(Element, related_name="entries", verbose_name="elementer", blank=True)
    levers = ArrayField(models.PositiveSmallIntegerField(), verbose_name="greb", default=list, blank=True)
    what = free_text("hvad", 3000)
    for_whom = free_text("for hvem", 1000)
    how = free_text("hvordan", 3000)
    conditions = free_text("hvad det kræver", 2000)
    effect = free_text("virkning", 2000)
    did_not_work = free_text("hvad der ikke virkede", 2000)
    contacts = free_text("kontakt, efter rolle", 600)
    sources = free_text("kilder", 1500)
    strength = models.PositiveSmallIntegerField("evidensens styrke", choices=Strength.choices)
    evidence = models.JSONField("evidens", default=dict)
    published_at = models.DateTimeField("i kataloget siden", null=True, blank=True)
    released_at = models.DateTimeField("delt med alle", null=True, blank=True)
    released_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="delt af"
    )
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "indsats i kataloget"
        verbose_name_plural = "indsatser i kataloget"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | (Q(state="published") & Q(released_by__isnull=False)),
                name="entry_released_when_published",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="entry_published_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("catalogue_entry", args=[self.slug])


class CatalogueRevision(models.Model):
    """How an entry read before it was changed, and why it was (tidligere udgave)."""

    entry = models.ForeignKey(
        CatalogueEntry, on_delete=models.CASCADE, related_name="revisions", verbose_name="indsats"
    )
    number = models.PositiveIntegerField("udgave")
    content = models.JSONField("indhold")
    why = one_line("hvad der er nyt", 300)
    at = models.DateTimeField("hvornår")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="hvem")

    class Meta:
        verbose_name = "udgave af en indsats"
        verbose_name_plural = "udgaver af en indsats"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="catalogue_revision_once")]

    def __str__(self) -> str:
        return f"Udgave {self.number}"


class CatalogueEdition(models.Model):
    """A year's edition of a municipality's catalogue, frozen when published (årgang af kataloget)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="editions", verbose_name="strategi")
    year = models.PositiveSmallIntegerField("år")
    foreword = free_text("forord", 3000)
    # The entries as they read on the day, each with its number of revision.
    content = models.JSONField("indhold", default=dict)
    sha256 = models.CharField("hash", max_length=64, blank=True)
    published_at = models.DateTimeField("udgivet", null=True, blank=True)
    published_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="udgivet af"
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="PDF"
    )

    class Meta:
        verbose_name = "årgang af kataloget"
        verbose_name_plural = "årgange af kataloget"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "year"], name="catalogue_edition_once_a_year"),
            models.CheckConstraint(
                condition=both_or_neither("published_at", "published_by"), name="edition_published_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"Katalog {self.year}"
