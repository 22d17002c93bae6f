"""What the administrators' overview tells of screenings."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from accounts.models import User
from partnerships.models import Enrolment, Programme
from screening import staff_work
from screening.models import Screening
from tests.factories import screenings, world

TODAY = date(2026, 11, 24)


def counts(programme: Programme, today: date = TODAY) -> list[tuple[str, int]]:
    return [(work.many, work.count) for work in staff_work.waiting_in([programme], today).get(programme.pk, [])]


def test_an_order_without_a_plan_waits(binding: Enrolment, programme: Programme) -> None:
    assert counts(programme) == []
    screenings.ordered(binding)
    assert counts(programme) == [("rapporter om foranalyser er over tid", 0), ("foranalyser har ingen plan", 1)]


def test_a_late_report_waits_until_it_is_delivered(binding: Enrolment, programme: Programme, jonas: User) -> None:
    row = screenings.planned(binding, jonas)
    assert row.report_due is not None
    assert counts(programme, row.report_due)[0][1] == 0
    assert counts(programme, date(row.report_due.year + 1, 1, 1))[0][1] == 1
    Screening.objects.update(state="delivered", delivered_at=world.NOW)
    assert counts(programme, date(row.report_due.year + 1, 1, 1)) == []


def test_what_is_cancelled_waits_for_nobody(binding: Enrolment, programme: Programme, signe: User) -> None:
    screenings.ordered(binding)
    Enrolment.objects.update(state="cancelled", cancelled_at=world.NOW, cancelled_by=signe, cancel_reason="Prøve")
    assert counts(programme) == []


@pytest.mark.django_db
def test_the_overview_leads_to_them(as_user: Any, binding: Enrolment, programme: Programme, signe: User) -> None:
    screenings.ordered(binding)
    page = BeautifulSoup(as_user(signe).get("/administration/").content, "html.parser")
    links = {link["href"] for link in page.select(".todo a") if "1 foranalyse har ingen plan" in link.get_text()}
    assert links == {f"/administration/programmer/{programme.slug}/foranalyser/"}
