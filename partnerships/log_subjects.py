"""Whose log a person may read, by kind of subject. Rooms above register theirs when Django starts (loggens emner)."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from documents.models import Document
from partnerships import rules, untold_events
from partnerships.models import DevelopmentProcess, Enrolment, Municipality, NetworkDay, Programme, SteeringMeeting

Rows = Callable[[Any], QuerySet[Any]]


def _programmes(user: Any) -> QuerySet[Programme]:
    """A programme is public, but its log is the administration's."""
    return Programme.objects.all() if rules.can_read_administration(user) else Programme.objects.none()


def _days(user: Any) -> QuerySet[NetworkDay]:
    """A day's log is the administrators'; the others read what they are told."""
    return NetworkDay.objects.all() if rules.can_manage_programmes(user) else NetworkDay.objects.none()


def _meetings(user: Any) -> QuerySet[SteeringMeeting]:
    """A steering-group meeting's log is the administrators' too."""
    rows = SteeringMeeting.objects.select_related("day")
    return rows if rules.can_manage_programmes(user) else rows.none()


def _people(user: Any) -> QuerySet[User]:
    """Everybody for administrators, oneself for the rest."""
    return User.objects.all() if user.is_administrator else User.objects.filter(pk=user.pk)


# Whose rows of each kind a person may see, and so whose log.
SUBJECTS: dict[str, Rows] = {
    "municipality": lambda user: Municipality.objects.visible_to(user).distinct(),
    "enrolment": lambda user: Enrolment.objects.visible_to(user).select_related("municipality", "programme").distinct(),
    "programme": _programmes,
    "networkday": _days,
    "steeringmeeting": _meetings,
    "developmentprocess": DevelopmentProcess.objects.visible_to,
    "user": _people,
    "document": Document.objects.visible_to,
}


def register(kind: str, rows: Rows, *, told: Collection[str]) -> None:
    """Make a kind known: whose log a person may read, and which of its actions a municipality's log tells."""
    SUBJECTS[kind] = rows
    untold_events.keep_all_but(kind, told)
