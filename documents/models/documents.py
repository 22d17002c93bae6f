"""Files made in the background (dokumenter)."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from documents import kinds


class DocumentQuerySet(models.QuerySet["Document"]):
    """The vocabulary for documents."""

    def visible_to(self, user: Any) -> "DocumentQuerySet":
        """The documents `user` may see: each kind knows whom its documents are for."""
        if not user.is_authenticated:
            return self.none()
        allowed = Q(pk__in=[])
        for kind in kinds.all_kinds():
            allowed |= Q(kind=kind.key, pk__in=kind.visible_documents(user))
        return self.filter(allowed)

    def failed(self) -> "DocumentQuerySet":
        """Given up; somebody must look, and can try again."""
        return self.filter(state=Document.State.FAILED)

    def left_behind(self, at: datetime) -> "DocumentQuerySet":
        """Queued documents that are due, told to a worker or not, and rendering ones whose worker went silent."""
        return self.filter(
            Q(state=Document.State.QUEUED, next_attempt_at__lte=at)
            | Q(state=Document.State.RENDERING, lease_until__lt=at)
        )


class Document(models.Model):
    """A file made from a frozen snapshot by a worker (dokument)."""

    class State(models.TextChoices):
        QUEUED = "queued", "I kø"
        RENDERING = "rendering", "Laves"
        READY = "ready", "Klar"
        FAILED = "failed", "Blev ikke lavet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("slags", max_length=40)
    title = models.CharField("titel", max_length=200)
    filename = models.CharField("filnavn", max_length=200)
    snapshot = models.JSONField("indhold", default=dict)
    state = models.CharField("tilstand", max_length=12, choices=State.choices, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField("fremdrift i procent", default=0)
    progress_text = models.CharField("fremdrift i ord", max_length=80, blank=True)
    file = models.FileField("fil", upload_to="documents/%Y/%m/", blank=True)
    media_type = models.CharField("medietype", max_length=100, default="application/pdf")
    size = models.PositiveBigIntegerField("størrelse i byte", null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    failure = models.CharField("hvorfor det ikke lykkedes", max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    next_attempt_at = models.DateTimeField("næste forsøg")
    lease_until = models.DateTimeField("arbejderen har den til", null=True, blank=True)
    claim = models.UUIDField("arbejderens mærke", null=True, blank=True)
    created_at = models.DateTimeField("bestilt")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="af"
    )
    ready_at = models.DateTimeField("klar", null=True, blank=True)
    fetched_at = models.DateTimeField("hentet første gang af den, det er til", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokumenter"
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="document_waiting", condition=Q(state__in=("queued", "rendering"))
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="document_progress_percent"),
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (Q(ready_at__isnull=False) & ~Q(file="") & ~Q(sha256="") & Q(size__isnull=False)),
                name="document_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED

    @property
    def is_waiting(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RENDERING)
