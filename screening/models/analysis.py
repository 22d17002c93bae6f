"""The analysis model "7 greb" in versions: one line for schools and one for daycare (analysemodel)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.models.areas import Area

USER = settings.AUTH_USER_MODEL
LEVERS = range(1, 8)

# A published version stays as screenings have used it, and so does all that belongs to it.
_REFUSE = """
IF published THEN
    RAISE EXCEPTION 'pgtrigger: Cannot % rows of a published analysis model in %', lower(TG_OP), TG_TABLE_NAME;
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
RETURN NEW;
"""
_OF_THE_MODEL = f"""
SELECT bool_or(published_at IS NOT NULL) INTO published FROM screening_analysismodel
WHERE id IN (OLD.analysis_model_id, NEW.analysis_model_id);
{_REFUSE}
"""  # noqa: S608 - constants
_OF_THE_LEVER = f"""
SELECT bool_or(published_at IS NOT NULL) INTO published FROM screening_analysismodel
JOIN screening_lever ON screening_lever.analysis_model_id = screening_analysismodel.id
WHERE screening_lever.id IN (OLD.lever_id, NEW.lever_id);
{_REFUSE}
"""  # noqa: S608 - constants


def _stays(func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="stays_when_published",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("published", "boolean")],
        func=func,
    )


class AnalysisModelQuerySet(models.QuerySet["AnalysisModel"]):
    """The vocabulary for analysis models."""

    def published(self) -> "AnalysisModelQuerySet":
        return self.filter(published_at__isnull=False)

    def current(self, area: str) -> "AnalysisModel | None":
        """The version that new screenings of `area` begin on."""
        return self.published().filter(area=area).order_by("-version").first()


class AnalysisModel(models.Model):
    """A version of the seven levers for one area. Once published it is never changed; a screening keeps its version."""

    area = models.CharField("område", max_length=10, choices=Area.choices)
    version = models.PositiveSmallIntegerField("version")
    title = models.CharField("titel", max_length=120)
    introduction = models.TextField("indledning", blank=True)
    source = models.TextField("kilde", blank=True)
    change_note = models.CharField("hvad er nyt", max_length=400, blank=True)
    revision = models.PositiveIntegerField("udgave", default=1)
    created_at = models.DateTimeField("oprettet")
    created_by = models.ForeignKey(
        USER, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="oprettet af"
    )
    published_at = models.DateTimeField("taget i brug", null=True, blank=True)

    objects = AnalysisModelQuerySet.as_manager()

    class Meta:
        verbose_name = "analysemodel"
        verbose_name_plural = "analysemodeller"
        ordering = ["-area", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="analysis_model_version_once"),
            models.UniqueConstraint(
                fields=["area"], condition=Q(published_at__isnull=True), name="analysis_model_one_draft"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_when_published",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("analysis_model", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class MaturityLevel(models.Model):
    """One of the five levels, as the whole model names it (modenhedsniveau)."""

    analysis_model = models.ForeignKey(
        AnalysisModel, on_delete=models.CASCADE, related_name="maturity_levels", verbose_name="analysemodel"
    )
    level = models.PositiveSmallIntegerField("niveau")
    name = models.CharField("navn", max_length=30)
    description = models.CharField("beskrivelse", max_length=200)

    class Meta:
        verbose_name = "niveau"
        verbose_name_plural = "niveauer"
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["analysis_model", "level"], name="maturity_level_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="maturity_level_1_to_5"),
        ]
        triggers = [_stays(_OF_THE_MODEL)]

    def __str__(self) -> str:
        return f"{self.level} {self.name}"


class Lever(models.Model):
    """One of the seven levers in a version of the model (greb). Lists are kept one item a line."""

    analysis_model = models.ForeignKey(
        AnalysisModel, on_delete=models.CASCADE, related_name="levers", verbose_name="analysemodel"
    )
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=120)
    short_title = models.CharField("kort titel", max_length=30)
    question = models.CharField("spørgsmål", max_length=200)
    purpose = models.TextField("hvad det handler om", max_length=1000)
    indicators = models.TextField("hvad vi ser efter", help_text="Ét punkt på hver linje.")
    document_questions = models.TextField("spørgsmål til dokumenter", blank=True)
    interview_questions = models.TextField("spørgsmål til interview", blank=True)
    workshop_questions = models.TextField("spørgsmål til workshop", blank=True)

    class Meta:
        verbose_name = "greb"
        verbose_name_plural = "greb"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["analysis_model", "number"], name="lever_number_once"),
            models.CheckConstraint(condition=Q(number__range=(1, 7)), name="lever_1_to_7"),
        ]
        triggers = [_stays(_OF_THE_MODEL)]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def indicator_list(self) -> list[str]:
        return self.indicators.splitlines()


class LeverLevel(models.Model):
    """What a lever looks like at one of the five levels."""

    lever = models.ForeignKey(Lever, on_delete=models.CASCADE, related_name="levels", verbose_name="greb")
    level = models.PositiveSmallIntegerField("niveau")
    description = models.CharField("beskrivelse", max_length=300)

    class Meta:
        verbose_name = "niveau for et greb"
        verbose_name_plural = "niveauer for et greb"
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["lever", "level"], name="lever_level_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="lever_level_1_to_5"),
        ]
        triggers = [_stays(_OF_THE_LEVER)]

    def __str__(self) -> str:
        return f"Niveau {self.level}"
