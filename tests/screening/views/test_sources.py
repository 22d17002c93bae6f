"""The sources' pages: each kind is added, changed and removed; files are refused, kept and fetched by those who may."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from partnerships.models import Enrolment
from screening import sources
from screening.models import Finding, Screening, Source
from screening.sources import Document
from tests.factories import screenings, world
from tests.screening import files
from tests.screening.test_sources import upload


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def fetched(client: Client, address: str) -> Any:
    """The answer, read to its end, which closes the file."""
    response = client.get(address)
    if response.streaming:
        b"".join(response)
    return response


def new(screening: Screening, kind: str) -> str:
    return reverse("screening_source_new", args=[screening.pk, kind])


def test_a_file_is_added(as_user, planned: Screening, jonas: User) -> None:
    file = SimpleUploadedFile("Politik.docx", files.docx("Vores politik"))
    page = as_user(jonas).post(
        new(planned, "dokument"), {"title": "Politik", "dated": "2025", "file": file}, follow=True
    )
    assert "D1 er tilføjet." in text_of(page)
    row = planned.sources.get()
    assert (row.code, row.title, row.dated, row.filename, row.unread) == ("D1", "Politik", "2025", "Politik.docx", "")


def test_a_scan_is_taken_with_a_word_of_warning(as_user, planned: Screening, jonas: User) -> None:
    file = SimpleUploadedFile("Scan.pdf", files.pdf(""))
    page = as_user(jonas).post(new(planned, "dokument"), {"title": "Scan", "file": file}, follow=True)
    text = text_of(page)
    assert "vi kunne ikke lede efter CPR-numre i den: Filen har ingen tekst, der kan læses." in text
    assert "Ikke læst igennem" in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("elever.docx", lambda: files.docx(f"Elev {files.CPR}"), "et CPR-nummer: 0101••-•••• i afsnit 1"),
        ("010190-1234.docx", lambda: files.docx("Ren"), "Filens navn må ikke indeholde et CPR-nummer"),
        ("virus.pdf", lambda: b"MZ" + b"\0" * 300, "Filen hedder .pdf, men indholdet er noget andet"),
        ("makro.docm", lambda: b"PK", "makroer"),
        ("tom.pdf", lambda: b"", "Filen er tom"),
    ],
)
def test_a_file_is_refused_at_its_field_and_what_was_typed_is_kept(
    as_user, planned: Screening, jonas: User, name: str, content: Any, words: str
) -> None:
    file = SimpleUploadedFile(name, content())
    page = as_user(jonas).post(new(planned, "dokument"), {"title": "Min titel", "file": file})
    assert page.status_code == 422
    assert words in " ".join(page.context["form"].errors["file"])
    assert 'value="Min titel"' in page.content.decode()
    assert files.CPR not in page.content.decode().replace(name, "")
    assert planned.sources.count() == 0


def test_a_file_that_is_too_large_is_thrown_away(as_user, planned: Screening, jonas: User, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    file = SimpleUploadedFile("Stor.pdf", b"%PDF-1.7" + b"x" * 5000)
    page = as_user(jonas).post(new(planned, "dokument"), {"title": "A", "file": file})
    assert list(page.context["form"].errors) == ["file"]
    assert "Filen er for stor" in page.context["form"].errors["file"][0]


@pytest.mark.parametrize(
    ("values", "field"),
    [({}, "file"), ({"url": "javascript:x"}, "url"), ({"url": "https://a.example/010190-1234"}, "url")],
)
def test_a_document_is_a_file_or_a_link(
    as_user, planned: Screening, jonas: User, values: dict[str, str], field: str
) -> None:
    page = as_user(jonas).post(new(planned, "dokument"), {"title": "A", **values})
    assert list(page.context["form"].errors) == [field]


def test_an_interview_stands_by_role(as_user, planned: Screening, jonas: User) -> None:
    client = as_user(jonas)
    values = {"role": "Skoleledere", "held_on": "2027-02-03", "people": "3", "note": "Enige."}
    client.post(new(planned, "interview"), values)
    row = planned.sources.get()
    assert (row.code, row.title, row.people, str(row.held_on)) == ("I1", "Interview med skoleledere", 3, "2027-02-03")
    page = client.post(new(planned, "interview"), values | {"people": "0", "note": "Elev 010190-1234"})
    assert sorted(page.context["form"].errors) == ["note", "people"]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("6 skoleledere\nPPR: 4\n\nPædagoger 8", [["Skoleledere", 6], ["PPR", 4], ["Pædagoger", 8]]),
        ("skoleledere", None),
        ("0 skoleledere", None),
        ("6", None),
    ],
)
def test_a_workshop_counts_by_role(as_user, planned: Screening, jonas: User, lines: str, kept: Any) -> None:
    page = as_user(jonas).post(new(planned, "workshop"), {"held_on": "2027-02-11", "participants": lines})
    if kept is None:
        assert list(page.context["form"].errors) == ["participants"]
        return
    row = planned.sources.get()
    assert (row.participants, row.people, row.title) == (kept, 18, "Workshop med 18 deltagere")


def test_each_kind_can_be_changed_from_what_stands(as_user, planned: Screening, jonas: User) -> None:
    client = as_user(jonas)
    client.post(new(planned, "dokument"), {"title": "A", "url": "https://a.example/"})
    client.post(new(planned, "interview"), {"role": "PPR", "held_on": "2027-02-03", "people": "3"})
    client.post(new(planned, "workshop"), {"held_on": "2027-02-11", "participants": "6 skoleledere"})
    for row in planned.sources.all():
        address = reverse("screening_source", args=[planned.pk, row.pk])
        page = client.get(address)
        form = page.context["form"]
        values = {name: form[name].value() or "" for name in form.fields if name != "file"}
        done = client.post(address, values | {"note": "Nyt notat", "seen": page.context["seen"]})
        assert done.status_code == 302
        again = client.post(address, values | {"note": "Et tredje", "seen": page.context["seen"]})
        assert "En kollega har ændret kilden imens" in text_of(again)
    assert set(planned.sources.values_list("note", flat=True)) == {"Nyt notat"}


def test_a_source_is_removed_after_a_question(as_user, planned: Screening, jonas: User) -> None:
    row = sources.add_document(screening=planned, said=Document("A"), upload=upload(), by=jonas, at=world.NOW)
    address, client = reverse("screening_source_delete", args=[planned.pk, row.pk]), as_user(jonas)
    assert "Filen Oplæg.docx slettes" in text_of(client.get(address))
    assert "D1 er fjernet." in text_of(client.post(address, follow=True))
    assert planned.sources.count() == 0


def test_a_source_in_use_is_not_removed(as_user, assessed: Screening, jonas: User) -> None:
    row = Source.objects.filter(citations__isnull=False).distinct()[0]
    address, client = reverse("screening_source_delete", args=[assessed.pk, row.pk]), as_user(jonas)
    page = client.get(address)
    assert "Fjern henvisningerne først" in text_of(page)
    citing = Finding.objects.filter(citations__source=row).distinct()
    links = {link["href"] for link in BeautifulSoup(page.content, "html.parser").select("main .lines a")}
    assert links == {f"/screeninger/{assessed.pk}/greb/{one.assessment.lever.number}/fund/{one.pk}/" for one in citing}
    assert "Fjern henvisningerne først" in text_of(client.post(address, follow=True))
    assert Source.objects.filter(pk=row.pk).exists()


def test_another_screening_s_source_is_not_found(as_user, binding: Enrolment, planned: Screening, jonas: User) -> None:
    other = screenings.planned(binding, jonas, area="daycare")
    row = sources.add_document(screening=other, said=Document("A"), upload=upload(), by=jonas, at=world.NOW)
    client = as_user(jonas)
    for name in ("screening_source", "screening_source_delete", "screening_source_file"):
        assert client.get(reverse(name, args=[planned.pk, row.pk])).status_code == 404


def test_files_are_fetched_by_those_who_may(
    as_user, planned: Screening, jonas: User, helle: User, mette: User, rikke: User, stranger: User, signe: User
) -> None:
    request = planned.requests.create(position=1, title="Politik")
    at = world.NOW
    sent = sources.answer_request(request=request, title="", upload=upload(), by=mette, at=at)
    found = sources.add_document(screening=planned, said=Document("A"), upload=upload(), by=jonas, at=at)
    statuses = {}
    for row in (sent, found):
        address = reverse("screening_source_file", args=[planned.pk, row.pk])
        people = (mette, rikke, jonas, signe, helle, stranger)
        statuses[row.code] = [fetched(as_user(person), address).status_code for person in people]
    assert statuses == {"D1": [200, 200, 200, 200, 404, 404], "D2": [404, 404, 200, 200, 404, 404]}
    response = fetched(as_user(mette), reverse("screening_source_file", args=[planned.pk, sent.pk]))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Opl%C3%A6g.docx"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_times(
    count: int, as_user, planned: Screening, jonas: User, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        link = Document("A", url="https://a.example/")
        sources.add_document(screening=planned, said=link, upload=None, by=jonas, at=world.NOW)
    client = as_user(jonas)
    with django_assert_num_queries(6):
        assert client.get(reverse("screening_sources", args=[planned.pk])).status_code == 200


def test_neither_file_nor_link_is_said_to_be_optional_when_one_of_them_is_required(
    as_user, planned: Screening, jonas: User
) -> None:
    client = as_user(jonas)
    text = text_of(client.get(reverse("screening_source_new", args=[planned.pk, "dokument"])))
    assert ("Fil (frivilligt)" in text, "Link (frivilligt)" in text, "Notat (frivilligt)" in text) == (
        False,
        False,
        True,
    )
    row = sources.add_document(screening=planned, said=Document("A"), upload=upload(), by=jonas, at=world.NOW)
    kept = text_of(client.get(reverse("screening_source", args=[planned.pk, row.pk])))
    assert "Ny fil i stedet (frivilligt)" in kept
