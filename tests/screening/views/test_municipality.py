"""The municipality's page: nothing before the plan is sent; then plan, people, and a checklist to answer and undo."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from accounts.models import User
from partnerships.models import Enrolment, Municipality
from screening import rules, sources
from screening import screenings as life
from screening.models import DocumentRequest, Screening, Source
from tests.factories import screenings, world
from tests.screening import files
from tests.screening.test_sources import upload


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands still at NOW."""
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)


@pytest.fixture
def collecting(binding: Enrolment, jonas: User) -> Screening:
    return screenings.planned(binding, jonas, state="collecting")


@pytest.fixture
def asked(collecting: Screening) -> DocumentRequest:
    return collecting.requests.create(position=1, title="Politik", why="Viser, hvad I vil.")


def text_of(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def address(name: str, screening: Screening, *more: Any) -> str:
    return reverse(name, args=["0336", screening.pk, *more])


def sendable(name: str = "Politik.docx", *texts: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.docx(*(texts or ("Vores politik",))))


def test_before_the_plan_is_sent_the_municipality_sees_that_one_is_coming(
    as_user, planned: Screening, mette: User
) -> None:
    planned.requests.create(position=1, title="Hemmeligt endnu")
    text = text_of(as_user(mette).get(address("municipality_screening", planned)))
    assert "Vi er ved at lægge en plan" in text
    assert "Hemmeligt" not in text
    assert "Jonas" not in text


def test_the_plan_is_not_shown_by_a_consultant_who_begins_before_it_is_sent(
    as_user, planned: Screening, mette: User, jonas: User
) -> None:
    asked = planned.requests.create(position=1, title="Hemmeligt endnu")
    life.touch_assessing(life.lock(planned), by=jonas, at=world.NOW)
    client, page = as_user(mette), address("municipality_screening", planned)
    assert "Vi er ved at lægge en plan" in text_of(client.get(page))
    assert "Send 1 dokument" not in text_of(client.get("/kommune/0336/"))
    assert client.post(address("municipality_document", planned, asked.pk)).status_code == 403
    overview = text_of(as_user(jonas).get(planned.get_absolute_url()))
    assert ("Send planen til kommunen" in overview, "Send planen igen" in overview) == (True, False)
    row = Screening.objects.get()
    row = life.send_plan(screening=row, revision=row.revision, by=jonas, at=world.NOW)
    assert (row.state, row.plan_sent_at) == ("assessing", world.NOW)
    assert Email.objects.latest("pk").subject == "Plan for jeres foranalyse af skoleområdet"
    assert "Hemmeligt endnu" in text_of(client.get(page))
    assert "Send 1 dokument" in text_of(client.get("/kommune/0336/"))
    assert "Send planen igen" in text_of(as_user(jonas).get(planned.get_absolute_url()))


def test_the_plan_its_people_and_the_checklist(as_user, asked: DocumentRequest, rikke: User, mette: User) -> None:
    page = as_user(mette).get(address("municipality_screening", asked.screening))
    text = text_of(page)
    due = "Dokumenter Senest 25. januar 2027"
    for words in (due, "Jonas Krog", "jonas.krog@komponent.example", "Politik Mangler", "0 af 1"):
        assert words in text
    assert "Send : Politik" in text
    assert "Send : Politik" not in text_of(as_user(rikke).get(address("municipality_screening", asked.screening)))


def test_the_only_one_opens_at_once(as_user, collecting: Screening, mette: User, stranger: User) -> None:
    assert as_user(mette).get("/kommune/0336/foranalyser/").url == address("municipality_screening", collecting)
    assert "I har ikke bestilt en foranalyse" in text_of(as_user(stranger).get("/kommune/0320/foranalyser/"))


def test_a_document_is_sent_and_taken_back(as_user, asked: DocumentRequest, anders: User) -> None:
    client, screening = as_user(anders), asked.screening
    send = address("municipality_document", screening, asked.pk)
    page = client.post(send, {f"fil-{asked.pk}-file": sendable()}, follow=True)
    text = text_of(page)
    assert "“Politik.docx” er sendt. Konsulenterne har fået besked." in text
    assert "Politik Sendt" in text
    assert "sendt af Anders Friis 24. november 2026" in text
    source = screening.sources.get()
    undo = address("municipality_document_undo", screening, source.pk)
    assert "“Politik.docx” er trukket tilbage." in text_of(client.post(undo, follow=True))
    assert screening.sources.count() == 0


def test_a_file_with_cpr_numbers_is_refused_at_its_item(as_user, asked: DocumentRequest, mette: User) -> None:
    send = address("municipality_document", asked.screening, asked.pk)
    page = as_user(mette).post(send, {f"fil-{asked.pk}-file": sendable("Elever.docx", f"Elev {files.CPR}")})
    assert page.status_code == 422
    text = text_of(page)
    assert "et CPR-nummer: 0101••-•••• i afsnit 1" in text
    assert files.CPR not in text
    assert Source.objects.count() == 0


def test_no_file_is_told(as_user, asked: DocumentRequest, mette: User) -> None:
    page = as_user(mette).post(address("municipality_document", asked.screening, asked.pk))
    assert (page.status_code, "Vælg en fil." in text_of(page)) == (422, True)


def test_a_document_that_does_not_exist(as_user, asked: DocumentRequest, mette: User) -> None:
    client, name = as_user(mette), f"findes-ikke-{asked.pk}-reason"
    missing = address("municipality_document_missing", asked.screening, asked.pk)
    page = client.post(missing, {name: ""})
    assert (page.status_code, "Skriv kort hvorfor" in text_of(page)) == (422, True)
    text = text_of(client.post(missing, {name: "Vi har ikke en samlet politik"}, follow=True))
    assert "Politik Findes ikke" in text
    assert "Findes ikke: Vi har ikke en samlet politik" in text
    assert "Punktet er åbent igen" in text_of(client.post(missing, {"undo": "1"}, follow=True))
    asked.refresh_from_db()
    assert asked.not_available == ""


def test_a_document_in_use_is_not_taken_back(as_user, binding: Enrolment, jonas: User, mette: User) -> None:
    row = screenings.assessed(binding, jonas)
    source = Source.objects.filter(kind="document", citations__isnull=False).distinct()[0]
    Source.objects.filter(pk=source.pk).update(
        request=row.requests.create(position=1, title="Politik"), is_from_municipality=True
    )
    page = as_user(mette).post(address("municipality_document_undo", row, source.pk), follow=True)
    assert "i vurderingen. Skriv til dem" in text_of(page)
    assert Source.objects.filter(pk=source.pk).exists()


def test_what_refuses_a_document_to_be_taken_back_is_what_is_told(
    as_user, asked: DocumentRequest, mette: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sources.answer_request(request=asked, title="", upload=upload(), by=mette, at=world.NOW)
    Screening.objects.update(state="in_review")  # after the person was let in
    monkeypatch.setattr(rules, "can_send_documents", lambda *_: True)
    page = as_user(mette).post(address("municipality_document_undo", asked.screening, source.pk), follow=True)
    assert "Kilderne kan kun ændres, mens screeningen er i gang." in text_of(page)
    assert "i vurderingen. Skriv til dem" not in text_of(page)


def test_a_file_the_consultants_replaced_by_a_link_is_no_file(
    as_user, asked: DocumentRequest, mette: User, jonas: User
) -> None:
    source = sources.answer_request(request=asked, title="Politik", upload=upload(), by=mette, at=world.NOW)
    said = sources.Document("Politik 2026", url="https://stevns.example/politik")
    sources.change(source=source, said=said, seen=sources.mark_of(source), by=jonas, at=world.NOW)
    fetch = reverse("screening_source_file", args=[asked.screening.pk, source.pk])
    page = as_user(mette).get(address("municipality_screening", asked.screening))
    assert ("Politik 2026 sendt af Mette Holm" in text_of(page), fetch in page.content.decode()) == (True, False)
    page = as_user(jonas).get(reverse("screening_checklist", args=[asked.screening.pk]))
    assert ("D1 Politik 2026" in text_of(page), fetch in page.content.decode()) == (True, False)


def test_the_consultants_own_sources_are_not_the_municipality_s_to_take(
    as_user, collecting: Screening, jonas: User, mette: User
) -> None:
    said = sources.Document("Notat", url="https://a.example/")
    row = sources.add_document(screening=collecting, said=said, upload=None, by=jonas, at=world.NOW)
    client = as_user(mette)
    assert client.post(address("municipality_document_undo", collecting, row.pk)).status_code == 404
    assert "Notat" not in text_of(client.get(address("municipality_screening", collecting)))


def test_when_it_is_read_by_a_colleague_nothing_more_is_sent(as_user, asked: DocumentRequest, mette: User) -> None:
    Screening.objects.update(state="in_review")
    client = as_user(mette)
    assert client.post(address("municipality_document", asked.screening, asked.pk)).status_code == 403
    asked.screening.requests.create(position=2, title="Budget", not_available="Nej")
    text = text_of(client.get(address("municipality_screening", asked.screening)))
    assert "Dokumenter, I har svaret på 1 Budget Findes ikke" in text
    assert "Politik" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_constant_number_of_times(
    count: int, as_user, collecting: Screening, mette: User, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        request = collecting.requests.create(position=number, title="Politik")
        sources.answer_request(request=request, title="", upload=upload(), by=mette, at=world.NOW)
    client = as_user(mette)
    with django_assert_num_queries(8):
        assert client.get(address("municipality_screening", collecting)).status_code == 200


# --- the municipality's room ----------------------------------------------------------------------------------------


def test_the_room_has_a_card_and_asks_for_documents(
    as_user, asked: DocumentRequest, mette: User, rikke: User, stevns: Municipality
) -> None:
    text = text_of(as_user(mette).get("/kommune/0336/"))
    assert "Send 1 dokument til foranalysen" in text
    title = asked.screening.participation.partnership.programme.title
    assert f"Skoleområdet Indsamler {title}. 0 af 1 dokumenter. I får rapporten senest 1. marts 2027." in text
    readers = BeautifulSoup(as_user(rikke).get("/kommune/0336/").content, "html.parser")
    assert "Send 1 dokument til foranalysen" in readers.get_text()
    assert readers.select_one('.todo a[href$="#dokumenter"]') is None


def test_a_room_without_screenings_has_no_card(as_user, binding: Enrolment, mette: User) -> None:
    assert BeautifulSoup(as_user(mette).get("/kommune/0336/").content, "html.parser").select("#foranalyser") == []


def test_the_log_tells_the_municipality_only_its_own_steps(
    as_user, collecting: Screening, jonas: User, mette: User, signe: User
) -> None:
    for action, words in (("source_added", "tilføjede interviewet I1"), ("document_sent", "sendte dokumentet D1")):
        life.record(action, words, collecting, jonas, world.NOW)
    log, home = reverse("municipality_log", args=["0336"]), reverse("municipality", args=["0336"])
    for page in (log, home):
        text = text_of(as_user(mette).get(page))
        assert "endte dokumentet D1" in text
        assert "interviewet I1" not in text
    assert "interviewet I1" in text_of(as_user(signe).get(log))
    own = reverse("log", args=["screening", collecting.pk])
    assert [as_user(person).get(own).status_code for person in (jonas, signe, mette)] == [200, 200, 404]


def test_a_document_nobody_asked_for_is_sent_seen_and_taken_back(
    as_user, collecting: Screening, mette: User, rikke: User, jonas: User
) -> None:
    client, page = as_user(mette), address("municipality_screening", collecting)
    send = address("municipality_document_unasked", collecting)
    assert "Har I andet, vi bør se?" in text_of(client.get(page))
    refused = client.post(send, {"andet-title": "", "andet-file": sendable("Plan.docx", "Barnet 010203-1234")})
    text = text_of(refused)
    assert (refused.status_code, "Skriv, hvad det er" in text, "CPR-nummer" in text) == (422, True, True)
    assert Source.objects.count() == 0
    client.post(send, {"andet-title": "Evaluering 2025", "andet-file": sendable("Evaluering.docx")})
    row = Source.objects.get()
    assert (row.title, row.filename, row.is_from_municipality) == ("Evaluering 2025", "Evaluering.docx", True)
    response = client.get(page)
    assert "Evaluering.docx" in text_of(response)
    assert f'id="traek-{row.pk}"' in response.content.decode()
    fetched = client.get(f"/screeninger/{collecting.pk}/kilder/{row.pk}/hent/")
    assert b"".join(fetched.streaming_content)[:2] == b"PK"
    assert "Sendt af kommunen, uden for tjeklisten" in text_of(
        as_user(jonas).get(f"/screeninger/{collecting.pk}/kilder/")
    )
    reader = text_of(as_user(rikke).get(page))
    assert ("Andet, I har sendt" in reader, "Træk tilbage" in reader) == (True, False)
    client.post(address("municipality_document_undo", collecting, row.pk))
    assert Source.objects.count() == 0


def test_an_address_that_is_sent_to_shows_the_page_when_it_is_only_read(
    as_user, asked: DocumentRequest, mette: User
) -> None:
    page = address("municipality_screening", asked.screening)
    for name, more in (
        ("municipality_document", [asked.pk]),
        ("municipality_document_missing", [asked.pk]),
        ("municipality_document_undo", [1]),
        ("municipality_document_unasked", []),
    ):
        response = as_user(mette).get(address(name, asked.screening, *more))
        assert (response.status_code, response.headers["Location"]) == (302, page)
