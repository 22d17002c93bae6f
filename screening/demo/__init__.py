"""The demo's screenings; everything goes through the use cases."""

from datetime import datetime

from accounts.models import User
from partnerships.models import Programme


def tell(programme: Programme, *, by: User, today: datetime) -> None:
    """The chapter of the demo that tells what happened to a programme's pre-analyses."""
    from screening.demo import build  # only the demo needs it

    build.tell(programme, by=by, today=today)
