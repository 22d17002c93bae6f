"""The selection board as one person sees it: rows by rank, the draft or a trial of it, and what it covers (tavlen).

Rows whose points the person may not see yet have no rank, no points and no choice, and count for nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from accounts.danish import danish_key, in_words
from accounts.models import User
from strategy import committee, reading, selection, selection_picture
from strategy.committee import Hidden, Judged
from strategy.models import BoardChoice, CommitteeSeat, ElementAnswer, Partner, Round, TrialAction
from strategy.selection import Coverage, Kind, Standing, Traits

Choice = BoardChoice.Choice
# Long texts of an application that the board does not show.
UNREAD = (
    "intervention",
    "group",
    "goal",
    "methods",
    "child_perspective",
    "child_voice",
    "expected_effect",
    "resources",
)
HEADINGS: tuple[tuple[Kind, str], ...] = (
    ("units", "Enheder og aktører"),
    ("ages", "Aldersgrupper"),
    ("elements", "Modellens elementer"),
    ("parts", "Dele af kommunen"),
)


@dataclass(frozen=True)
class Row:
    """One application on the board."""

    application: TrialAction
    rank: int
    standing: Standing | None
    # What the draft says, and what is shown: the same, unless something is tried out.
    saved: str
    choice: str
    traits: Traits
    names: str
    is_last_place: bool = False

    @property
    def number(self) -> int:
        return self.application.number

    @property
    def picture(self) -> selection_picture.Dots | None:
        return selection_picture.dots(self.standing) if self.standing else None

    @property
    def disagrees(self) -> bool:
        return self.standing is not None and self.standing.disagrees

    @property
    def given(self) -> int:
        return len(self.standing.totals) if self.standing else 0

    @property
    def is_tried(self) -> bool:
        return self.choice != self.saved


@dataclass(frozen=True)
class Board:
    """Everything a person may see of a round's selection."""

    round: Round
    rows: list[Row]
    unread: list[TrialAction]
    hidden: Hidden
    seats: list[CommitteeSeat]
    missing_reviews: int
    names: Mapping[Kind, Sequence[str]] = field(default_factory=dict)
    total: int = 0

    def count(self, choice: str) -> int:
        return self._counts[choice]

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(row.choice for row in self.rows)

    @property
    def selected(self) -> int:
        return self._counts[Choice.SELECTED]

    @property
    def reserve(self) -> int:
        return self._counts[Choice.RESERVE]

    @property
    def declined(self) -> int:
        return self._counts[Choice.DECLINED]

    @property
    def open(self) -> int:
        return self._counts[""]

    @property
    def is_whole(self) -> bool:
        """The person sees every application, so that the count says something of the places there are.

        Beside the number of places, a count without what is hidden would be untrue, or tell what became of it.
        """
        return not self.hidden

    @property
    def left(self) -> int:
        """Places left; below nought when too many are selected."""
        return self.round.target - self.selected

    @property
    def over(self) -> int:
        return max(0, -self.left)

    @property
    def places(self) -> list[bool]:
        """A mark for each place, taken or not."""
        return [place < self.selected for place in range(max(self.round.target, self.selected))]

    @property
    def disagreements(self) -> int:
        return sum(row.disagrees for row in self.rows)

    @property
    def tried(self) -> list[Row]:
        """Where the trial is not what the draft says."""
        return [row for row in self.rows if row.is_tried]

    @cached_property
    def coverage(self) -> Coverage:
        return selection.coverage([row.traits for row in self.rows if row.choice == Choice.SELECTED], self.names)

    @property
    def spread(self) -> list[tuple[str, tuple[selection.Covered, ...]]]:
        """Headings with their bars; a kind with nothing to say is left out."""
        return [(heading, rows) for kind, heading in HEADINGS if (rows := self.coverage.of(kind))]

    @property
    def has_chair(self) -> bool:
        return any(seat.is_chair for seat in self.seats)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many sit in the committee as what."""
        found = Counter(seat.get_kind_display() for seat in self.seats)
        return [(label, found[label]) for label in CommitteeSeat.Kind.labels if found[label]]

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """The elements that are thinly covered, each with what could be done about it: heading and text."""
        found = []
        for one in self.coverage.elements:
            if one.is_thin:
                size = self.coverage.size
                shown = "" if self.is_whole else ", du kan se,"
                text = f"{one.count} af de {size} udvalgte{shown} arbejder tydeligt med “{one.name}”."
                found.append(("Et element er svagt dækket", f"{text} {self._help(one.name)}".strip()))
        return found

    def _help(self, element: str) -> str:
        helping = [row for row in self.rows if row.choice != Choice.SELECTED and element in row.traits.elements]
        for choice, who in ((Choice.RESERVE, "Reserven"), ("", "Af dem, der mangler en afgørelse, gør")):
            numbers = [str(row.rank) for row in helping if row.choice == choice][:5]
            if numbers and choice:
                return f"{who if len(numbers) == 1 else 'Reserverne'} på plads {in_words(numbers)} gør."
            if numbers:
                return f"{who} plads {in_words(numbers)} det."
        return ""


def board(user: User, round_: Round, seat: CommitteeSeat | None, trial: Mapping[int, str] | None = None) -> Board:
    """The board with `trial` (number to choice) instead of the draft where it says something.

    The queries do not grow with it.
    """
    applications = list(committee.shown_to(user, round_).select_related("board_choice").defer(*UNREAD))
    by_pk = {row.pk: row for row in applications}
    judged = committee.judged(applications)
    given, own = _reviews(judged, seat)
    seats = committee.members(round_)
    shown = [row for row in applications if seat is None or round_.is_decided or committee.is_in(own.get(row.pk), row)]
    standings = {row.pk: selection.standing(given[row.pk]) for row in shown}
    order = selection.ranked(standings, {row.pk: row.number for row in shown})
    elements = {row.pk: row.title for row in round_.version.elements.filter(is_centre=False).order_by("position")}
    progress = reading.progress_of(seats, applications, judged)
    partners, leading = _touched(by_pk, elements)
    hidden = committee.hidden_from(user, round_)
    rows = []
    for rank, pk in enumerate(order, start=1):
        row = by_pk[pk]
        saved = _saved(row, round_)
        rows.append(
            Row(
                application=row,
                rank=rank,
                standing=standings[pk],
                saved=saved,
                choice=(trial or {}).get(row.number, saved),
                traits=_traits(row, partners[pk], leading[pk]),
                names=reading.on_one_line([one.name for one in partners[pk]], row),
                is_last_place=rank == round_.target and rank < len(order) and not hidden,
            )
        )
    return Board(
        round=round_,
        rows=rows,
        unread=[row for row in applications if row.pk not in standings],
        hidden=hidden,
        seats=seats,
        missing_reviews=sum(max(0, one.left) for one in progress),
        names=_names(rows, list(elements.values())),
        total=len(applications),
    )


def since_decided(user: User, round_: Round) -> list[TrialAction]:
    """Selected ones that have withdrawn since, and reserves that have moved up; none the person is too close to.

    Who is too close to one is not told who has moved up: it may be in its place. `board_choice` says what was decided.
    Three queries.
    """
    withdrawn = Q(pk__in=committee.withdrawn_since(round_))
    moved_up = Q(state__in=TrialAction.CHOSEN, board_choice__choice=Choice.RESERVE)
    told = withdrawn if committee.hidden_from(user, round_) else withdrawn | moved_up
    rows = TrialAction.objects.filter(told, round=round_, board_choice__isnull=False)
    kept = rows.not_near(user).exclude(conflicts__seat__user=user)
    return list(kept.select_related("board_choice").order_by("number"))


def _reviews(
    judged: Sequence[Judged], seat: CommitteeSeat | None
) -> tuple[dict[int, list[Decimal]], dict[int, Judged]]:
    """The points given to each application, and the person's own judgements."""
    given: defaultdict[int, list[Decimal]] = defaultdict(list)
    own = {}
    for review in judged:
        if review.total is not None:
            given[review.trial_action_id].append(review.total)
        if seat is not None and review.seat_id == seat.pk:
            own[review.trial_action_id] = review
    return given, own


def _saved(row: TrialAction, round_: Round) -> str:
    """The draft's choice; once decided, what became of it."""
    if not round_.is_decided:
        draft = getattr(row, "board_choice", None)
        return draft.choice if draft else ""
    if row.is_chosen:
        return Choice.SELECTED
    return row.state if row.state in Choice.values else ""


class Part(NamedTuple):
    """A partner's name, and the part of the municipality its unit lies in."""

    name: str
    part: str


def _touched(
    found: Collection[int], elements: Mapping[int, str]
) -> tuple[defaultdict[int, list[Part]], defaultdict[int, set[str]]]:
    """The partners of each application and the elements that lead in it, without their long texts. Two queries."""
    partners: defaultdict[int, list[Part]] = defaultdict(list)
    rows = Partner.objects.filter(trial_action__in=found)
    for pk, name, part, actor in rows.values_list("trial_action", "unit__name", "unit__part", "actor"):
        partners[pk].append(Part(name or actor, part or ""))
    leading: defaultdict[int, set[str]] = defaultdict(set)
    answers = ElementAnswer.objects.filter(trial_action__in=found, element__in=elements, is_leading=True)
    for pk, element in answers.values_list("trial_action", "element"):
        leading[pk].add(elements[element])
    return partners, leading


def _traits(row: TrialAction, partners: Sequence[Part], leading: Collection[str]) -> Traits:
    return Traits(
        units=frozenset(one.name for one in partners),
        ages=frozenset({row.get_age_group_display()} if row.age_group else ()),
        elements=frozenset(leading),
        parts=frozenset(one.part for one in partners if one.part),
    )


def _names(rows: Sequence[Row], elements: Sequence[str]) -> dict[Kind, Sequence[str]]:
    """What the board's applications touch: units and parts in Danish order, ages from the youngest, all elements."""
    units = {name for row in rows for name in row.traits.units}
    parts = {name for row in rows for name in row.traits.parts}
    ages = {name for row in rows for name in row.traits.ages}
    return {
        "units": sorted(units, key=danish_key),
        "ages": [label for label in TrialAction.AgeGroup.labels if label in ages],
        "elements": elements,
        "parts": sorted(parts, key=danish_key),
    }
