"""Trial actions: what a team applies for, and the life of it (prøvehandlinger)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.validators import validate_no_cpr
from partnerships.models import Membership, Municipality
from strategy.models.fields import both_or_neither, free_text, one_line
from strategy.models.rounds import CommitteeSeat, Round
from strategy.models.strategies import Element
from strategy.models.units import Unit

USER = settings.AUTH_USER_MODEL


class TrialActionQuerySet(models.QuerySet["TrialAction"]):
    """The vocabulary for trial actions."""

    def visible_to(self, user: Any) -> "TrialActionQuerySet":
        """Who may know that it exists.

        The team, as long as they are in the municipality, and the leaders of its units: always. Otherwise only who has
        declared no conflict of interest: the municipality's coordinators; the committee once it is submitted; other
        members of the municipality, and administrators, once it is selected.
        """
        if not user.is_authenticated:
            return self.none()
        near = Q(pk__in=TeamMember.objects.present().filter(user=user).values("trial_action")) | Q(
            pk__in=Partner.objects.filter(unit__in=Unit.objects.led_by(user)).values("trial_action")
        )
        active = Membership.objects.active().filter(user=user)
        led = Q(round__strategy__municipality__in=active.filter(role="coordinator").values("municipality"))
        own = Q(state__in=TrialAction.CHOSEN)
        if not user.is_administrator:
            own &= Q(round__strategy__municipality__in=active.values("municipality"))
        seat = Q(round__in=CommitteeSeat.objects.present().filter(user=user).values("round")) & ~Q(
            state__in=(TrialAction.State.DRAFT, TrialAction.State.WITHDRAWN)
        )
        return self.filter(near | ((led | own | seat) & ~self._in_conflict(user)))

    def for_committee(self, user: Any) -> "TrialActionQuerySet":
        """What the person's seats give to judge: submitted, not the person's own, no conflict of interest declared."""
        if not user.is_authenticated:
            return self.none()
        seats = CommitteeSeat.objects.present().filter(user=user).values("round")
        return self.submitted().filter(~self._in_conflict(user), round__in=seats).not_near(user)

    def not_near(self, user: Any) -> "TrialActionQuerySet":
        """Without those the person is on the team of, or leads a unit of, in use or not: nobody judges one's own."""
        led = Partner.objects.filter(unit__leader_email=user.email).values("trial_action")
        return self.exclude(pk__in=TeamMember.objects.filter(user=user).values("trial_action")).exclude(pk__in=led)

    @staticmethod
    def _in_conflict(user: Any) -> Q:
        from strategy.models.reviews import ConflictOfInterest

        return Q(Exists(ConflictOfInterest.objects.filter(seat__user=user, trial_action=OuterRef("pk"))))

    def of_team(self, user: Any) -> "TrialActionQuerySet":
        """Those the person is on the team of."""
        return self.filter(pk__in=TeamMember.objects.present().filter(user=user).values("trial_action"))

    def submitted(self) -> "TrialActionQuerySet":
        """Those that have been handed in and not withdrawn."""
        return self.exclude(state__in=(TrialAction.State.DRAFT, TrialAction.State.WITHDRAWN))

    def under_way(self) -> "TrialActionQuerySet":
        """Those whose team tries and measures now."""
        return self.filter(state=TrialAction.State.RUNNING)


class TrialAction(models.Model):
    """A small, limited trial of a change, applied for, selected, measured and learnt from (prøvehandling)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        SUBMITTED = "submitted", "Indsendt"
        RETURNED = "returned", "Sendt tilbage"
        IN_REVIEW = "in_review", "Hos udvalget"
        SELECTED = "selected", "Udvalgt"
        RESERVE = "reserve", "På reserve"
        DECLINED = "declined", "Afslag"
        AGREED = "agreed", "Aftalt"
        RUNNING = "running", "I gang"
        EVALUATED = "evaluated", "Evalueret"
        IN_CATALOGUE = "in_catalogue", "I kataloget"
        STOPPED = "stopped", "Stoppet"
        WITHDRAWN = "withdrawn", "Trukket tilbage"

    CHOSEN = ("selected", "agreed", "running", "evaluated", "in_catalogue", "stopped")
    BEFORE_THE_COMMITTEE = ("submitted", "returned", "in_review")

    class AgeGroup(models.TextChoices):
        NURSERY = "nursery", "0–3 år"
        KINDERGARTEN = "kindergarten", "3–6 år"
        TRANSITION = "transition", "Overgang"
        LOWER_PRIMARY = "lower_primary", "Indskoling"
        UPPER_PRIMARY = "upper_primary", "Mellemtrin"
        LOWER_SECONDARY = "lower_secondary", "Udskoling"
        ACROSS = "across", "På tværs"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="trial_actions", verbose_name="runde")
    number = models.PositiveSmallIntegerField("nummer")
    state = models.CharField("status", max_length=12, choices=State.choices, default=State.DRAFT)
    # Raised with every change of what is applied for; confirmations are given to one version.
    version = models.PositiveIntegerField("udgave", default=1)
    title = one_line("titel", 120)
    age_group = models.CharField("aldersgruppe", max_length=16, choices=AgeGroup.choices, blank=True)
    intervention = free_text("hvad I vil gøre", 3000)
    place = one_line("hvor", 200, blank=True)
    group = free_text("for hvem", 600)
    goal = free_text("mål", 1500)
    methods = free_text("metoder", 2500)
    child_perspective = free_text("børnenes perspektiv", 2000)
    child_voice = free_text("hvordan I hører børnene", 2000)
    expected_effect = free_text("forventet effekt", 2000)
    resources = free_text("ressourcer", 1500)
    risks = free_text("risici", 1500)
    starts_on = models.DateField("begynder", null=True, blank=True)
    ends_on = models.DateField("slutter", null=True, blank=True)
    made_from = models.ForeignKey(
        "strategy.CatalogueEntry",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="used_in",
        verbose_name="begyndt efter",
    )
    submitted_at = models.DateTimeField("indsendt", null=True, blank=True)
    submitted_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="indsendt af"
    )
    reserve_rank = models.PositiveSmallIntegerField("plads på reservelisten", null=True, blank=True)
    grounds = free_text("udvalgets begrundelse", 1500)
    running_since = models.DateField("i gang siden", null=True, blank=True)
    stopped_at = models.DateTimeField("stoppet", null=True, blank=True)
    stopped_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="stoppet af"
    )
    learnt = free_text("hvad I lærte", 2000)
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True, blank=True)
    withdrawn_because = free_text("hvorfor den er trukket tilbage", 600)
    created_at = models.DateTimeField("oprettet")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="oprettet af")
    updated_at = models.DateTimeField("ændret")
    updated_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="ændret af")

    objects = TrialActionQuerySet.as_manager()

    class Meta:
        verbose_name = "prøvehandling"
        verbose_name_plural = "prøvehandlinger"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="trial_action_number_once"),
            models.UniqueConstraint(
                fields=["round", "reserve_rank"],
                condition=Q(reserve_rank__isnull=False),
                name="trial_action_reserve_rank_once",
            ),
            models.CheckConstraint(
                condition=Q(state="reserve", reserve_rank__isnull=False)
                | (~Q(state="reserve") & Q(reserve_rank__isnull=True)),
                name="trial_action_reserve_has_rank",
            ),
            models.CheckConstraint(
                condition=both_or_neither("submitted_at", "submitted_by"),
                name="trial_action_submitted_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="trial_action_submitted_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | (Q(stopped_at__isnull=False) & Q(stopped_by__isnull=False)),
                name="trial_action_stopped_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="trial_action_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"Prøvehandling {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("trial_action", args=[self.pk])

    @property
    def municipality(self) -> Municipality:
        return self.round.strategy.municipality

    @property
    def may_be_written(self) -> bool:
        """The team may change what it applies for."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)

    @property
    def is_chosen(self) -> bool:
        """Selected, or later in its life."""
        return self.state in self.CHOSEN


class TeamMemberQuerySet(models.QuerySet["TeamMember"]):
    """The vocabulary for teams."""

    def present(self) -> "TeamMemberQuerySet":
        """Those who still are in the municipality: who has left it is on no team there, and is told nothing."""
        own = Membership.objects.active().filter(
            user=OuterRef("user"), municipality=OuterRef("trial_action__round__strategy__municipality")
        )
        return self.filter(Exists(own), user__is_active=True)


class TeamMember(models.Model):
    """A person who writes and carries out the trial action (medlem af teamet)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="team", verbose_name="prøvehandling"
    )
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="hvem")
    is_responsible = models.BooleanField("ansvarlig", default=False)
    added_at = models.DateTimeField("kom med")
    seen_at = models.DateTimeField("set", null=True, blank=True)
    seen_section = models.CharField("skriver i", max_length=20, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "medlem af teamet"
        verbose_name_plural = "medlemmer af teamet"
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["trial_action", "user"], name="team_member_once")]

    def __str__(self) -> str:
        return f"Medlem {self.user_id}"


class Partner(models.Model):
    """A unit of the municipality or another actor that takes part, and with what (samarbejdspart)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="partners", verbose_name="prøvehandling"
    )
    position = models.PositiveSmallIntegerField("plads")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="partners", verbose_name="enhed"
    )
    actor = one_line("anden aktør", 120, blank=True)
    part = free_text("hvad parten gør", 600)
    contact_name = models.CharField("kontakt", max_length=120, blank=True, validators=[validate_no_cpr])
    contact_email = models.EmailField("kontaktens e-mail", max_length=254, blank=True)

    class Meta:
        verbose_name = "samarbejdspart"
        verbose_name_plural = "samarbejdsparter"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial_action", "unit"], condition=Q(unit__isnull=False), name="partner_unit_once"
            ),
            models.UniqueConstraint("trial_action", Lower("actor"), condition=~Q(actor=""), name="partner_actor_once"),
            models.CheckConstraint(
                condition=(Q(unit__isnull=False) & Q(actor="")) | (Q(unit__isnull=True) & ~Q(actor="")),
                name="partner_unit_or_actor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the partner is called. A query when the unit has not been fetched."""
        return self.unit.name if self.unit else self.actor


class PartnerConfirmation(models.Model):
    """A partner accepts its part, or a unit's leader backs the application, as it stood then (bekræftelse).

    Asked for by mail with a personal link, or given when signed in. It holds for `version` of the application.
    """

    class Kind(models.TextChoices):
        PART = "part", "Accept af sin del"
        BACKING = "backing", "Ledelsens opbakning"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="confirmations", verbose_name="part")
    kind = models.CharField("slags", max_length=8, choices=Kind.choices)
    version = models.PositiveIntegerField("udgave")
    name = models.CharField("hvem", max_length=120, blank=True, validators=[validate_no_cpr])
    email = models.EmailField("e-mail", max_length=254)
    asked_at = models.DateTimeField("spurgt")
    answered_at = models.DateTimeField("svaret", null=True, blank=True)
    is_given = models.BooleanField("sagde ja", null=True, blank=True)
    comment = free_text("bemærkning", 600)

    class Meta:
        verbose_name = "bekræftelse"
        verbose_name_plural = "bekræftelser"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "kind", "version"], name="confirmation_once_per_version"),
            models.CheckConstraint(
                condition=both_or_neither("answered_at", "is_given"), name="confirmation_answered_when"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ElementAnswer(models.Model):
    """How an application addresses one element of the model (svar på et element)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="element_answers", verbose_name="prøvehandling"
    )
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="answers", verbose_name="element")
    text = free_text("hvordan I arbejder med elementet", 1500)
    is_leading = models.BooleanField("bærende i prøvehandlingen", default=False)

    class Meta:
        verbose_name = "svar på et element"
        verbose_name_plural = "svar på elementer"
        ordering = ["element__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["trial_action", "element"], name="element_answered_once")]

    def __str__(self) -> str:
        return f"Svar på element {self.element_id}"


class Measure(models.Model):
    """What a team follows to see whether it helps, and how (mål, der følges)."""

    class Theme(models.TextChoices):
        WELLBEING = "wellbeing", "Trivsel"
        ABSENCE = "absence", "Fravær"
        FRIENDSHIPS = "friendships", "Venskaber"
        LEARNING = "learning", "Fagligt udbytte"
        OTHER = "other", "Andet"

    class Kind(models.TextChoices):
        VALUE = "value", "Tal"
        RATE = "rate", "Andel (antal ud af antal)"
        QUALITATIVE = "qualitative", "Ord (kvalitativt)"

    class Direction(models.TextChoices):
        HIGHER = "higher", "Højere er bedre"
        LOWER = "lower", "Lavere er bedre"
        NEUTRAL = "neutral", "Ingen retning"

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Hver uge"
        FORTNIGHTLY = "fortnightly", "Hver anden uge"
        MONTHLY = "monthly", "Hver måned"
        QUARTERLY = "quarterly", "Hvert kvartal"
        HALF_YEARLY = "half_yearly", "Hvert halve år"

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="measures", verbose_name="prøvehandling"
    )
    position = models.PositiveSmallIntegerField("plads")
    theme = models.CharField("tema", max_length=12, choices=Theme.choices)
    title = one_line("hvad I måler", 160)
    kind = models.CharField("slags", max_length=12, choices=Kind.choices)
    direction = models.CharField("retning", max_length=8, choices=Direction.choices, default=Direction.HIGHER)
    unit = one_line("enhed", 40, blank=True)
    numerator_label = one_line("antal (tæller)", 120, blank=True)
    denominator_label = one_line("ud af (nævner)", 120, blank=True)
    baseline = free_text("udgangspunkt", 600)
    source = one_line("hvor tallene kommer fra", 200, blank=True)
    frequency = models.CharField("hvor ofte", max_length=12, choices=Frequency.choices, default=Frequency.WEEKLY)
    collector = one_line("hvem samler ind", 120, blank=True)

    class Meta:
        verbose_name = "mål, der følges"
        verbose_name_plural = "mål, der følges"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_counted(self) -> bool:
        """Gives numbers, so that a run chart can be drawn."""
        return self.kind != self.Kind.QUALITATIVE


class SuccessTarget(models.Model):
    """A measurable success criterion: what, from, to, by when (succeskriterium for prøvehandlingen)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.CASCADE, related_name="targets", verbose_name="prøvehandling"
    )
    position = models.PositiveSmallIntegerField("plads")
    measure = models.ForeignKey(
        Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="targets", verbose_name="måles ved"
    )
    what = one_line("hvad", 200)
    from_value = models.DecimalField("fra", max_digits=10, decimal_places=2, null=True, blank=True)
    to_value = models.DecimalField("til", max_digits=10, decimal_places=2, null=True, blank=True)
    unit = one_line("enhed", 40, blank=True)
    by_date = models.DateField("senest", null=True, blank=True)

    class Meta:
        verbose_name = "succeskriterium for prøvehandlingen"
        verbose_name_plural = "succeskriterier for prøvehandlingen"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.what


class ApplicationVersion(models.Model):
    """What was handed in, frozen (indsendt udgave)."""

    trial_action = models.ForeignKey(
        TrialAction, on_delete=models.PROTECT, related_name="handed_in", verbose_name="prøvehandling"
    )
    version = models.PositiveIntegerField("udgave")
    content = models.JSONField("indhold")
    sha256 = models.CharField("hash", max_length=64)
    at = models.DateTimeField("indsendt")
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="indsendt af")

    class Meta:
        verbose_name = "indsendt udgave"
        verbose_name_plural = "indsendte udgaver"
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["trial_action", "version"], name="application_version_once")]

    def __str__(self) -> str:
        return f"Udgave {self.version}"
