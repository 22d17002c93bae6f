"""Who may do what with strategies, rounds and trial actions. Visibility is `visible_to`; this is for the rest."""

from typing import Any

from partnerships import rules as partnership_rules
from partnerships.models import Municipality
from partnerships.models.memberships import Role
from strategy.models import CommitteeSeat, Partner, Round, Strategy, TeamMember, TrialAction, Unit

WRITERS = (Role.COORDINATOR, Role.CONTRIBUTOR)


def can_lead(user: Any, municipality: Municipality) -> bool:
    """Keep the strategy, units and rounds, sign for the municipality, make the catalogue: its coordinators."""
    return partnership_rules.role_in(user, municipality) == Role.COORDINATOR


def can_read_strategy_work(user: Any, strategy: Strategy) -> bool:
    """Read what lies behind the strategy: the municipality's members, and administrators."""
    if user.is_authenticated and user.is_administrator:
        return True
    return partnership_rules.role_in(user, strategy.municipality) is not None


def can_apply(user: Any, municipality: Municipality) -> bool:
    """Begin an application: the municipality's coordinators and contributors."""
    return partnership_rules.role_in(user, municipality) in WRITERS


def is_on_team(user: Any, trial_action: TrialAction) -> bool:
    """The person is on the trial action's team, and has not left the municipality. One query."""
    if not user.is_authenticated:
        return False
    return TeamMember.objects.present().filter(trial_action=trial_action, user=user).exists()


def can_write_application(user: Any, trial_action: TrialAction) -> bool:
    """Write and hand in the application: its team, while it is a draft or sent back."""
    return trial_action.may_be_written and is_on_team(user, trial_action)


def can_work(user: Any, trial_action: TrialAction) -> bool:
    """Write measurements, cycles, status and evaluation: the team, from the selection on."""
    return trial_action.is_chosen and is_on_team(user, trial_action)


def can_clear(user: Any, trial_action: TrialAction) -> bool:
    """Remove quotes and remarks in which a child can be recognised: the municipality's coordinators, with the team."""
    return trial_action.is_chosen and can_lead(user, trial_action.municipality)


def can_take_words_out(user: Any, trial_action: TrialAction) -> bool:
    """Take a child's name out of everything there is of it: its team, and coordinators of what is no draft."""
    is_draft = trial_action.state == TrialAction.State.DRAFT
    return is_on_team(user, trial_action) or (not is_draft and can_lead(user, trial_action.municipality))


def leads_a_unit_of(user: Any, trial_action: TrialAction) -> bool:
    """The person leads one of the units that take part. One query."""
    if not user.is_authenticated:
        return False
    return Partner.objects.filter(trial_action=trial_action, unit__in=Unit.objects.led_by(user)).exists()


def seat_of(user: Any, round_: Round) -> CommitteeSeat | None:
    """The person's seat in the round's committee, or None, also when the person has left it. One query."""
    if not user.is_authenticated:
        return None
    return CommitteeSeat.objects.present().filter(round=round_, user=user).first()


def can_decide(user: Any, round_: Round) -> bool:
    """Set the draft and decide the round: the committee's chair and the municipality's coordinators."""
    seat = seat_of(user, round_)
    return (seat is not None and seat.is_chair) or can_lead(user, round_.municipality)
