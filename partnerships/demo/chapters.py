"""What apps above add to the demo: each tells what happened in a programme of it (kapitler)."""

from datetime import datetime
from typing import Protocol

from accounts.models import User
from partnerships.models import Programme


class Chapter(Protocol):
    """Told of each programme as it runs, or as it stands open; `today` is the day the demo is made."""

    def __call__(self, programme: Programme, *, by: User, today: datetime) -> None: ...


_CHAPTERS: list[Chapter] = []


def register(chapter: Chapter) -> None:
    """Add a chapter to the demo; twice is once."""
    if chapter not in _CHAPTERS:
        _CHAPTERS.append(chapter)


def tell(programme: Programme, *, by: User, today: datetime) -> None:
    """Let every app tell its part of the programme."""
    for chapter in _CHAPTERS:
        chapter(programme, by=by, today=today)
