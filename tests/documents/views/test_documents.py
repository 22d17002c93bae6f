"""A document's page, its card and its file: for those who may see it, and nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from documents import jobs, tasks
from documents.models import Document
from partnerships.models import Enrolment

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
ROUTES = ("document", "document_status", "document_download")


def status(client: Client, url: str) -> int:
    """The answer's number; reading it to its end closes its file."""
    response = client.get(url)
    list(response)
    return response.status_code


@pytest.fixture
def receipt(binding: Enrolment) -> Document:
    return binding.changes.get().receipt


@pytest.fixture
def ready(receipt: Document) -> Document:
    tasks.render(str(receipt.pk))
    receipt.refresh_from_db()
    return receipt


def test_the_file_comes_with_its_name_and_is_kept_by_nobody(ready: Document, mette: User, as_user: As) -> None:
    response = as_user(mette).get(reverse("document_download", args=[ready.pk]))

    content = b"".join(response.streaming_content)
    assert (response.status_code, len(content), content[:5]) == (200, ready.size, b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{ready.filename}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_danish_file_name_survives(ready: Document, mette: User, as_user: As) -> None:
    Document.objects.filter(pk=ready.pk).update(filename="Tilmelding på Ærø.pdf")
    response = as_user(mette).get(reverse("document_download", args=[ready.pk]))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Tilmelding%20p%C3%A5%20%C3%86r%C3%B8.pdf"
    list(response)


def test_who_may_see_a_receipt(
    ready: Document, mette: User, rikke: User, finn: User, signe: User, stranger: User, jonas: User, as_user: As
) -> None:
    for route in ROUTES:
        url = reverse(route, args=[ready.pk])
        answers = [status(as_user(person), url) for person in (mette, rikke, finn, signe, stranger, jonas)]
        assert answers == [200, 200, 200, 200, 404, 404], route
        response = Client().get(url)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_the_card_asks_again_until_the_document_is_ready(receipt: Document, mette: User, as_user: As) -> None:
    url = reverse("document_status", args=[receipt.pk])
    jobs.claim(receipt.pk, at=timezone.now())
    Document.objects.update(progress=40, progress_text="Sætter siderne op.")

    waiting = as_user(mette).get(url).content.decode()
    assert f'hx-get="{url}"' in waiting
    assert 'value="40"' in waiting
    assert "Sætter siderne op." in waiting
    assert "<noscript>" in waiting

    Document.objects.update(state="queued", attempts=0)
    tasks.render(str(receipt.pk))
    ready = as_user(mette).get(url).content.decode()
    assert "hx-get" not in ready
    assert reverse("document_download", args=[receipt.pk]) in ready


def test_a_file_that_is_not_there_yet(receipt: Document, mette: User, as_user: As) -> None:
    assert as_user(mette).get(reverse("document_download", args=[receipt.pk])).status_code == 404
    assert as_user(mette).get(reverse("document", args=[receipt.pk])).status_code == 200


def test_a_failed_document_says_why_and_can_be_tried_again(
    receipt: Document, mette: User, stranger: User, as_user: As
) -> None:
    Document.objects.update(state="failed", failure=jobs.GAVE_UP, attempts=5)
    page = as_user(mette).get(reverse("document", args=[receipt.pk])).content.decode()
    assert jobs.GAVE_UP in page
    assert "Prøv igen" in page

    url = reverse("document_retry", args=[receipt.pk])
    assert as_user(stranger).post(url).status_code == 404
    assert as_user(mette).get(url).status_code == 405
    response = as_user(mette).post(url)
    assert (response.status_code, response["Location"]) == (302, reverse("document", args=[receipt.pk]))
    receipt.refresh_from_db()
    assert (receipt.state, receipt.attempts, receipt.failure) == ("queued", 0, "")

    again = as_user(mette).post(url, follow=True)
    assert "Dokumentet fejlede ikke, så det skal ikke laves igen." in again.content.decode()
    event = AuditEvent.objects.get(subject_type="document", subject_id=str(receipt.pk))
    assert (event.action, event.actor) == ("document.retried", mette)
    assert event.summary == f"bad om at få lavet »{receipt.title}« igen"
