"""A screening is taken back from its reader, and an accepted report is opened again."""

import pytest
from post_office.models import Email

from accounts.models import AuditEvent, User
from partnerships.models import Enrolment
from screening import acceptance, releases, reviews, second_thoughts
from screening.models import Screening
from screening.reviews import ReviewRefused
from tests.factories import screenings as make
from tests.factories import world

AT = world.NOW
AREA = "(foranalyse af skoleområdet)"


@pytest.fixture
def read(assessed: Screening, jonas: User, helle: User) -> Screening:
    """Sent to Helle."""
    return reviews.submit(screening=assessed, reviewer=helle, by=jonas, at=AT)


@pytest.fixture
def accepted(binding: Enrolment, jonas: User, helle: User, mette: User) -> Screening:
    """Stevns has accepted it, and shows its levels."""
    row = make.delivered(binding, jonas, reviewer=helle, accepted_by=mette)
    Screening.objects.filter(pk=row.pk).update(released_at=AT, released_by=mette)
    return row


def fresh(screening: Screening) -> Screening:
    return Screening.objects.get(pk=screening.pk)


def said() -> list[str]:
    return list(AuditEvent.objects.filter(subject_type="screening").order_by("pk").values_list("summary", flat=True))


def mails() -> list[tuple[str, str]]:
    return [(email.to[0], email.subject) for email in Email.objects.order_by("pk") if "foranalyse" in email.subject]


def test_taken_back_while_it_is_read(read: Screening, jonas: User, helle: User) -> None:
    second_thoughts.take_back(screening=read, by=jonas, at=AT)
    assert (fresh(read).state, fresh(read).reviewer) == ("assessing", helle)
    assert said()[-1] == f"tog den tilbage fra kollegalæsning {AREA}"
    assert mails()[-1] == (helle.email, "Taget tilbage: Stevns Kommune: foranalyse af skoleområdet")
    assert "Din godkendelse gælder ikke mere" not in Email.objects.latest("pk").message
    with pytest.raises(ReviewRefused, match="er “vurderes” nu"):
        second_thoughts.take_back(screening=read, by=jonas, at=AT)


def test_taken_back_after_it_was_approved(read: Screening, jonas: User, helle: User) -> None:
    reviews.approve(screening=read, by=helle, at=AT)
    row = second_thoughts.take_back(screening=read, by=jonas, at=AT)
    assert (row.state, row.approved_at) == ("assessing", None)
    assert "Din godkendelse gælder ikke mere" in Email.objects.latest("pk").message
    with pytest.raises(ReviewRefused, match="skal læse og godkende"):
        reviews.deliver(screening=row, revision=row.revision, by=jonas, at=AT)


def test_an_accepted_report_is_opened_again(accepted: Screening, signe: User, jonas: User, mette: User) -> None:
    count = len(mails())
    second_thoughts.open_accepted(screening=accepted, reason="Et tal var forkert.", by=signe, at=AT)
    row = fresh(accepted)
    assert (row.state, row.is_delivered, row.approved_at) == ("assessing", True, None)
    assert (row.accepted_at, row.accepted_by, row.released_at, row.released_by) == (None, None, None, None)
    assert said()[-2:] == [
        f"åbnede den godkendte rapport igen: Et tal var forkert. {AREA}",
        f"holdt op med at vise de syv niveauer for netværket {AREA}",
    ]
    assert mails()[count:] == [
        (mette.email, "Rapporten om jeres foranalyse af skoleområdet er åbnet igen"),
        (jonas.email, "Åbnet igen: Stevns Kommune: foranalyse af skoleområdet"),
    ]
    told = Email.objects.get(subject__startswith="Rapporten om jeres").message
    assert ("Et tal var forkert." in told, "kan ikke se jeres niveauer" in told) == (True, True)
    report = acceptance.newest_delivered(row)
    assert report is not None
    assert report.version == 1


def test_one_that_was_not_shown_tells_of_no_showing(accepted: Screening, signe: User) -> None:
    Screening.objects.update(released_at=None, released_by=None)
    second_thoughts.open_accepted(screening=accepted, reason="Forkert.", by=signe, at=AT)
    assert said()[-1] == f"åbnede den godkendte rapport igen: Forkert. {AREA}"
    assert "niveauer" not in Email.objects.get(subject__startswith="Rapporten om jeres").message


def test_only_an_accepted_one(read: Screening, signe: User) -> None:
    with pytest.raises(ReviewRefused, match="ikke godkendt af kommunen"):
        second_thoughts.open_accepted(screening=read, reason="x", by=signe, at=AT)


def test_it_is_accepted_and_shown_anew(accepted: Screening, signe: User, jonas: User, helle: User, mette: User) -> None:
    second_thoughts.open_accepted(screening=accepted, reason="Forkert.", by=signe, at=AT)
    with pytest.raises(acceptance.AnswerRefused, match="i gang med en ny udgave"):
        acceptance.accept(screening=accepted, version=1, by=mette, at=AT)
    with pytest.raises(releases.ReleaseRefused, match="Godkend rapporten"):
        releases.release(screening=accepted, by=mette, at=AT)
    reviews.submit(screening=accepted, reviewer=helle, by=jonas, at=AT)
    reviews.approve(screening=accepted, by=helle, at=AT)
    reviews.deliver(screening=accepted, revision=fresh(accepted).revision, by=jonas, at=AT)
    assert acceptance.accept(screening=accepted, version=1, by=mette, at=AT).accepted_by == mette
