"""The committee's draft of the decision: what each application would get, with grounds and minutes (kladden).

Those who decide set it. Each says what stood there when they chose, so that nobody overwrites a colleague unknowingly.
The round is locked first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.danish import clock
from accounts.models import User
from strategy import committee
from strategy.models import BoardChoice, Round, TrialAction

Choice = BoardChoice.Choice
CHOICES = ("", *Choice.values)


@dataclass(frozen=True)
class Wanted:
    """What an application, by its number, should get; `seen` is what the person saw that it had."""

    number: int
    choice: str
    seen: str


@dataclass(frozen=True)
class Clash:
    """A colleague chose something else meanwhile; nothing of it was changed."""

    number: int
    current: str
    label: str
    by: str
    at: datetime

    def __str__(self) -> str:
        return (
            f"{self.by} satte nr. {self.number} til “{self.label}” kl. {clock(self.at)}, mens du valgte. "
            "Vælg igen, hvis det skal være noget andet."
        )


@transaction.atomic
def choose(*, round_: Round, wanted: Sequence[Wanted], by: User, at: datetime) -> list[Clash]:
    """Set what the draft says of some applications, and return those a colleague has set otherwise meanwhile.

    What is as it was seen stays; so does what the person may not know of. The same again changes nothing.

    Raises:
        CommitteeRefused: the round is decided.
    """
    row = committee.lock_undecided(round_)
    changes = {one.number: one for one in wanted if one.choice != one.seen and one.choice in CHOICES}
    found = committee.shown_to(by, row).filter(number__in=changes, state__in=TrialAction.BEFORE_THE_COMMITTEE)
    clashes = []
    for application in found.select_related("board_choice__changed_by").order_by("number"):
        clash = _set(application, changes[application.number], row, by, at)
        if clash is not None:
            clashes.append(clash)
    return clashes


def _set(application: TrialAction, one: Wanted, round_: Round, by: User, at: datetime) -> Clash | None:
    draft = getattr(application, "board_choice", None)
    current = draft.choice if draft else ""
    if current == one.choice:
        return None
    # One's own last choice is no surprise: arrow keys run through the choices faster than answers come.
    if draft is not None and current != one.seen and draft.changed_by_id != by.pk:
        label = draft.get_choice_display() if current else "Ikke afgjort"
        return Clash(application.number, current, label, draft.changed_by.display_name, draft.changed_at)
    draft = draft or BoardChoice(trial_action=application)
    draft.choice, draft.changed_at, draft.changed_by = one.choice, at, by
    draft.reserve_rank = _next_rank(round_) if one.choice == Choice.RESERVE else None
    draft.save()
    words = draft.get_choice_display().lower() if draft.choice else "ikke afgjort"
    summary = f"satte ansøgning nr. {application.number} i {round_.title} til {words} i kladden"
    committee.record("board.chosen", summary, draft, round_, by, at)
    return None


def _next_rank(round_: Round) -> int:
    last = BoardChoice.objects.filter(trial_action__round=round_).aggregate(last=Max("reserve_rank"))["last"]
    return (last or 0) + 1


@dataclass(frozen=True)
class Text:
    """A text as it was seen, and as it should be."""

    seen: str
    text: str


@dataclass(frozen=True)
class Words:
    """The words of the decision: the minutes, and by the applications' numbers grounds and reserve ranks."""

    minutes: Text
    grounds: Mapping[int, Text] = field(default_factory=dict)
    ranks: Mapping[int, int] = field(default_factory=dict)


class WordsChanged(committee.CommitteeRefused):
    """A colleague wrote meanwhile; nothing is saved. `theirs` is what stands, by what it is of."""

    def __init__(self, theirs: Mapping[str, str]) -> None:
        super().__init__(
            "En kollega har skrevet i begrundelserne eller referatet, mens du skrev. Det, der er anderledes, står "
            "herunder. Din tekst er ikke gemt: gem igen, hvis den skal erstatte det."
        )
        self.theirs = theirs


@transaction.atomic
def write(*, round_: Round, words: Words, by: User, at: datetime) -> Round:
    """Keep minutes, grounds and the order of the reserves until the decision. The same again changes nothing.

    Raises:
        CommitteeRefused, WordsChanged: nothing is saved.
    """
    row = committee.lock_undecided(round_)
    keep(row, words, by, at)
    return row


def keep(row: Round, words: Words, by: User, at: datetime) -> None:
    """`write`, in the caller's transaction, on the locked round."""
    found = committee.shown_to(by, row).filter(number__in={*words.grounds, *words.ranks})
    drafts = {one.number: one.board_choice for one in found.select_related("board_choice") if _has_draft(one)}
    theirs = {}
    if row.minutes not in (words.minutes.seen, words.minutes.text):
        theirs["Referat"] = row.minutes
    for number, one in words.grounds.items():
        if number in drafts and drafts[number].grounds not in (one.seen, one.text):
            theirs[f"Begrundelse, nr. {number}"] = drafts[number].grounds
    if theirs:
        raise WordsChanged(theirs)
    if row.minutes != words.minutes.text:
        row.minutes = words.minutes.text
        row.save(update_fields=["minutes"])
    for number, draft in drafts.items():
        grounds = words.grounds[number].text if number in words.grounds else draft.grounds
        rank = words.ranks.get(number, draft.reserve_rank) if draft.choice == Choice.RESERVE else None
        if (grounds, rank) != (draft.grounds, draft.reserve_rank):
            draft.grounds, draft.reserve_rank, draft.changed_at, draft.changed_by = grounds, rank, at, by
            draft.save()


def _has_draft(application: TrialAction) -> bool:
    return getattr(application, "board_choice", None) is not None
