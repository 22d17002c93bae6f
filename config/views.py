"""Pages that belong to no room: readiness, errors, and what the law asks for."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from accounts.access import NotAllowed
from accounts.danish import in_words
from config import logs
from config.celery import app
from partnerships import queries
from partnerships.models import Membership


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


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that is nothing, or nothing to this person."""
    _leave_a_strange_room(request)
    return render(request, "404.html", status=404)


def not_allowed(request: HttpRequest) -> HttpResponse:
    """The page for an address that only takes what a button sends, opened as a page."""
    _leave_a_strange_room(request)
    return render(request, "405.html", status=405)


def _leave_a_strange_room(request: HttpRequest) -> None:
    """Offer no menu of a municipality that the person is no member of, such as to a committee member from outside."""
    municipality, user = getattr(request, "municipality", None), request.user
    if municipality is None or (user.is_authenticated and user.has_global_role):
        return
    if _membership(request) is None:
        request.municipality = None  # type: ignore[attr-defined]


def permission_denied(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """The page for what a person may not do: why, and who can. Others' reasons are in English, and left out."""
    context: dict[str, Any] = {"reason": str(exception) if isinstance(exception, NotAllowed) else ""}
    if request.path.startswith("/administration/"):
        context["staff_only"] = True
    elif (membership := _membership(request)) is not None:
        names = queries.coordinator_names(membership.municipality)
        context |= {"membership": membership, "coordinators": in_words(names), "coordinator_count": len(names)}
    else:
        _leave_a_strange_room(request)
    return render(request, "403.html", context, status=403)


def _membership(request: HttpRequest) -> Membership | None:
    """What the person is in the municipality whose room this is, or in the only one the person has."""
    if not request.user.is_authenticated:
        return None
    own = Membership.objects.active().filter(user=request.user).select_related("municipality")
    municipality = getattr(request, "municipality", None)
    rows = list(own if municipality is None else own.filter(municipality=municipality))
    return rows[0] if len(rows) == 1 else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for our own errors."""
    return _bare("500.html", 500)


def try_again(request: HttpRequest) -> HttpResponse:
    """The page for when an engine is away for a moment."""
    response = _bare("503.html", 503)
    response["Retry-After"] = "30"
    return response


def _bare(template: str, status: int) -> HttpResponse:
    """A page that asks neither database nor session nor cache: any of them may be what failed."""
    context = {
        "error_number": logs.error_number(),
        "contact_email": settings.CONTACT_EMAIL,
        "contact_phone": settings.CONTACT_PHONE,
    }
    return HttpResponse(render_to_string(template, context), status=status)


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """How personal data is handled."""
    return render(request, "pages/privacy.html", {"mail_retention_days": settings.MAIL_RETENTION_DAYS})
