"""Numbers that pages give browsers to send back (sendte tal)."""

from django.http import HttpRequest

LONGEST = 18  # digits a number in the database can have; Python refuses to read thousands of them


def number(request: HttpRequest, name: str) -> int:
    """The number that was posted as `name`: a row's id, or what the person saw; 0 for what is no such number."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else 0


def revision_of(request: HttpRequest) -> int:
    """The revision the person saw; 0 for nothing yet."""
    return number(request, "revision")
