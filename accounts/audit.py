"""Writing the audit log (loggen). Called by use cases, inside their transaction."""

from datetime import datetime
from typing import Any

import structlog
from django.db.models import Model

from accounts.models import AuditEvent, User


def record(
    *,
    action: str,
    summary: str,
    subject: Model,
    at: datetime,
    by: User | None,
    scope: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event about `subject`.

    `action` is a stable dotted code ("enrolment.submitted"), `summary` the sentence people read, without the actor's
    name ("tilmeldte Stevns Kommune til ..."). `scope` is the municipality code; `data` must be JSON.
    """
    return AuditEvent.objects.create(
        at=at,
        actor=by,
        action=action,
        summary=summary[:500],
        subject_type=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        scope=scope,
        data=data or {},
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
    )
