"""Two colleagues ask for the report at the same second: there is one, with one PDF and one presentation."""

import pytest

from accounts.models import User
from documents.models import Document
from partnerships.models import Enrolment
from screening import reports
from screening.models import Assessment, Report, Screening
from tests.factories import screenings, world
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)
AT = world.NOW


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first transaction stops where it writes the log, with the report saved."""
    held = Held()
    monkeypatch.setattr(reports.screenings, "record", held.around(reports.screenings.record))
    return held


@pytest.fixture
def assessed(binding: Enrolment, jonas: User) -> Screening:
    return screenings.assessed(binding, jonas, kind="short")


def files() -> list[str]:
    return sorted(Document.objects.filter(kind__startswith="screening").values_list("kind", flat=True))


def test_two_at_once_get_the_same_report(held: Held, assessed: Screening, jonas: User, signe: User) -> None:
    one, two = run_both(
        held,
        lambda: reports.make(screening=assessed, by=jonas, at=AT),
        lambda: reports.make(screening=assessed, by=signe, at=AT),
    )
    assert (one.name, two.name) == ("done", "done")
    assert one.result == two.result
    assert (Report.objects.count(), files()) == (1, ["screening_deck", "screening_pdf"])


def test_what_was_written_meanwhile_is_in_the_next(held: Held, assessed: Screening, jonas: User, signe: User) -> None:
    def write_and_make() -> Report:
        Assessment.objects.filter(screening=assessed, lever__number=1).update(level=5)
        return reports.make(screening=assessed, by=signe, at=AT)

    one, two = run_both(held, lambda: reports.make(screening=assessed, by=jonas, at=AT), write_and_make)
    assert (one.result.version, two.result.version) == (1, 2)
    assert two.result.changes == [
        "Greb 1, " + two.result.snapshot["levers"][0]["short"] + ": Niveauet er ændret fra 3 til 5."
    ]
