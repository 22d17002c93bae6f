"""Pages that belong to no room: readiness, errors, and what the law asks for."""

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from accounts.access import NotAllowed
from config.celery import app


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether database, Redis and at least one worker answer: 200 when all do, else 503 with which does not."""
    answers = {"database": _database_answers(), "redis": _redis_answers()}
    answers["worker"] = answers["redis"] and _worker_answers()
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def _database_answers() -> bool:
    from django.db import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        return bool(Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping())
    except RedisError:
        return False


def _worker_answers() -> bool:
    try:
        return bool(app.control.ping(timeout=1.0, limit=1))
    except (OperationalError, OSError):
        return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose protection has run out; nothing was saved."""
    return render(request, "403_csrf.html", status=403)


def permission_denied(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """The page for what a person may not do, with our own reason; others' reasons are in English, and left out."""
    reason = str(exception) if isinstance(exception, NotAllowed) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own errors. Asks neither database nor session: either may be what failed."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return HttpResponse(render_to_string("500.html", {"request_id": request_id}), status=500)


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """How personal data is handled."""
    return render(request, "pages/privacy.html", {"mail_retention_days": settings.MAIL_RETENTION_DAYS})
