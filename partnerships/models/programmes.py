"""Programmes: rounds of invitations to partnerships (programmer)."""

import hashlib
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.validators import validate_no_cpr
from partnerships.models.areas import Area


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """The vocabulary for programmes."""

    def published(self) -> "ProgrammeQuerySet":
        """Programmes the public may read: all but drafts."""
        return self.exclude(state=Programme.State.DRAFT)

    def visible_to(self, user: Any) -> "ProgrammeQuerySet":
        """Published programmes for everybody; drafts for administrators."""
        if getattr(user, "is_administrator", False):
            return self
        return self.published()

    def accepting_at(self, at: datetime) -> "ProgrammeQuerySet":
        """Programmes a municipality can enrol in at `at`."""
        return self.filter(state=Programme.State.OPEN, deadline_at__gte=at)


class Programme(models.Model):
    """An invitation round to one or two partnerships (program)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Kladde"
        OPEN = "open", "Åbent for tilmelding"
        CLOSED = "closed", "Lukket for tilmelding"
        RUNNING = "running", "I gang"
        FINISHED = "finished", "Afsluttet"

    slug = models.SlugField("adresse", max_length=80, unique=True)
    title = models.CharField("titel", max_length=160)
    year = models.PositiveSmallIntegerField("år")
    state = models.CharField("status", max_length=10, choices=State.choices, default=State.DRAFT)
    lead = models.TextField("indledning", max_length=600)
    background = models.TextField("hvorfor", blank=True)
    purpose = models.TextField("formål")
    content = models.TextField("indhold")
    themes = models.TextField("temaer, ét på hver linje", blank=True)
    commitments = models.TextField("forpligtelser, én på hver linje")
    screening_text = models.TextField("om foranalysen", blank=True)
    practical = models.TextField("praktisk", blank=True)
    case_id = models.CharField("sags-id", max_length=64, blank=True)
    document_id = models.CharField("dok.-id", max_length=64, blank=True)
    deadline_at = models.DateTimeField("tilmeldingsfrist")
    names_due_date = models.DateField("frist for navne på deltagere", null=True, blank=True)
    invoice_date = models.DateField("regning sendes", null=True, blank=True)
    opened_at = models.DateTimeField("åbnet", null=True, blank=True)
    closed_at = models.DateTimeField("lukket", null=True, blank=True)
    created_at = models.DateTimeField("oprettet", auto_now_add=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "program"
        verbose_name_plural = "programmer"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False), name="programme_opened_when_published"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def commitment_list(self) -> list[str]:
        return lines(self.commitments)

    @property
    def theme_list(self) -> list[str]:
        return lines(self.themes)

    def accepts_enrolments_at(self, at: datetime) -> bool:
        """Whether a municipality itself may enrol at `at`: open, and the deadline's second has not passed."""
        return self.is_open and at <= self.deadline_at


def lines(text: str) -> list[str]:
    """The non-empty lines of `text`, without a leading dash."""
    return [line.strip().lstrip("-–• ").strip() for line in text.splitlines() if line.strip()]


_ONLY_A_DRAFTS_TERMS_GO = """
IF TG_OP = 'DELETE' AND EXISTS (
    SELECT 1 FROM partnerships_programme WHERE id = OLD.programme_id AND state = 'draft'
) THEN
    RETURN OLD;
END IF;
RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
"""


class Terms(models.Model):
    """One version of the terms a municipality binds itself to (vilkår).

    A version is never changed, and goes only with a programme that nobody has seen.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="terms", verbose_name="program")
    version = models.PositiveSmallIntegerField("version")
    text = models.TextField("tekst")
    sha256 = models.CharField("kontrolsum", max_length=64, editable=False)
    created_at = models.DateTimeField("skrevet")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="af"
    )

    class Meta:
        verbose_name = "vilkår"
        verbose_name_plural = "vilkår"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["programme", "version"], name="terms_version_once")]
        triggers = [
            pgtrigger.Trigger(
                name="never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_A_DRAFTS_TERMS_GO,
            )
        ]

    def __str__(self) -> str:
        return f"Vilkår, version {self.version}"

    @staticmethod
    def hash_of(text: str) -> str:
        """The hex SHA-256 of a text's UTF-8 bytes."""
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def short_hash(self) -> str:
        """The first twelve digits in groups of four, for people to compare."""
        return " ".join(self.sha256[i : i + 4] for i in (0, 4, 8))


class SuccessCriterion(models.Model):
    """What the programme is to achieve, and is followed up on (succeskriterium)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="success_criteria", verbose_name="program"
    )
    position = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("succeskriterium", max_length=400)

    class Meta:
        verbose_name = "succeskriterium"
        verbose_name_plural = "succeskriterier"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["programme", "position"], name="success_criterion_position")]

    def __str__(self) -> str:
        return self.text


class Partnership(models.Model):
    """The partnership of one area in a programme (partnerskab)."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="partnerships", verbose_name="program"
    )
    area = models.CharField("område", max_length=10, choices=Area.choices)
    description = models.TextField("beskrivelse", max_length=600)
    highlights = models.TextField("punkter, ét på hver linje", blank=True)

    class Meta:
        verbose_name = "partnerskab"
        verbose_name_plural = "partnerskaber"
        ordering = ["-area"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "area"], name="partnership_area_once"),
            models.CheckConstraint(condition=Q(area__in=Area.values), name="partnership_area_known"),
        ]

    def __str__(self) -> str:
        return self.get_area_display()

    @property
    def highlight_list(self) -> list[str]:
        return lines(self.highlights)


class TimelineEntry(models.Model):
    """A tentative date of the programme, such as a planned network day (tidsplan)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="timeline", verbose_name="program")
    area = models.CharField("område", max_length=10, choices=Area.choices, blank=True)
    title = models.CharField("hvad", max_length=120)
    start_date = models.DateField("dato")
    end_date = models.DateField("til og med", null=True, blank=True)
    place = models.CharField("sted", max_length=120, blank=True)
    is_virtual = models.BooleanField("virtuelt", default=False)
    is_network_day = models.BooleanField("netværksdag", default=True)

    class Meta:
        verbose_name = "dato i tidsplanen"
        verbose_name_plural = "tidsplan"
        ordering = ["start_date", "-area", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_date__gte=models.F("start_date")),
                name="timeline_entry_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def week(self) -> int:
        """The ISO week of the first day."""
        start: date = self.start_date
        return start.isocalendar().week


class ProgrammeContact(models.Model):
    """Whom to ask, about an area's content or about practical matters (kontaktperson)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="contacts", verbose_name="program")
    area = models.CharField("om", max_length=10, choices=Area.choices, blank=True, help_text="Tom: praktiske forhold")
    name = models.CharField("navn", max_length=120, validators=[validate_no_cpr])
    title = models.CharField("titel og organisation", max_length=120)
    email = models.EmailField("e-mail")
    phone = models.CharField("telefon", max_length=20, blank=True)

    class Meta:
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        ordering = ["-area", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """What to ask this person about."""
        return str(Area(self.area).label) if self.area else "Tilmelding og praktik"
