"""What a reader of an invitation can do next (næste skridt)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from accounts.danish import DanishOrder, in_words, weekday_date_time
from partnerships import queries, rules
from partnerships.models import Enrolment, Membership, Municipality, Programme
from partnerships.models.memberships import Role


@dataclass(frozen=True)
class Action:
    """One thing to do: a button, and what stands by it; `done` when the municipality is enrolled."""

    label: str
    url: str
    note: str = ""
    done: bool = False


def actions_for(user: Any, programme: Programme, at: datetime) -> list[Action]:
    """The reader's next steps, the main one first; none when there is nothing to do.

    At most two queries, and one for each municipality that one only reads along for.
    """
    memberships = _memberships(user)
    answers = _answers(memberships, programme)
    found = [
        action
        for membership in memberships
        if (action := _for_member(membership, programme, answers.get(membership.municipality_id), at))
    ]
    if found or memberships:
        return found
    if rules.can_read_administration(user):
        return [Action("Se tilmeldingerne", reverse("staff_programme_enrolments", args=[programme.slug]))]
    if programme.accepts_enrolments_at(at):
        return [Action("Tilmeld jeres kommune", reverse("enrol", args=[programme.slug]))]
    return []


def _memberships(user: Any) -> list[Membership]:
    if not user.is_authenticated:
        return []
    own = Membership.objects.active().filter(user=user).select_related("municipality")
    return list(own.order_by(DanishOrder("municipality__name")))


def _answers(memberships: list[Membership], programme: Programme) -> dict[int, Enrolment]:
    """The current enrolment of each of the municipalities that has one."""
    if not memberships:
        return {}
    places = [membership.municipality_id for membership in memberships]
    rows = Enrolment.objects.current().filter(programme=programme, municipality__in=places)
    return {row.municipality_id: row for row in rows}


def _for_member(
    membership: Membership, programme: Programme, enrolment: Enrolment | None, at: datetime
) -> Action | None:
    municipality = membership.municipality
    if enrolment is not None and enrolment.is_binding:
        return Action("Se jeres tilmelding", enrolment.get_absolute_url(), f"{municipality} er tilmeldt.", done=True)
    if not programme.accepts_enrolments_at(at):
        return None
    start = f"{reverse('enrol', args=[programme.slug])}?kommune={municipality.code}"
    if membership.role == Role.READER:
        return Action(
            "Se jeres medlemmer",
            reverse("members", args=[municipality.code]),
            f"Du kan læse med for {municipality}. {_who_enrols(municipality)}",
        )
    if enrolment is not None:
        return Action("Fortsæt kladden", start, f"{municipality} har en kladde. Den er ikke bindende endnu.")
    return Action(f"Tilmeld {municipality}", start)


def _who_enrols(municipality: Municipality) -> str:
    """Whom a reader turns to."""
    names = queries.coordinator_names(municipality)
    if not names:
        return "Kommunen har ingen koordinator endnu. Skriv til os."
    word = "koordinator" if len(names) == 1 else "koordinatorer"
    return f"Kommunens {word}, {in_words(names)}, kan tilmelde jer."


def colleague_mail(programme: Programme) -> str:
    """A mailto address with a ready letter about the invitation; works without JavaScript and without logging in."""
    link = settings.PORTAL_URL + programme.get_absolute_url()
    until = f"Fristen er {weekday_date_time(programme.deadline_at)}.\n\n" if programme.is_open else ""
    body = f"Hej\n\nSe invitationen til {programme.title}:\n{link}\n\n{until}Venlig hilsen\n"
    return f"mailto:?subject={quote(programme.title)}&body={quote(body)}"
