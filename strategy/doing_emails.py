"""The mails of a trial action's doing: one function for each, called inside the use case's transaction."""

from collections.abc import Sequence
from typing import Any

from accounts.models import User
from documents import mail
from partnerships.models import Membership
from partnerships.models.memberships import Role
from strategy.models import Collection, ConflictOfInterest, DataAgreement, TeamMember, TrialAction


def to_sign(trial_action: TrialAction, *, party: str, by: User) -> None:
    """Ask the party that has not signed yet."""
    to = team(trial_action) if party == "team" else coordinators(trial_action)
    to = [address for address in to if address != by.email]
    subject = f"Skriv dataaftalen under: {trial_action}"
    _queue(trial_action, "agreement_to_sign", to, subject, by=by, party=party)


def signed(trial_action: TrialAction, agreement: DataAgreement, *, by: User) -> None:
    """Tell the team that both have signed, and that it can begin."""
    subject = f"Dataaftalen er underskrevet: {trial_action}"
    _queue(trial_action, "agreement_signed", team(trial_action), subject, by=by, agreement=agreement)


def due(trial_action: TrialAction, collections: Sequence[Collection]) -> None:
    """Remind the team of what is to be measured."""
    subject = f"Husk målingen: {trial_action}" if len(collections) == 1 else f"Husk målingerne: {trial_action}"
    _queue(trial_action, "collection_due", team(trial_action), subject, collections=collections)


def stopped(trial_action: TrialAction, *, by: User) -> None:
    """Tell the coordinators and the rest of the team that it was stopped, and what was learnt."""
    to = [address for address in (*coordinators(trial_action), *team(trial_action)) if address != by.email]
    _queue(trial_action, "trial_action_stopped", to, f"Stoppet: {trial_action}", by=by)


def team(trial_action: TrialAction) -> list[str]:
    """The addresses of those on the team."""
    rows = TeamMember.objects.present().filter(trial_action=trial_action).order_by("added_at", "pk")
    return list(rows.values_list("user__email", flat=True))


def coordinators(trial_action: TrialAction) -> list[str]:
    """The addresses of the municipality's coordinators, but those who have declared a conflict of interest in it."""
    rows = Membership.objects.active().filter(
        municipality=trial_action.municipality, role=Role.COORDINATOR, user__is_active=True
    )
    rows = rows.exclude(user__in=ConflictOfInterest.objects.filter(trial_action=trial_action).values("seat__user"))
    return list(rows.order_by("pk").values_list("user__email", flat=True))


def _queue(trial_action: TrialAction, name: str, to: Sequence[str], subject: str, **context: Any) -> None:
    mail.queue(
        to=to,
        subject=subject,
        template=f"emails/{name}",
        context={"trial_action": trial_action, "municipality": trial_action.municipality, **context},
        kind=name,
        about=trial_action,
        scope=trial_action.municipality.code,
    )
