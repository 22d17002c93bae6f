"""Two send documents at once: each gets a number of its own. Without the screening's lock both would get the same."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from documents import uploads
from partnerships.models import Enrolment
from screening import screenings as life
from screening import sources
from screening.models import Screening
from screening.sources import Document, Upload
from tests.documents.test_uploads import PDF
from tests.factories import screenings
from tests.factories.world import NOW
from tests.races.two import Held, run_both

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planned(binding: Enrolment, jonas: User) -> Screening:
    return screenings.planned(binding, jonas, state="collecting")


def upload(name: str) -> Upload:
    file = SimpleUploadedFile(name, PDF)
    return Upload(file, uploads.check(file))


def test_two_documents_at_once_get_different_numbers(
    planned: Screening, mette: User, anders: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = planned.requests.create(position=1, title="Politik")
    held = Held()
    monkeypatch.setattr(sources.emails, "document_arrived", held.around(sources.emails.document_arrived))

    def send(name: str, by: User):
        return lambda: sources.answer_request(request=request, title="", upload=upload(name), by=by, at=NOW)

    one, two = run_both(held, send("A.pdf", mette), send("B.pdf", anders))

    assert (one.name, two.name) == ("done", "done")
    codes = [(source.code, source.title) for source in planned.sources.all()]
    assert codes == [("D1", "A.pdf"), ("D2", "B.pdf")]


def test_a_document_is_changed_while_it_is_removed(
    planned: Screening, jonas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Document("Politik", url="https://stevns.example/p")
    row = sources.add_document(screening=planned, said=said, upload=None, by=jonas, at=NOW)
    held = Held()
    monkeypatch.setattr(life.audit, "record", held.around(life.audit.record))

    one, two = run_both(
        held,
        lambda: sources.remove(source=row, by=jonas, at=NOW),
        lambda: sources.change(
            source=row, said=Document("Ny", url=said.url), seen=sources.mark_of(row), by=jonas, at=NOW
        ),
    )

    assert (one.name, two.name) == ("done", "SourceRefused")
    assert planned.sources.count() == 0


def test_an_order_is_taken_once_by_two_clocks(binding: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    binding.participations.update(has_screening=True)
    held = Held()
    monkeypatch.setattr(life.audit, "record", held.around(life.audit.record))

    one, two = run_both(held, lambda: life.take_orders(at=NOW), lambda: life.take_orders(at=NOW))

    assert (one.result, two.result) == (2, 0)
    assert Screening.objects.count() == 2
