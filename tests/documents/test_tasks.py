"""What the worker's jobs leave in the log for those who run the portal."""

import pytest
from django.utils import timezone

from accounts.models import User
from documents import jobs, tasks
from documents.models import Document

pytestmark = pytest.mark.django_db


def test_the_log_says_which_document_could_not_be_made(
    signe: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = jobs.order(
        kind="receipt", title="Kvittering", filename="kvittering.pdf", snapshot={}, by=signe, at=timezone.now()
    )

    def fail(claimed: Document) -> bool:
        raise ValueError("no fonts")

    monkeypatch.setattr(jobs, "run", fail)
    with pytest.raises(ValueError, match="no fonts"):
        tasks.render(str(document.pk))
    lines = [record.msg for record in caplog.records if record.name == "documents.tasks"]
    said = [{name: line[name] for name in ("event", "level", "document", "kind", "attempt")} for line in lines]
    assert said == [
        {
            "event": "document_not_made",
            "level": "warning",
            "document": str(document.pk),
            "kind": "receipt",
            "attempt": 1,
        }
    ]
