"""A line of what waits for somebody, and by when, as `components/todo.html` takes it (det næste)."""

from datetime import date
from typing import Any

from accounts.danish import calendar_days, days_left, short_date, weekday_date

SOON = 7  # days


def todo_item(title: str, text: str, url: str, button: str, due: date | None, today: date) -> dict[str, Any]:
    """The line as it is read on `today`. Without a day it is to be done soon; without a `url` it is told only."""
    item = {"title": title, "text": text, "url": url, "button": button, "due": due}
    if due is None:
        return item | {"when": "Snarest", "relative": "", "urgency": ""}
    days = calendar_days(today, due)
    relative = days_left(days) if days <= 0 else f"om {days_left(days)}"
    urgency = "late" if days < 0 else "soon" if days <= SOON else ""
    when = f"{weekday_date(due)[:3].capitalize()}. {short_date(due, today)}"
    return item | {"when": when, "relative": relative, "urgency": urgency}
