"""The demo's year in motion: a partnership whose fourth day is ahead, made through the use cases."""

from datetime import date, datetime, time, timedelta

from accounts.danish import DANISH_TIME
from accounts.models import User
from partnerships import network_days
from partnerships.day_planning import AUTUMN_BREAK, WINTER_BREAK, free_by_habit, public_holidays
from partnerships.models import DayItem, Network, NetworkDay
from partnerships.network_days import Item, Plan

Kind = DayItem.Kind
START, END = time(9, 30), time(15, 30)
OFFSETS = (-214, -130, -38, 24)  # days from today: three are held, one is ahead
TITLES = (
    "Netværksdag 1: Retning og ledelse",
    "Netværksdag 2: Data og tilbud",
    "Netværksdag 3: Visitation og tildeling",
    "Netværksdag 4: Faglighederne sammen",
)
PLACES = (
    ("Konferencehuset Åen", "Åvej 1, Odense", "Sal A"),
    None,
    None,
    ("Konferencehuset Åen", "Åvej 1, Odense", "Sal B"),
)
PROGRAMMES: tuple[tuple[tuple[str, str, Kind, str, str, tuple[int, ...]], ...], ...] = (
    (
        ("9.30", "10.00", Kind.PRACTICAL, "Kaffe og velkomst", "", ()),
        ("10.00", "11.15", Kind.EXPERT, "Når politik bliver til retning", "Forskeren Ane Ege", (1,)),
        ("11.30", "12.30", Kind.LEADERSHIP, "Chefens rolle i det lange træk", "", (1,)),
        ("13.15", "14.45", Kind.REFLECTION, "Hvor står vi på de 7 greb?", "", (1, 2, 7)),
        ("14.45", "15.30", Kind.SPARRING, "Sparring to og to", "", ()),
    ),
    (
        ("9.30", "10.45", Kind.EXPERT, "Tal, der kan bruges", "Analytikeren Bo Birk", (3,)),
        ("11.00", "12.30", Kind.REFLECTION, "Mellemformer i praksis", "", (2, 4)),
        ("13.15", "15.30", Kind.SPARRING, "Jeres udviklingsproces under lup", "", (4,)),
    ),
    (
        ("9.30", "10.45", Kind.EXPERT, "En visitation, der ser barnet", "Chefen Dina Dal", (5,)),
        ("11.00", "12.30", Kind.REFLECTION, "Pengene og fællesskabet", "", (6,)),
        ("13.15", "15.30", Kind.SPARRING, "Hvad flytter sig hos jer?", "", (5, 6)),
    ),
    (
        ("9.30", "10.00", Kind.PRACTICAL, "Kaffe og velkomst", "", ()),
        ("10.00", "11.15", Kind.EXPERT, "Når fagligheder mødes", "Forskeren Ane Ege", (7,)),
        ("11.30", "12.30", Kind.SPARRING, "Et år efter: hvad tager vi med?", "", (2, 7)),
    ),
)


def plan_year(network: Network, *, by: User, today: datetime) -> list[NetworkDay]:
    """Plan the network's four days around today, write their programmes, confirm them, and hold those that are over."""
    planned_at = today - timedelta(days=250)
    dates = [working_day(today.date() + timedelta(days=offset)) for offset in OFFSETS]
    plans = [(number, _plan(number, dates[number - 1])) for number in range(1, 5)]
    days = network_days.plan_days(network=network, plans=plans, by=by, at=planned_at)
    made = []
    for day, items in zip(days, PROGRAMMES, strict=True):
        written = min(day.starts_at, today) - timedelta(days=40)
        row = network_days.set_items(day=day, items=[_item(*item) for item in items], revision=None, by=by, at=written)
        row = network_days.confirm(day=row, revision=row.revision, by=by, at=written + timedelta(days=2))
        if row.ends_at < today:
            row = network_days.hold(day=row, by=by, at=row.ends_at)
        made.append(row)
    return made


def working_day(day: date) -> date:
    """The first day from `day` on that schools are open and few are free."""
    while _is_free(day):
        day += timedelta(days=1)
    return day


def _is_free(day: date) -> bool:
    schools_closed = day.month == 7 or day.isocalendar().week in (WINTER_BREAK, AUTUMN_BREAK)
    holiday = day in public_holidays(day.year) or day in free_by_habit(day.year)
    return schools_closed or holiday or day.isoweekday() > 5


def _plan(number: int, day: date) -> Plan:
    title, where = TITLES[number - 1], PLACES[number - 1]
    starts_at = datetime.combine(day, START, tzinfo=DANISH_TIME)
    ends_at = datetime.combine(day, END, tzinfo=DANISH_TIME)
    if where is None:
        return Plan(title, starts_at, ends_at, is_virtual=True, link=f"https://video.example/netvaerksdag-{number}")
    venue, address, room = where
    return Plan(title, starts_at, ends_at, venue=venue, address=address, room=room)


def _item(start: str, end: str, kind: Kind, title: str, speaker: str, levers: tuple[int, ...]) -> Item:
    return Item(_clock(start), _clock(end), kind, title, speaker, levers)


def _clock(text: str) -> time:
    hour, minute = text.split(".")
    return time(int(hour), int(minute))
