"""Who is on the team behind a trial action (hold). The trial action's row is locked first."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from partnerships.models import Membership
from strategy import application_emails, applications
from strategy.applications import ApplicationRefused
from strategy.models import CommitteeReview, TeamMember, TrialAction
from strategy.rules import WRITERS

MOST = 12


def candidates(trial_action: TrialAction) -> list[User]:
    """Colleagues who may write in the municipality and are not on the team, by name. One query."""
    members = Membership.objects.active().filter(municipality=trial_action.municipality, role__in=WRITERS)
    here = TeamMember.objects.filter(trial_action=trial_action).values("user")
    people = User.objects.filter(pk__in=members.values("user"), is_active=True).exclude(pk__in=here)
    return list(people.order_by("name", "email"))


@transaction.atomic
def add(*, trial_action: TrialAction, person: User, by: User, at: datetime) -> TeamMember:
    """Put a colleague on the team, who is told by mail. Doing it twice tells once.

    Raises:
        ApplicationRefused: the person may not write in the municipality or has judged it, or the team is full.
    """
    row = applications.lock(trial_action)
    found = row.team.filter(user=person).first()
    if found is not None:
        return found
    members = Membership.objects.active().filter(municipality=row.municipality, user=person, role__in=WRITERS)
    if not members.exists():
        raise ApplicationRefused("Personen skal først være medlem af kommunen på portalen.")
    if not row.round.is_decided and _has_judged(person, row):
        raise ApplicationRefused("Personen har bedømt ansøgningen i udvalget og kan ikke være på teamet bag den.")
    if row.team.count() >= MOST:
        raise ApplicationRefused(f"Teamet er på {MOST}. Fjern en, før I tilføjer en ny.")
    made = TeamMember.objects.create(trial_action=row, user=person, added_at=at)
    applications.record("team_joined", f"satte {person.display_name} på teamet bag “{row}”", row, by=by, at=at)
    application_emails.added_to_team(row, person, by=by)
    return made


def _has_judged(person: User, row: TrialAction) -> bool:
    judged = CommitteeReview.objects.filter(seat__user=person, trial_action=row)
    return judged.exclude(state=CommitteeReview.State.DRAFT).exists()


@transaction.atomic
def remove(*, member: TeamMember, by: User, at: datetime) -> None:
    """Take a person off the team. Doing it twice changes nothing.

    Raises:
        ApplicationRefused: the person is responsible; somebody else must be first.
    """
    row = applications.lock(member.trial_action)
    found = row.team.select_related("user").filter(pk=member.pk).first()
    if found is None:
        return
    if found.is_responsible:
        raise ApplicationRefused("Den ansvarlige kan ikke tages af teamet. Gør først en anden ansvarlig.")
    found.delete()
    applications.record("team_left", f"tog {found.user.display_name} af teamet bag “{row}”", row, by=by, at=at)


@transaction.atomic
def make_responsible(*, member: TeamMember, by: User, at: datetime) -> TeamMember:
    """Let a member answer for the trial action instead of the one who does. Doing it twice changes nothing.

    Raises:
        ApplicationRefused: the person has left the team.
    """
    row = applications.lock(member.trial_action)
    found = row.team.select_related("user").filter(pk=member.pk).first()
    if found is None:
        raise ApplicationRefused("Personen er ikke længere på teamet.")
    if found.is_responsible:
        return found
    row.team.filter(is_responsible=True).update(is_responsible=False)
    found.is_responsible = True
    found.save()
    applications.record("responsible", f"gjorde {found.user.display_name} ansvarlig for “{row}”", row, by=by, at=at)
    return found
