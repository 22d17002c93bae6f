"""Sources get numbers of their own, keep their files private and named by us, and stay while findings rest on them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from post_office.models import Email

from accounts.models import AuditEvent, User
from documents import uploads
from screening import sources
from screening.models import DocumentRequest, Screening, Source
from screening.sources import Document, Meeting, Upload
from tests.factories import screenings, world
from tests.screening import files

AT = world.NOW


def upload(name: str = "Oplæg.docx", *, unread: str = "") -> Upload:
    file = SimpleUploadedFile(name, files.docx("Politik"))
    return Upload(file, uploads.check(file), unread)


def add(screening: Screening, by: User, title: str = "Politik", url: str = "https://stevns.example/p") -> Source:
    return sources.add_document(screening=screening, said=Document(title=title, url=url), upload=None, by=by, at=AT)


@pytest.fixture
def request_(planned: Screening) -> DocumentRequest:
    return planned.requests.create(position=1, title="Politik")


def answer(request: DocumentRequest, by: User, **values: Any) -> Source:
    return sources.answer_request(request=request, title="", upload=upload(**values), by=by, at=AT)


def last_event() -> str:
    return AuditEvent.objects.latest("pk").summary


def test_each_kind_counts_its_own(planned: Screening, jonas: User) -> None:
    interview = Meeting("Interview med skoleledere", date(2027, 2, 3), role="Skoleledere", people=3)
    workshop = Meeting("Workshop med 18 deltagere", date(2027, 2, 11), participants=[["Skoleledere", 18]])
    added = [
        add(planned, jonas),
        add(planned, jonas),
        sources.add_meeting(screening=planned, kind="interview", said=interview, by=jonas, at=AT),
        sources.add_meeting(screening=planned, kind="workshop", said=workshop, by=jonas, at=AT),
    ]
    assert [source.code for source in added] == ["D1", "D2", "I1", "W1"]
    assert last_event() == "tilføjede workshoppen W1 “Workshop med 18 deltagere” (foranalyse af skoleområdet)"


def test_a_file_is_kept_under_a_name_of_our_own(planned: Screening, jonas: User) -> None:
    said = Document(title="Politik", dated="2025")
    row = sources.add_document(screening=planned, said=said, upload=upload(unread="Scannet."), by=jonas, at=AT)
    row.refresh_from_db()
    assert (row.filename, row.title, row.dated, row.unread, row.url) == (
        "Oplæg.docx",
        "Politik",
        "2025",
        "Scannet.",
        "",
    )
    assert Path(row.file.name).suffix == ".docx"
    assert "pl" not in Path(row.file.name).stem


@pytest.mark.parametrize(("url", "with_file"), [("", False), ("https://stevns.example/p", True)])
def test_a_document_is_a_file_or_a_link(planned: Screening, jonas: User, url: str, with_file: bool) -> None:
    with pytest.raises(sources.SourceRefused, match="Vælg en fil, eller skriv et link"):
        sources.add_document(
            screening=planned, said=Document("A", url=url), upload=upload() if with_file else None, by=jonas, at=AT
        )


def test_what_the_municipality_sends_is_told_the_consultants(
    planned: Screening, request_: DocumentRequest, mette: User
) -> None:
    DocumentRequest.objects.update(not_available="Troede vi")
    row = answer(request_, mette, name="Børnepolitik 2025.docx")
    assert (row.code, row.title, row.request) == ("D1", "Børnepolitik 2025.docx", request_)
    request_.refresh_from_db()
    assert request_.not_available == ""
    email = Email.objects.latest("pk")
    assert (email.to, email.subject) == (
        ["jonas.krog@komponent.example"],
        "Nyt dokument fra Stevns Kommune: Børnepolitik 2025.docx",
    )
    assert "Svar på: Politik" in email.message
    assert f"/screeninger/{planned.pk}/kilder/" in email.message
    assert last_event() == "sendte dokumentet D1 “Børnepolitik 2025.docx” (foranalyse af skoleområdet)"


def test_a_request_that_is_gone_is_not_answered(planned: Screening, request_: DocumentRequest, mette: User) -> None:
    DocumentRequest.objects.all().delete()
    with pytest.raises(sources.SourceRefused, match="taget punktet af listen"):
        answer(request_, mette)
    assert Source.objects.count() == 0


def test_a_changed_source_is_saved_once_and_told_of(planned: Screening, jonas: User) -> None:
    row = add(planned, jonas)
    seen = sources.mark_of(row)
    said = Document(title="Ny politik", url=row.url)
    for _ in range(2):
        sources.change(source=row, said=said, seen=seen, by=jonas, at=AT)
    assert AuditEvent.objects.filter(action="screening.source_changed").count() == 1
    with pytest.raises(sources.SourceRefused, match="En kollega har ændret kilden"):
        sources.change(source=row, said=Document(title="Tredje", url=row.url), seen=seen, by=jonas, at=AT)
    row.refresh_from_db()
    assert row.title == "Ny politik"


def test_a_new_file_takes_the_old_one_s_place(
    planned: Screening, jonas: User, django_capture_on_commit_callbacks: Any
) -> None:
    row = sources.add_document(screening=planned, said=Document("A"), upload=upload(), by=jonas, at=AT)
    old = row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        new = sources.change(
            source=row, said=Document("A"), upload=upload("Ny.docx"), seen=sources.mark_of(row), by=jonas, at=AT
        )
    assert (new.filename, default_storage.exists(old), default_storage.exists(new.file.name)) == (
        "Ny.docx",
        False,
        True,
    )
    with django_capture_on_commit_callbacks(execute=True):
        link = sources.change(
            source=new, said=Document("A", url="https://a.example/"), seen=sources.mark_of(new), by=jonas, at=AT
        )
    assert (bool(link.file), link.filename, default_storage.exists(new.file.name)) == (False, "", False)


def test_a_file_stays_when_only_the_words_change(planned: Screening, jonas: User) -> None:
    row = sources.add_document(screening=planned, said=Document("A"), upload=upload(), by=jonas, at=AT)
    new = sources.change(source=row, said=Document("B"), seen=sources.mark_of(row), by=jonas, at=AT)
    assert (new.title, new.filename, new.file.name) == ("B", "Oplæg.docx", row.file.name)


def test_a_removed_source_takes_its_file_along(
    planned: Screening, jonas: User, django_capture_on_commit_callbacks: Any
) -> None:
    row = sources.add_document(screening=planned, said=Document("A"), upload=upload(), by=jonas, at=AT)
    name = row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        sources.remove(source=row, by=jonas, at=AT)
    assert (Source.objects.count(), default_storage.exists(name)) == (0, False)
    sources.remove(source=row, by=jonas, at=AT)
    assert last_event() == "fjernede dokumentet D1 “A” (foranalyse af skoleområdet)"


def test_a_source_that_findings_rest_on_stays(assessed: Screening, jonas: User) -> None:
    cited = Source.objects.filter(citations__isnull=False).distinct()[0]
    with pytest.raises(sources.SourceRefused, match="Fjern henvisningerne først"):
        sources.remove(source=cited, by=jonas, at=AT)
    assert Source.objects.filter(pk=cited.pk).exists()


def test_sources_rest_when_the_work_is_done(binding: Any, jonas: User) -> None:
    done = screenings.planned(binding, jonas, state="in_review")
    with pytest.raises(sources.SourceRefused, match="mens screeningen er i gang"):
        add(done, jonas)


def test_there_are_not_endlessly_many(planned: Screening, jonas: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST", 1)
    add(planned, jonas)
    with pytest.raises(sources.SourceRefused, match="Der er 1 kilder"):
        add(planned, jonas)


def test_a_document_nobody_asked_for(planned: Screening, mette: User, jonas: User) -> None:
    row = sources.send_unasked(screening=planned, title="Evaluering 2025", upload=upload(), by=mette, at=world.NOW)
    assert (row.code, row.title, row.request, row.is_from_municipality) == ("D1", "Evaluering 2025", None, True)
    said = AuditEvent.objects.filter(subject_type="screening").latest("pk").summary
    assert said == ("sendte dokumentet D1 “Evaluering 2025”, som der ikke var bedt om (foranalyse af skoleområdet)")
    told = Email.objects.latest("pk")
    assert (told.to, told.subject) == ([jonas.email], "Nyt dokument fra Stevns Kommune: Evaluering 2025")
    assert "Svar på:" not in told.message
    sources.remove(source=row, by=mette, at=world.NOW)
    assert AuditEvent.objects.latest("pk").action == "screening.document_taken_back"
    Screening.objects.update(state="delivered", delivered_at=world.NOW)
    with pytest.raises(sources.SourceRefused, match="mens screeningen er i gang"):
        sources.send_unasked(screening=planned, title="Sent", upload=upload(), by=mette, at=world.NOW)
