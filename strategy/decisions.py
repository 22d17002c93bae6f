"""The committee's decision: taken once for the whole round, told to everybody at once; reserves move up (afgørelsen).

The round is locked first, so that of two who decide at once one is told, and a place is given to one reserve only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.danish import date_time, in_words
from accounts.models import User
from strategy import boards, committee, committee_emails, partner_emails, rounds
from strategy.committee import CommitteeRefused
from strategy.models import BoardChoice, Round, TrialAction

State, Choice = TrialAction.State, BoardChoice.Choice
WORDS = {Choice.SELECTED: "udvalgte", Choice.RESERVE: "satte på reserve", Choice.DECLINED: "afslog"}


@dataclass(frozen=True)
class Missing:
    """What stands in the way of a decision, as a sentence, and the applications it is about."""

    text: str
    numbers: tuple[int, ...] = ()


class DecisionIncomplete(CommitteeRefused):
    """Something is missing; `missing` says what."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(" ".join(one.text for one in missing))
        self.missing = missing


def missing(round_: Round, applications: Sequence[TrialAction], minutes: str) -> list[Missing]:
    """What stands in the way. The applications are all of the round's that are submitted, with their `board_choice`."""
    drafts = {row.number: getattr(row, "board_choice", None) for row in applications}
    choices = {number: draft.choice if draft else "" for number, draft in drafts.items()}
    found = []
    if not applications:
        found.append(Missing("Der er ingen ansøgninger at afgøre."))
    if open_ := tuple(number for number, choice in choices.items() if not choice):
        found.append(Missing(f"{_numbers(open_)} mangler udvalgt, reserve eller afslag.", open_))
    selected = tuple(number for number, choice in choices.items() if choice == Choice.SELECTED)
    if len(selected) > round_.target:
        text = f"{len(selected)} er udvalgt, og der er plads til {round_.target}. Flyt {len(selected) - round_.target}."
        found.append(Missing(text))
    away = tuple(row.number for row in applications if row.state == State.RETURNED)
    if away := tuple(number for number in away if choices[number] in (Choice.SELECTED, Choice.RESERVE)):
        text = f"{_numbers(away)} er hos ansøgerne med spørgsmål. Vent på svar, gå videre uden svar, eller giv afslag."
        found.append(Missing(text, away))
    bare = tuple(
        number
        for number, draft in drafts.items()
        if draft and draft.choice in (Choice.RESERVE, Choice.DECLINED) and not draft.grounds.strip()
    )
    if bare:
        found.append(
            Missing(f"{_numbers(bare)} mangler en begrundelse. Den, der får nej, skal kunne se hvorfor.", bare)
        )
    if not minutes.strip():
        found.append(Missing("Referatet mangler."))
    return found


def _numbers(numbers: Sequence[int]) -> str:
    return f"Nr. {in_words([str(number) for number in numbers])}"


def draft_of(applications: Sequence[TrialAction]) -> str:
    """Stands for the choices as somebody saw them, without telling them."""
    drafts = ((row.number, getattr(row, "board_choice", None)) for row in applications)
    choices = sorted((number, draft.choice if draft else "") for number, draft in drafts)
    return hashlib.sha256(repr(choices).encode()).hexdigest()


def applications_of(round_: Round) -> list[TrialAction]:
    """All the applications a decision is about, by number, whoever may see them."""
    rows = TrialAction.objects.filter(round=round_).submitted().order_by("number")
    return list(rows.select_related("board_choice"))


def is_too_close(user: User, round_: Round) -> bool:
    """The person is too close to one of the applications to decide on the round."""
    return bool(committee.hidden_from(user, round_))


def why_not_yet(round_: Round, at: datetime) -> str:
    """Why the round cannot be decided now, because somebody may still apply; empty when it can."""
    if at >= round_.closes_at:
        return ""
    return f"Runden tager imod ansøgninger til {date_time(round_.closes_at)}. Afgør den, når den er lukket."


@transaction.atomic
def decide(*, round_: Round, words: boards.Words, seen: str, by: User, at: datetime) -> Round:
    """Decide the round as the draft says, with the minutes, and tell every team at once.

    `seen` is `draft_of` what the person was shown. Deciding a decided round is refused with who did it and when.

    Raises:
        CommitteeRefused: it is decided or still open, the draft was changed meanwhile, or the person is too close to
            an application.
        WordsChanged, DecisionIncomplete: nothing is decided.
    """
    row = committee.lock_undecided(round_)
    if still_open := why_not_yet(row, at):
        raise CommitteeRefused(still_open)
    if is_too_close(by, row):
        raise CommitteeRefused(
            "Du er for tæt på en af ansøgningerne til at træffe afgørelsen. En anden, der må, skal gøre det."
        )
    boards.keep(row, words, by, at)
    applications = applications_of(row)
    if draft_of(applications) != seen:
        raise CommitteeRefused("Kladden er ændret, siden du åbnede siden. Se den igennem igen, før du afgør.")
    if wanting := missing(row, applications, row.minutes):
        raise DecisionIncomplete(wanting)
    for application in applications:
        application.round = row
        _settle(application, application.board_choice)
    _rank_reserves(applications)
    row.decided_at, row.decided_by = at, by
    row.save(update_fields=["decided_at", "decided_by"])
    _tell(row, applications, by, at)
    return row


def _settle(application: TrialAction, draft: BoardChoice) -> None:
    application.state = State(draft.choice)
    application.grounds = draft.grounds.strip()


def _rank_reserves(applications: Sequence[TrialAction]) -> None:
    """Reserves get 1, 2, 3 … in the draft's order; then everything is written at once."""
    reserves = [row for row in applications if row.state == State.RESERVE]
    for rank, row in enumerate(sorted(reserves, key=lambda row: (row.board_choice.reserve_rank or 0, row.number)), 1):
        row.reserve_rank = rank
    TrialAction.objects.bulk_update(applications, ["state", "grounds", "reserve_rank"])


def _tell(row: Round, applications: Sequence[TrialAction], by: User, at: datetime) -> None:
    # Without numbers: beside the board they would tell those in conflict what became of what is hidden from them.
    committee.record("round.decided", f"traf afgørelsen i {row.title}", row, row, by, at)
    for application in applications:
        summary = f"{WORDS[Choice(application.state)]} “{application}” i {row.title}"
        committee.record(f"trial_action.{application.state}", summary, application, row, by, at)
    committee_emails.decided(row, applications)
    partner_emails.tell(row, applications)


@transaction.atomic
def withdraw_selected(*, trial_action: TrialAction, because: str, by: User, at: datetime) -> TrialAction | None:
    """A selected team withdraws before the agreement; the first reserve gets the place. Doing it twice is once.

    `because` is told to the rest of the team, the chair and the coordinators, and is not written in the log.

    Returns the one that moved up, if any.

    Raises:
        CommitteeRefused: it is under way, or never was selected.
    """
    round_ = rounds.lock(trial_action.round)
    row = committee.lock_application(trial_action)
    row.round = round_
    if row.state == State.WITHDRAWN:
        return None
    if row.state != State.SELECTED:
        raise CommitteeRefused("Kun en udvalgt prøvehandling, der ikke er aftalt endnu, kan trækkes tilbage her.")
    row.state, row.withdrawn_at, row.withdrawn_because = State.WITHDRAWN, at, because
    row.save(update_fields=["state", "withdrawn_at", "withdrawn_because"])
    committee.record("trial_action.withdrawn", f"trak “{row}” tilbage", row, round_, by, at)
    moved = move_up(round_, at=at)
    committee_emails.withdrawn(row, because=because, moved=moved, by=by)
    partner_emails.tell(round_, [row])
    return moved


def move_up(round_: Round, *, at: datetime) -> TrialAction | None:
    """Give a place that has become free to the first reserve of the locked round; None when there is none.

    Those behind are one place nearer, and are told. The log does not say who left: it may be hidden from its reader.
    """
    reserves = TrialAction.objects.select_for_update(no_key=True, of=("self",)).filter(
        round=round_, state=State.RESERVE
    )
    waiting = list(reserves.order_by("reserve_rank"))
    if not waiting:
        return None
    first, *behind = waiting
    first.round = round_
    first.state, first.reserve_rank = State.SELECTED, None
    first.save(update_fields=["state", "reserve_rank"])
    summary = f"gav den ledige plads til “{first}” fra reservelisten i {round_.title}"
    committee.record("trial_action.moved_up", summary, first, round_, None, at)
    committee_emails.moved_up(first)
    partner_emails.tell(round_, [first], partner_emails.MOVED_UP)
    for rank, row in enumerate(behind, start=1):  # in order, since no two may have one rank
        if row.reserve_rank != rank:
            row.round, row.reserve_rank = round_, rank
            row.save(update_fields=["reserve_rank"])
            committee_emails.nearer(row)
    return first
