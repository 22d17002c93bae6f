"""The mails of the committee's work: questions to a team, the decision to everybody at once, a reserve moved up."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from documents import mail
from partnerships.models import Membership
from partnerships.models.memberships import Role
from strategy import committee
from strategy.models import CommitteeQuestion, ConflictOfInterest, Round, TeamMember, TrialAction

SUBJECTS = {
    TrialAction.State.SELECTED: "Jeres prøvehandling er udvalgt: {}",
    TrialAction.State.RESERVE: "Jeres prøvehandling er på reserve: {}",
    TrialAction.State.DECLINED: "Svar på jeres ansøgning: {}",
}


def returned(trial_action: TrialAction, questions: Sequence[CommitteeQuestion]) -> None:
    """The committee's questions to the team."""
    team = TeamMember.objects.present().filter(trial_action=trial_action).order_by("pk")
    mail.queue(
        to=list(team.values_list("user__email", flat=True)),
        subject=f"Udvalget har spørgsmål til jeres ansøgning: {trial_action}",
        template="emails/trial_action_returned",
        context={
            "trial_action": trial_action,
            "round": trial_action.round,
            "questions": questions,
            "url": reverse("application", args=[trial_action.pk]),
        },
        kind="trial_action_returned",
        about=trial_action,
        scope=trial_action.municipality.code,
    )


def taken_back(trial_action: TrialAction) -> None:
    """The committee goes on without an answer: to the team."""
    team = TeamMember.objects.present().filter(trial_action=trial_action).order_by("pk")
    mail.queue(
        to=list(team.values_list("user__email", flat=True)),
        subject=f"I skal ikke svare alligevel: {trial_action}",
        template="emails/trial_action_taken_back",
        context={
            "trial_action": trial_action,
            "round": trial_action.round,
            "url": reverse("application", args=[trial_action.pk]),
        },
        kind="trial_action_taken_back",
        about=trial_action,
        scope=trial_action.municipality.code,
    )


def back(trial_action: TrialAction) -> None:
    """The team has answered and handed in again: to the members who judge it, and not to those in conflict."""
    mail.queue(
        to=[seat.user.email for seat in committee.judges(trial_action) if seat.user.is_active],
        subject=f"Indsendt igen: {trial_action}",
        template="emails/trial_action_back",
        context={
            "trial_action": trial_action,
            "round": trial_action.round,
            "url": reverse("committee_read", args=[trial_action.round_id, trial_action.number]),
        },
        kind="trial_action_back",
        about=trial_action,
        scope=trial_action.municipality.code,
    )


def decided(round_: Round, applications: Iterable[TrialAction]) -> None:
    """The outcome with the committee's grounds to every team, and to the committee that they are told.

    One letter to each person for each application, all of them queued at once.
    """
    found = {row.pk: row for row in applications}
    team = TeamMember.objects.present().filter(trial_action__in=found).select_related("user").order_by("pk")
    code = round_.municipality.code
    letters = [_letter(found[member.trial_action_id], round_, member.user.email, code) for member in team]
    mail.queue_letters(letters, kind="trial_action_decided", about=round_)
    states = [row.state for row in found.values()]
    counts = {
        "selected": states.count(TrialAction.State.SELECTED),
        "reserve": states.count(TrialAction.State.RESERVE),
        "declined": states.count(TrialAction.State.DECLINED),
    }
    people = _decided_for(round_)
    # Beside what they see on the board, the numbers would tell those in conflict what became of what is hidden.
    apart = {person.email for person in people if committee.hidden_from(person, round_)}
    for told, shown in ((apart, {}), ({person.email for person in people} - apart, counts)):
        if told:
            mail.queue(
                to=sorted(told),
                subject=f"Afgørelsen er sendt: {round_.title}",
                template="emails/round_decided",
                context={"round": round_, "counts": shown, "url": reverse("board", args=[round_.pk])},
                kind="round_decided",
                about=round_,
                scope=code,
            )


def _decided_for(round_: Round) -> list[User]:
    """The committee's members and the municipality's coordinators."""
    leading = Membership.objects.active().filter(municipality=round_.municipality, role=Role.COORDINATOR)
    rows = User.objects.filter(Q(pk__in=round_.seats.present().values("user")) | Q(pk__in=leading.values("user")))
    return list(rows.filter(is_active=True))


def withdrawn(trial_action: TrialAction, *, because: str, moved: TrialAction | None, by: User) -> None:
    """The rest of the team, the chair and the coordinators are told that a selected team has withdrawn, and why."""
    team = TeamMember.objects.present().filter(trial_action=trial_action).exclude(user=by)
    leading = Membership.objects.active().filter(municipality=trial_action.municipality, role=Role.COORDINATOR)
    chair = trial_action.round.seats.filter(is_chair=True)
    rows = User.objects.filter(
        Q(pk__in=team.values("user")) | Q(pk__in=leading.values("user")) | Q(pk__in=chair.values("user")),
        is_active=True,
    ).exclude(pk__in=ConflictOfInterest.objects.filter(trial_action=trial_action).values("seat__user"))
    told = sorted(set(rows.exclude(pk=by.pk).values_list("email", flat=True)))
    if not told:
        return
    mail.queue(
        to=told,
        subject=f"Trukket tilbage: {trial_action}",
        template="emails/trial_action_withdrawn",
        context={
            "trial_action": trial_action,
            "round": trial_action.round,
            "because": because,
            "moved": moved is not None,
            "by": by,
            "url": reverse("round", args=[trial_action.round_id]),
        },
        kind="trial_action_withdrawn",
        about=trial_action,
        scope=trial_action.municipality.code,
    )


def _letter(row: TrialAction, round_: Round, to: str, code: str) -> mail.Letter:
    context = {
        "trial_action": row,
        "round": round_,
        "portal_url": settings.PORTAL_URL,
        "url": row.get_absolute_url() if row.is_chosen else reverse("application", args=[row.pk]),
    }
    text = render_to_string("emails/trial_action_decided.txt", context).strip() + "\n"
    return mail.Letter(
        to=to, subject=SUBJECTS[TrialAction.State(row.state)].format(row), text=text, scope=code, about=row
    )


def moved_up(trial_action: TrialAction) -> None:
    """A reserve's team is told that it has got a place after all."""
    team = TeamMember.objects.present().filter(trial_action=trial_action).order_by("pk")
    mail.queue(
        to=list(team.values_list("user__email", flat=True)),
        subject=f"I har fået en plads: {trial_action}",
        template="emails/trial_action_moved_up",
        context={
            "trial_action": trial_action,
            "round": trial_action.round,
            "url": trial_action.get_absolute_url(),
        },
        kind="trial_action_moved_up",
        about=trial_action,
        scope=trial_action.municipality.code,
    )


def nearer(trial_action: TrialAction) -> None:
    """A reserve's team is told its new place on the list."""
    team = TeamMember.objects.present().filter(trial_action=trial_action).order_by("pk")
    mail.queue(
        to=list(team.values_list("user__email", flat=True)),
        subject=f"Nu nr. {trial_action.reserve_rank} på reservelisten: {trial_action}",
        template="emails/trial_action_nearer",
        context={
            "trial_action": trial_action,
            "round": trial_action.round,
            "url": reverse("application", args=[trial_action.pk]),
        },
        kind="trial_action_moved_up.nearer",
        about=trial_action,
        scope=trial_action.municipality.code,
    )
