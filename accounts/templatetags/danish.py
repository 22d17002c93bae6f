"""Template filters for Danish money, dates, names and what went wrong: `{% load danish %}`.

An empty value gives an empty text, so that a page can show what is not known yet.
"""

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts import danish

register = template.Library()
Value = TypeVar("Value")
BULLET = re.compile(r"[-–•*]\s+")


def _filter(name: str, function: Callable[[Value], str]) -> None:
    def apply(value: Value | None) -> str:
        return "" if value is None or value == "" else function(value)

    register.filter(name, apply)


def _short_date(value: dt.date) -> str:
    return danish.short_date(value, timezone.localdate())


def _short_date_time(value: dt.datetime) -> str:
    return danish.short_date_time(value, timezone.localdate())


_filter("kr", danish.kr)
_filter("kr_exact", danish.kr_exact)
_filter("thousands", danish.thousands)
_filter("file_size", danish.file_size)
_filter("long_date", danish.long_date)
_filter("weekday_date", danish.weekday_date)
_filter("date_time", danish.date_time)
_filter("weekday_date_time", danish.weekday_date_time)
_filter("short_date", _short_date)
_filter("short_date_time", _short_date_time)
_filter("clock", danish.clock)
_filter("week", danish.week)
_filter("initials", danish.initials)


@register.filter
def paragraphs(text: str) -> SafeString:
    """What people wrote line by line: each line a paragraph, and lines that begin with a dash or a bullet a list."""
    lines = [line.strip() for line in str(text).splitlines() if line.strip()]
    parts: list[SafeString] = []
    for is_list, group in itertools.groupby(lines, key=lambda line: bool(BULLET.match(line))):
        tag = "<li>{}</li>" if is_list else "<p>{}</p>"
        inside = format_html_join("", tag, ((BULLET.sub("", line),) for line in group))
        parts.append(format_html("<ul>{}</ul>", inside) if is_list else inside)
    return format_html_join("", "{}", ((part,) for part in parts))


@register.filter
def tel(number: str) -> str:
    """A phone number as an address of a link."""
    return re.sub(r"[^0-9+]", "", str(number))


@register.filter
def plain_number(value: Decimal) -> str:
    """A number with the decimals it needs, two at most: "67", "60,5", "−0,25"."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−")


@register.filter
def full_stop(error: object) -> str:
    """One error as a sentence, whoever wrote it."""
    words = str(error).strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."


@register.filter
def sentences(errors: Iterable[object] | None) -> SafeString:
    """Errors after one another, each a sentence."""
    return format_html_join(" ", "{}", ((full_stop(error),) for error in errors or ()))


@register.simple_tag(takes_context=True)
def refused(context: template.Context) -> str:
    """ "Fejl: " for the title of a page that shows a form which was sent and refused; otherwise nothing."""
    request = context.get("request")
    values: dict[Any, Any] = dict(context.flatten())
    if request is None or request.method != "POST" or not values.get("show_summary", True):
        return ""
    rows = [row for value in values.values() if isinstance(value, list) for row in value]
    wrong = (
        (isinstance(value, BaseForm) and value.errors) or (isinstance(value, BaseFormSet) and value.total_error_count())
        for value in (*values.values(), *rows)
        if getattr(value, "is_bound", False)
    )
    return "Fejl: " if any(wrong) else ""


@register.filter
def days_left(value: int | Decimal | dt.date | None, at: dt.date | None = None) -> str:
    """Days in words, from a number of days, or from a deadline (then as seen from `at`, or from now)."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return danish.days_left(danish.calendar_days(at or timezone.now(), value))
    return danish.days_left(int(value))
