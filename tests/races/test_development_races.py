"""Two colleagues in one development process at the same second. Without the lock one would be lost, or doubled."""

from datetime import date

import pytest

from accounts.models import User
from partnerships import development
from partnerships.models import DevelopmentProcess, Enrolment, Milestone, Participation, ProcessNote
from tests.factories import world
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = world.NOW
DUE = date(2027, 5, 1)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with everything before it done."""
    held = Held()
    held.armed = False
    monkeypatch.setattr(development.audit, "record", held.around(development.audit.record))
    return held


@pytest.fixture
def school(binding: Enrolment) -> Participation:
    return Participation.objects.get(enrolment=binding, partnership__area="school")


@pytest.fixture
def process(school: Participation, mette: User) -> DevelopmentProcess:
    return save(school, mette, "Flere veje", 0)


def save(school: Participation, by: User, title: str, revision: int) -> DevelopmentProcess:
    content = development.Content(title=title)
    return development.save(participation=school, content=content, revision=revision, by=by, at=AT)


def milestone(school: Participation, by: User, text: str) -> Milestone:
    return development.add_milestone(participation=school, text=text, due_date=DUE, by=by, at=AT)


def texts() -> list[str]:
    return list(Milestone.objects.order_by("text").values_list("text", flat=True))


def test_two_begin_the_process_and_one_is_told(held: Held, school: Participation, mette: User, anders: User) -> None:
    held.armed = True
    one, two = run_both(held, lambda: save(school, anders, "Hans", 0), lambda: save(school, mette, "Hendes", 0))
    assert (one.name, two.name) == ("done", "ProcessChanged")
    assert two.refusal.process == one.result
    assert DevelopmentProcess.objects.get().title == "Hans"


def test_two_edit_the_process_and_one_is_told(
    held: Held, school: Participation, process: DevelopmentProcess, mette: User, anders: User
) -> None:
    held.armed = True
    one, two = run_both(held, lambda: save(school, anders, "Hans", 1), lambda: save(school, mette, "Hendes", 1))
    assert (one.name, two.name) == ("done", "ProcessChanged")
    process.refresh_from_db()
    assert (process.title, process.revision, process.updated_by) == ("Hans", 2, anders)


def test_two_add_milestones_and_both_stand(
    held: Held, school: Participation, process: DevelopmentProcess, mette: User, anders: User
) -> None:
    held.armed = True
    one, two = run_both(held, lambda: milestone(school, anders, "A"), lambda: milestone(school, mette, "B"))
    assert ((one.name, two.name), texts()) == (("done", "done"), ["A", "B"])


def test_the_same_milestone_sent_twice_is_one(
    held: Held, school: Participation, process: DevelopmentProcess, mette: User
) -> None:
    held.armed = True
    one, two = run_both(held, lambda: milestone(school, mette, "A"), lambda: milestone(school, mette, "A"))
    assert (one.result, texts()) == (two.result, ["A"])


def test_two_at_the_last_place_add_one(
    held: Held, school: Participation, process: DevelopmentProcess, mette: User, anders: User
) -> None:
    few = range(development.MAX_MILESTONES - 1)
    Milestone.objects.bulk_create(Milestone(process=process, text=f"{n}", due_date=DUE) for n in few)
    held.armed = True
    one, two = run_both(held, lambda: milestone(school, anders, "A"), lambda: milestone(school, mette, "B"))
    assert (one.name, two.name) == ("done", "DevelopmentRefused")
    assert len(texts()) == development.MAX_MILESTONES


def test_a_milestone_is_removed_while_it_is_changed(
    held: Held, school: Participation, process: DevelopmentProcess, mette: User, anders: User
) -> None:
    row = milestone(school, mette, "A")
    seen = development.mark_of(row)
    held.armed = True
    one, two = run_both(
        held,
        lambda: development.remove_milestone(milestone=row, by=anders, at=AT),
        lambda: development.change_milestone(milestone=row, text="B", due_date=DUE, seen=seen, by=mette, at=AT),
    )
    assert ((one.name, two.name), texts()) == (("done", "DevelopmentRefused"), [])


def test_a_note_sent_twice_is_one(held: Held, school: Participation, process: DevelopmentProcess, mette: User) -> None:
    note = development.Note(status=ProcessNote.Status.values[0], text="Vi er i gang.")

    def write() -> ProcessNote:
        return development.write_note(participation=school, note=note, day=None, by=mette, at=AT)

    held.armed = True
    one, two = run_both(held, write, write)
    assert (one.result, ProcessNote.objects.count()) == (two.result, 1)
