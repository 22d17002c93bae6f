"""A workshop's own levels: a code, one lever at a time, and anonymous answers from phones (workshop).

Consultants' acts lock the screening and then the workshop, and stand in the log. Answers lock nothing that another
phone needs, stand in no log and carry no time: only a random mark that the phone made up for this workshop tells one
from another, kept as a keyed hash. An answer on its way while the lever changes still counts for the lever it was for.
"""

import re
import secrets
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac

from accounts.danish import in_danish_time
from accounts.models import User
from screening import distributions, screenings, sources
from screening.models import Screening, Source, Workshop, WorkshopAnswer
from screening.models.analysis import LEVERS
from screening.screenings import ScreeningRefused

# Without vowels, so that no word comes out, and without what is read for another: 0OQ 1IL 2Z 5S 8B CG UV.
ALPHABET = "CDFHJKMNPRTWX34679"
CODE_LENGTH = 6
# More answers to one lever than any room holds: somebody is sending them by machine.
MOST_ANSWERS = 500
# Wrong codes from one address; a whole room of phones often shares one.
TRIES, TRIES_SECONDS = 100, 10 * 60
REVISION = re.compile("[0-9]{1,9}")


class WorkshopRefused(ScreeningRefused):
    """What was asked for cannot be done; the message is for the person."""


class NoSuchCode(WorkshopRefused):
    """The code belongs to no workshop."""


class TooManyTries(WorkshopRefused):
    """Too many wrong codes have come from one place."""


# --- codes and phones -----------------------------------------------------------------------------------------------


def normal_code(text: str) -> str:
    """A code as it is kept, from however it was typed: "kmt 4r7" is KMT4R7."""
    return "".join(text.split()).replace("-", "").upper()


def by_code(text: str) -> Workshop | None:
    """The workshop of a code, with its screening. One query, and none for what cannot be a code."""
    code = normal_code(text)
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        return None
    return Workshop.objects.select_related("screening").filter(code=code).first()


def is_at(code: str, revision: str) -> bool:
    """Whether the workshop still is as a phone saw it. One query that reads one number, at most."""
    return bool(REVISION.fullmatch(revision)) and Workshop.objects.filter(code=code, revision=revision).exists()


def find(text: str, *, address: str) -> Workshop:
    """The workshop of a code somebody typed at `address`. Wrong codes are counted, right ones are not.

    Raises:
        TooManyTries: more than TRIES wrong codes from there in ten minutes; now the right one is refused too.
        NoSuchCode: the code belongs to no workshop.
    """
    key = f"workshop-codes:{address}"
    if (cache.get(key) or 0) >= TRIES:
        raise TooManyTries(
            "Der er skrevet for mange forkerte koder fra jeres netværk. Vent ti minutter, eller brug mobilens eget net."
        )
    found = by_code(text)
    if found is None:
        cache.add(key, 0, TRIES_SECONDS)
        cache.incr(key)
        raise NoSuchCode("Koden passer ikke til en workshop. Skriv de seks tegn, der står på skærmen i lokalet.")
    return found


def new_mark() -> str:
    """What a phone is known by in one workshop: random, and about nobody."""
    return secrets.token_urlsafe(24)


def respondent(workshop: Workshop, mark: str) -> str:
    """The mark as it is kept: of no use for finding the phone to anybody who only has the database."""
    return salted_hmac("screening.workshops", f"{workshop.pk}:{mark}", algorithm="sha256").hexdigest()


def takes_answers(workshop: Workshop) -> bool:
    """Whether phones may answer: the workshop is open, on a lever, and the screening is being worked on."""
    return workshop.is_open and bool(workshop.lever_number) and workshop.screening.is_being_worked_on


def own_level(workshop: Workshop, mark: str) -> int | None:
    """What the phone has answered to the lever on the screen. One query."""
    rows = workshop.answers.filter(respondent=respondent(workshop, mark), lever_number=workshop.lever_number)
    return rows.values_list("level", flat=True).first()


def answer(*, workshop: Workshop, mark: str, lever_number: int, level: int) -> None:
    """Give the phone's level for the lever on the screen; a later one takes its place. Nothing is logged.

    `workshop` is as it was just read. One row is written in one statement, so that sixty phones wait for nobody.

    Raises:
        WorkshopRefused: the lever is no longer on the screen, the workshop is closed, or there is no such level.
    """
    if not takes_answers(workshop):
        raise WorkshopRefused("Der kan ikke svares lige nu. Vent, til der er et greb på skærmen.")
    if lever_number != workshop.lever_number:
        raise WorkshopRefused("Skærmen er gået videre til et andet greb. Dit svar er ikke gemt.")
    if level not in distributions.LEVELS:
        raise WorkshopRefused("Vælg et af de fem niveauer.")
    who = respondent(workshop, mark)
    given = WorkshopAnswer.objects.filter(workshop=workshop, lever_number=lever_number)
    if given.count() >= MOST_ANSWERS and not given.filter(respondent=who).exists():
        raise WorkshopRefused("Der er kommet flere svar, end workshoppen kan tage imod. Sig det til konsulenten.")
    WorkshopAnswer.objects.bulk_create(
        [WorkshopAnswer(workshop=workshop, respondent=who, lever_number=lever_number, level=level)],
        update_conflicts=True,
        unique_fields=["workshop", "respondent", "lever_number"],
        update_fields=["level"],
    )


# --- consultants' acts ----------------------------------------------------------------------------------------------


def _lock(screening: Screening) -> tuple[Screening, Workshop | None]:
    """The screening and its workshop, locked in that order and fresh."""
    row = screenings.lock(screening)
    if not row.is_being_worked_on:
        raise WorkshopRefused(f"Screeningen er “{row.get_state_display().lower()}”, så workshoppen kan ikke ændres.")
    workshop = Workshop.objects.select_for_update(no_key=True).filter(screening=row).first()
    if workshop is not None:
        workshop.screening = row
    return row, workshop


def _lock_open(screening: Screening) -> Workshop:
    _, workshop = _lock(screening)
    if workshop is None or not workshop.is_open:
        raise WorkshopRefused("Workshoppen er lukket. Åbn den igen, hvis der skal svares mere.")
    return workshop


def _save(workshop: Workshop, action: str, summary: str, by: User, at: datetime) -> None:
    workshop.revision += 1
    workshop.save()
    screenings.record(f"workshop_{action}", summary, workshop.screening, by, at)


@transaction.atomic
def open_workshop(*, screening: Screening, by: User, at: datetime) -> Workshop:
    """Open the screening's workshop with a new code; no lever is on the screen yet. Twice is once.

    Raises:
        WorkshopRefused: the screening is not being worked on, or its workshop has been closed.
    """
    row, workshop = _lock(screening)
    if workshop is not None:
        if not workshop.is_open:
            raise WorkshopRefused("Workshoppen er lukket. Åbn den igen, hvis der skal svares mere.")
        return workshop
    workshop = Workshop.objects.create(screening=row, code=new_code(), opened_at=at, opened_by=by)
    screenings.record("workshop_opened", "åbnede workshoppen", row, by, at)
    return workshop


def new_code() -> str:
    """A code that no workshop has or has had."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not Workshop.objects.filter(code=code).exists():
            return code


@transaction.atomic
def choose_lever(*, screening: Screening, lever_number: int, by: User, at: datetime) -> Workshop:
    """Put a lever on the big screen, without its answers; the phones follow. 0 takes the lever away.

    A lever that was there before keeps its answers and takes more. The same again changes nothing.

    Raises:
        WorkshopRefused: there is no such lever, or no open workshop.
    """
    if lever_number and lever_number not in LEVERS:
        raise WorkshopRefused("Vælg et af de syv greb.")
    workshop = _lock_open(screening)
    if workshop.lever_number == lever_number:
        return workshop
    workshop.lever_number, workshop.shows_answers = lever_number, False
    words = f"satte greb {lever_number} på skærmen" if lever_number else "tog grebet af skærmen"
    _save(workshop, "lever", f"{words} i workshoppen", by, at)
    return workshop


@transaction.atomic
def show_answers(*, screening: Screening, lever_number: int, is_shown: bool, by: User, at: datetime) -> Workshop:
    """Show or hide how the answers lie. `lever_number` is the one the person saw. The same again changes nothing.

    Raises:
        WorkshopRefused: a colleague has changed the lever meanwhile, or there is none.
    """
    workshop = _lock_open(screening)
    if not lever_number or workshop.lever_number != lever_number:
        raise WorkshopRefused("Der er kommet et andet greb på skærmen imens. Se, hvilket der står nu.")
    if workshop.shows_answers == is_shown:
        return workshop
    workshop.shows_answers = is_shown
    words = "viste" if is_shown else "skjulte"
    action = "shown" if is_shown else "hidden"
    _save(workshop, action, f"{words} workshoppens svar på greb {lever_number}", by, at)
    return workshop


@transaction.atomic
def close(*, screening: Screening, by: User, at: datetime) -> Workshop:
    """End the workshop: no more answers. Twice is once.

    Raises:
        WorkshopRefused: the screening has no workshop, or is not being worked on.
    """
    _, workshop = _lock(screening)
    if workshop is None:
        raise WorkshopRefused("Der er ikke åbnet en workshop.")
    if not workshop.is_open:
        return workshop
    workshop.closed_at, workshop.lever_number, workshop.shows_answers = at, 0, False
    count = participants(workshop)
    _save(workshop, "closed", f"lukkede workshoppen, {count} {'deltager' if count == 1 else 'deltagere'}", by, at)
    return workshop


@transaction.atomic
def reopen(*, screening: Screening, by: User, at: datetime) -> Workshop:
    """Let the workshop take answers again, with the same code and the answers it has. Twice is once.

    Raises:
        WorkshopRefused: the screening has no workshop, or is not being worked on.
    """
    _, workshop = _lock(screening)
    if workshop is None:
        raise WorkshopRefused("Der er ikke åbnet en workshop.")
    if workshop.is_open:
        return workshop
    workshop.closed_at = None
    _save(workshop, "reopened", "åbnede workshoppen igen", by, at)
    return workshop


@transaction.atomic
def clear(*, screening: Screening, by: User, at: datetime) -> int:
    """Delete all answers of an open workshop, such as those of a rehearsal; how many there were.

    Raises:
        WorkshopRefused: no workshop is open.
    """
    workshop = _lock_open(screening)
    count, _ = workshop.answers.all().delete()
    workshop.lever_number, workshop.shows_answers = 0, False
    _save(workshop, "cleared", f"slettede workshoppens {count} svar", by, at)
    return count


def source_of(workshop: Workshop) -> Source | None:
    """The source that stands for the workshop, however the consultants wrote it. One query."""
    rows = Source.objects.filter(screening=workshop.screening_id, kind=Source.Kind.WORKSHOP)
    return rows.order_by("number").first()


@transaction.atomic
def add_source(*, screening: Screening, by: User, at: datetime) -> Source:
    """Write the closed workshop as a source with its date and how many answered. Twice is once.

    Raises:
        WorkshopRefused: there is no workshop that has been closed.
    """
    row, workshop = _lock(screening)
    if workshop is None or workshop.is_open:
        raise WorkshopRefused("Luk workshoppen først. Så kan den skrives som kilde.")
    if (found := source_of(workshop)) is not None:
        return found
    count = participants(workshop)
    title = f"Workshop med {count} {'deltager' if count == 1 else 'deltagere'}"
    said = sources.Meeting(title=title, held_on=in_danish_time(workshop.opened_at).date(), people=count)
    return sources.add_meeting(screening=row, kind=Source.Kind.WORKSHOP, said=said, by=by, at=at)


# --- what came of it ------------------------------------------------------------------------------------------------


def participants(workshop: Workshop) -> int:
    """How many phones have answered at least once. One query."""
    return workshop.answers.values("respondent").distinct().count()


def counted(workshop: Workshop) -> dict[int, distributions.Distribution]:
    """The answers by lever number, however few. One query."""
    return _counted(workshop.answers.all())


def _counted(answers: QuerySet[WorkshopAnswer]) -> dict[int, distributions.Distribution]:
    counts: dict[int, dict[int, int]] = {}
    for lever, level, count in answers.values_list("lever_number", "level").annotate(Count("pk")).order_by():
        counts.setdefault(lever, {})[level] = count
    return {lever: distributions.of_counts(counts[lever]) for lever in sorted(counts)}


def results(screening: Screening) -> dict[int, distributions.Distribution]:
    """How the answers of the closed workshop lie, by lever number. One query.

    While it is open they are for the screen in the room, when the consultant shows them. A lever with fewer than
    `distributions.FEWEST_SHOWN` answers is left out, so that nobody who reads it can tell who said what.
    """
    closed = WorkshopAnswer.objects.filter(workshop__screening=screening, workshop__closed_at__isnull=False)
    found = _counted(closed)
    return {lever: row for lever, row in found.items() if row.is_shown}
