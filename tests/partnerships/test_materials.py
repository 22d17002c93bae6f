"""Materials: put up, put in order, taken down with their file; and certificates of those who came."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import User
from documents import jobs, uploads
from documents.models import Document
from partnerships import attendance, certificates, materials, network_days, participants
from partnerships.models import DayMaterial, Enrolment, NetworkDay, Participant, Seat
from tests.documents.test_uploads import PDF
from tests.factories import days

AT = days.AT


@pytest.fixture
def day(binding: Enrolment, signe: User) -> NetworkDay:
    row = days.day(signe)
    return network_days.confirm(day=row, revision=row.revision, by=signe, at=AT)


def add(day: NetworkDay, by: User, name: str = "../Oplæg.pdf", title: str = "") -> DayMaterial:
    file = SimpleUploadedFile("x", PDF)
    file.name = name.rsplit("/", 1)[-1]
    return materials.add_file(day=day, title=title, file=file, checked=uploads.check(file), by=by, at=AT)


def titles(day: NetworkDay) -> list[str]:
    return [material.title for material in day.materials.all()]


def test_a_file_is_kept_under_a_name_of_our_own(day: NetworkDay, signe: User) -> None:
    row = add(day, signe)
    assert (row.title, row.filename, row.media_type, row.size, row.kind) == (
        "Oplæg.pdf",
        "Oplæg.pdf",
        "application/pdf",
        len(PDF),
        "PDF",
    )
    assert Path(row.file.name).suffix == ".pdf"
    assert "pl" not in Path(row.file.name).stem
    with row.file.open("rb") as file:
        assert file.read() == PDF


def test_order_is_theirs_to_choose(day: NetworkDay, signe: User) -> None:
    for title in "ABC":
        add(day, signe, title=title)
    link = materials.add_link(day=day, title="D", url="https://www.kl.example/", by=signe, at=AT)
    materials.move(material=link, up=True, by=signe, at=AT)
    materials.move(material=day.materials.get(title="A"), up=True, by=signe, at=AT)
    materials.move(material=day.materials.get(title="A"), up=False, by=signe, at=AT)
    assert titles(day) == ["B", "A", "D", "C"]


def test_a_deleted_material_takes_its_file_along(
    day: NetworkDay, signe: User, django_capture_on_commit_callbacks: Any
) -> None:
    row = add(day, signe)
    with django_capture_on_commit_callbacks(execute=True):
        materials.delete(material=row, by=signe, at=AT)
        assert default_storage.exists(row.file.name)
    assert (titles(day), default_storage.exists(row.file.name)) == ([], False)
    materials.delete(material=row, by=signe, at=AT)


def test_a_cancelled_day_gets_nothing_more(day: NetworkDay, signe: User) -> None:
    day = network_days.cancel(day=day, revision=day.revision, reason="Sne", by=signe, at=AT)
    with pytest.raises(materials.MaterialRefused, match="Dagen er aflyst"):
        add(day, signe)
    assert titles(day) == []


# --- certificates ---------------------------------------------------------------------------------------------------


@pytest.fixture
def lone(binding: Enrolment, mette: User) -> Seat:
    return days.represent(binding, "Lone", mette, steering=False)


@pytest.fixture
def person(lone: Seat) -> Participant:
    return participants.of_addresses(["lone@stevns.example"], at=AT)["lone@stevns.example"]


@pytest.fixture
def held(day: NetworkDay, lone: Seat, signe: User) -> NetworkDay:
    attendance.mark(day=day, seat=lone, is_present=True, by=signe, at=day.starts_at)
    return network_days.hold(day=day, by=signe, at=day.ends_at)


def test_a_certificate_says_which_days(held: NetworkDay, person: Participant) -> None:
    document = certificates.order(participant=person, network=held.network, at=timezone.now())
    claimed = jobs.claim(document.pk, at=timezone.now())
    assert claimed is not None
    assert jobs.run(claimed)
    document.refresh_from_db()
    with document.file.open("rb") as file:
        reader = PdfReader(io.BytesIO(file.read()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Lone",
        "Stevns Kommune, har deltaget i partnerskabet Inkluderende børnefællesskaber 2027",
        "Netværksdag 1 Onsdag 3. marts 2027 Huset",
    ):
        assert words in text
    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_certificate_is_made_once(held: NetworkDay, person: Participant, signe: User, lone: Seat) -> None:
    first, again = (certificates.order(participant=person, network=held.network, at=AT) for _ in range(2))
    assert first == again
    second = days.day(signe, number=2, start=days.START + timedelta(days=30))
    second = network_days.confirm(day=second, revision=second.revision, by=signe, at=AT)
    attendance.mark(day=second, seat=lone, is_present=True, by=signe, at=second.starts_at)
    network_days.hold(day=second, by=signe, at=second.ends_at)
    more = certificates.order(participant=person, network=held.network, at=AT)
    assert [day["title"] for day in more.snapshot["days"]] == ["Netværksdag 1", "Netværksdag 2"]
    assert Document.objects.filter(kind="certificate").count() == 2


@pytest.mark.parametrize("case", ["not held", "absent", "substitute"])
def test_there_is_nothing_to_certify(day: NetworkDay, person: Participant, lone: Seat, signe: User, case: str) -> None:
    if case == "substitute":
        attendance.substitute(day=day, seat=lone, name="Ida", by=signe, at=day.starts_at)
    else:
        attendance.mark(day=day, seat=lone, is_present=case == "not held", by=signe, at=day.starts_at)
    if case != "not held":
        network_days.hold(day=day, by=signe, at=day.ends_at)
    with pytest.raises(certificates.CertificateRefused):
        certificates.order(participant=person, network=day.network, at=AT)


def test_who_may_see_a_certificate(
    held: NetworkDay, person: Participant, mette: User, rikke: User, stranger: User, signe: User, jonas: User
) -> None:
    certificates.order(participant=person, network=held.network, at=AT)
    rows = Document.objects.filter(kind="certificate")
    assert [rows.visible_to(user).count() for user in (mette, rikke, signe, stranger, jonas)] == [1, 1, 1, 0, 0]
