"""Reports: one frozen snapshot that both outputs are made from (rapport)."""

import pgtrigger
from django.conf import settings
from django.db import models

from documents.models import Document
from screening.models.screenings import Screening

USER = settings.AUTH_USER_MODEL


class Report(models.Model):
    """A version of a screening's report. The snapshot can never change; PDF and PowerPoint are made from it."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="reports", verbose_name="screening")
    version = models.PositiveSmallIntegerField("version")
    snapshot = models.JSONField("indhold")
    sha256 = models.CharField("SHA-256", max_length=64)
    changes = models.JSONField("ændret siden sidst", default=list, blank=True)  # Danish sentences
    created_at = models.DateTimeField("dannet")
    created_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+", verbose_name="dannet af")
    delivered_at = models.DateTimeField("leveret", null=True, blank=True)
    pdf = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+", verbose_name="PDF")
    deck = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+", verbose_name="PowerPoint")

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["screening", "version"], name="report_version_once")]
        triggers = [
            pgtrigger.Protect(
                name="report_stays",
                operation=pgtrigger.Delete,
            ),
            pgtrigger.Protect(
                name="report_content_stays",
                operation=pgtrigger.UpdateOf("snapshot", "sha256", "version", "changes", "screening_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"

    @property
    def short_hash(self) -> str:
        """ "9f3c 41d7 0ab2"."""
        return " ".join(self.sha256[start : start + 4] for start in (0, 4, 8))
