"""The municipality comments on a delivered report and accepts it; the consultants answer."""

from datetime import timedelta

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import acceptance, screenings
from screening.acceptance import AlreadyAccepted, AnswerRefused
from screening.models import Comment, Screening
from tests.factories import results
from tests.factories import screenings as rows

pytestmark = pytest.mark.django_db
AT = results.AT


@pytest.fixture
def delivered(binding: Enrolment, jonas: User) -> Screening:
    return results.delivered(binding, jonas)


def log() -> list[str]:
    events = AuditEvent.objects.filter(subject_type="screening").order_by("pk")
    return [f"{event.action}: {event.summary}" for event in events]


def mails() -> list[tuple[list[str], str]]:
    found = Email.objects.filter(record__kind__startswith="screening").order_by("pk")
    return [(mail.to, mail.subject) for mail in found]


def test_a_comment_is_kept_once_logged_and_mailed(delivered: Screening, anders: User) -> None:
    for _ in range(2):
        row = acceptance.comment(screening=delivered, number=5, text="Fristen er ændret.", by=anders, at=AT)
    assert [(row.side, row.lever_number, row.text, row.by, row.at) for row in Comment.objects.all()] == [
        ("municipality", 5, "Fristen er ændret.", anders, AT)
    ]
    assert log() == ["screening.commented: kommenterede greb 5 (foranalyse af skoleområdet)"]
    assert mails() == [
        (["jonas.krog@komponent.example"], "Kommentar fra Stevns Kommune til foranalysen af skoleområdet")
    ]
    text = Email.objects.get(record__kind="screening_commented").message
    assert "Anders Friis i Stevns Kommune har kommenteret rapporten om foranalysen af skoleområdet, greb 5:" in text
    assert f"/screeninger/{delivered.pk}/kommentarer/" in text
    assert acceptance.what_of(row) == "greb 5"


def test_the_consultants_reply_settles_it_and_goes_to_who_wrote(
    delivered: Screening, anders: User, jonas: User
) -> None:
    comment = acceptance.comment(screening=delivered, number=0, text="Vi savner eleverne.", by=anders, at=AT)
    for _ in range(2):
        row = acceptance.reply(comment=comment, text="Det står under metoden.", by=jonas, at=AT)
    assert (row.reply, row.settled_at, row.settled_by) == ("Det står under metoden.", AT, jonas)
    assert log()[1:] == [
        "screening.comment_answered: svarede på kommunens kommentar til det hele (foranalyse af skoleområdet)"
    ]
    assert mails()[1:] == [(["anders.friis@stevns.example"], "Svar på jeres kommentar til foranalysen af skoleområdet")]


def test_a_colleagues_reply_is_not_overwritten_unseen(
    delivered: Screening, anders: User, jonas: User, signe: User
) -> None:
    comment = acceptance.comment(screening=delivered, number=0, text="Vi savner eleverne.", by=anders, at=AT)
    acceptance.reply(comment=comment, text="Det står under metoden.", by=jonas, at=AT)
    with pytest.raises(AnswerRefused, match="Jonas Krog har svaret imens"):
        acceptance.reply(comment=comment, text="Noget andet.", by=signe, at=AT)


def test_accepting_makes_it_lie_fast(delivered: Screening, mette: User, anders: User) -> None:
    row = acceptance.accept(screening=delivered, version=1, by=mette, at=AT + timedelta(days=1))
    assert (row.state, row.accepted_by, row.accepted_at) == ("accepted", mette, AT + timedelta(days=1))
    assert log() == ["screening.accepted: godkendte rapporten, version 1 (foranalyse af skoleområdet)"]
    assert mails() == [(["jonas.krog@komponent.example"], "Stevns Kommune har godkendt foranalysen af skoleområdet")]
    with pytest.raises(AlreadyAccepted, match="Mette Holm godkendte rapporten 25"):
        acceptance.accept(screening=delivered, version=1, by=mette, at=AT)
    with pytest.raises(AlreadyAccepted):
        acceptance.comment(screening=delivered, number=0, text="For sent.", by=anders, at=AT)


def test_only_the_newest_version_can_be_accepted(delivered: Screening, mette: User, jonas: User) -> None:
    results.report(delivered, by=jonas, version=2)
    with pytest.raises(AnswerRefused, match="ny udgave af rapporten, version 2"):
        acceptance.accept(screening=delivered, version=1, by=mette, at=AT)
    assert acceptance.accept(screening=delivered, version=2, by=mette, at=AT).state == "accepted"


def test_a_report_being_changed_is_not_accepted_but_can_be_commented(
    delivered: Screening, mette: User, anders: User, jonas: User
) -> None:
    row = screenings.lock(delivered)
    screenings.move(row, Screening.State.ASSESSING)
    screenings.save(row, by=jonas, at=AT)
    with pytest.raises(AnswerRefused, match="i gang med en ny udgave"):
        acceptance.accept(screening=row, version=1, by=mette, at=AT)
    assert acceptance.comment(screening=row, number=1, text="Husk udvalget.", by=anders, at=AT).pk


def test_nothing_is_answered_before_it_is_delivered(binding: Enrolment, jonas: User, mette: User) -> None:
    row = rows.assessed(binding, jonas)
    for act in (
        lambda: acceptance.comment(screening=row, number=0, text="Hej", by=mette, at=AT),
        lambda: acceptance.accept(screening=row, version=1, by=mette, at=AT),
    ):
        with pytest.raises(AnswerRefused, match="ikke leveret endnu"):
            act()
    assert (Comment.objects.count(), log(), mails()) == (0, [], [])


def test_there_are_seven_levers(delivered: Screening, mette: User) -> None:
    with pytest.raises(AnswerRefused, match="greb fra 1 til 7"):
        acceptance.comment(screening=delivered, number=8, text="Hej", by=mette, at=AT)
