"""A feed and a mailed invitation as ical.js reads them, the library behind calendars on the web."""

from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from partnerships.calendar import Method, feed, invitation
from tests.partnerships.test_calendar import EVENT, KL, LONE

pytestmark = pytest.mark.browser

READ = """text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return {
    method: calendar.getFirstPropertyValue("method"),
    events: calendar.getAllSubcomponents("vevent").map((component) => {
      const event = new ICAL.Event(component, { strictExceptions: true });
      const attendee = event.attendees[0];
      return {
        uid: event.uid, sequence: event.sequence, title: event.summary, place: event.location,
        description: event.description, status: component.getFirstPropertyValue("status"),
        starts: event.startDate.toJSDate().toISOString(), ends: event.endDate.toJSDate().toISOString(),
        zone: event.startDate.zone.tzid, attendee: attendee && attendee.getFirstValue(),
      };
    }),
  };
}"""


@pytest.fixture
def read(page: Page) -> Any:
    """Read a calendar with ical.js."""
    page.goto("about:blank")
    page.add_script_tag(path=settings.NODE_MODULES / "ical.js" / "dist" / "ical.es5.min.cjs")
    return lambda text: page.evaluate(READ, text)


def utc(moment: Any) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def test_a_feed_is_read_as_it_was_meant(read: Any) -> None:
    summer = replace(
        EVENT, uid="dag-2@x", starts_at=EVENT.starts_at + timedelta(days=90), ends_at=EVENT.ends_at + timedelta(days=90)
    )
    many = [replace(EVENT, uid=f"dag-{number}@x") for number in range(3, 201)]
    found = read(feed([EVENT, summer, *many], name="Netværksdage"))
    assert (found["method"], len(found["events"])) == ("PUBLISH", 200)
    first, second = found["events"][:2]
    assert (first["uid"], first["sequence"], first["title"], first["place"], first["zone"]) == (
        EVENT.uid,
        3,
        EVENT.title,
        EVENT.place,
        "Europe/Copenhagen",
    )
    assert (first["starts"], first["ends"]) == (utc(EVENT.starts_at), utc(EVENT.ends_at))
    assert (second["starts"], second["ends"]) == (utc(summer.starts_at), utc(summer.ends_at))
    assert first["description"].startswith("Første linje\nAnden linje")


@pytest.mark.parametrize(("method", "status"), [(Method.REQUEST, "CONFIRMED"), (Method.CANCEL, "CANCELLED")])
def test_an_invitation_is_read_as_it_was_meant(read: Any, method: Method, status: str) -> None:
    found = read(invitation(EVENT, organiser=KL, attendee=LONE, method=method))
    (event,) = found["events"]
    assert (found["method"], event["status"], event["uid"], event["attendee"]) == (
        method.value,
        status,
        EVENT.uid,
        "mailto:lone@stevns.example",
    )
    assert event["starts"] == utc(EVENT.starts_at)
