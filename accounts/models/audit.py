"""Who did what, on what, and when (hændelser)."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class AuditEvent(models.Model):
    """One thing that happened, said in words (hændelse). Append-only: the database refuses changes.

    `subject_type` and `subject_id` name the row it happened to ("enrolment", "42"); `scope` is the code of the
    municipality it concerns, or empty. They are plain values, so that a log outlives what it tells about.
    """

    at = models.DateTimeField("tidspunkt")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hvem"
    )
    action = models.CharField("handling", max_length=60)
    summary = models.CharField("hvad", max_length=500)
    subject_type = models.CharField("slags", max_length=40)
    subject_id = models.CharField("id", max_length=40)
    scope = models.CharField("kommunekode", max_length=4, blank=True)
    data = models.JSONField("oplysninger", default=dict, blank=True)
    request_id = models.CharField("forespørgsel", max_length=64, blank=True)

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="audit_subject"),
            models.Index(fields=["scope", "-id"], name="audit_scope"),
            BrinIndex(fields=["at"], name="audit_at"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.summary
