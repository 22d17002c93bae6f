"""What our log lines hold."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# What opens a door for whoever reads it: the token of a personal link, as it stands in a path or inside an address.
TOKEN = re.compile(r"((?:invitation|deltager|kalender)(?:/|%2F))[\w~-]{16,}", re.IGNORECASE)


NUMBER_LENGTH = 8


def error_number() -> str:
    """What a person can read aloud about this request: the beginning of the `request_id` on each of its log lines."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:NUMBER_LENGTH]


def mask(text: str) -> str:
    """The text without the tokens of personal links."""
    return TOKEN.sub(r"\1…", text)


def mask_line(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor: no line holds a token, whoever wrote it (Django names the path of what it refuses)."""
    for name, value in line.items():
        if isinstance(value, str):
            line[name] = mask(value)
    return line


class PlainRefusals(logging.Filter):
    """Leave the traceback out of refusals (403, 404): nothing broke, and it says nothing about who was refused."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True
