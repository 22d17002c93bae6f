"""The demo's strategy, rounds and trial actions; everything goes through the use cases."""

from datetime import datetime

from accounts.models import User
from partnerships.models import Municipality, Programme

STEVNS = "0336"


def tell(programme: Programme, *, by: User, today: datetime) -> None:
    """The chapter of the demo that tells of Stevns' strategy: once, with the programme that is open."""
    from strategy.demo import build  # only the demo needs it
    from strategy.models import Strategy

    municipality = Municipality.objects.filter(code=STEVNS).first()
    if municipality is None or programme.deadline_at <= today:
        return
    if not Strategy.objects.filter(municipality=municipality).exists():
        build.tell(municipality, by=by, today=today)
