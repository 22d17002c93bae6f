"""The committee's board, a long run chart and a thick catalogue, each beside its floor."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import weasyprint
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client
from django.urls import path, reverse

from documents import rendering
from strategy import edition_contents, edition_pdf
from strategy.models import (
    CommitteeReview,
    CommitteeSeat,
    Criterion,
    CriterionScore,
    Measure,
    Measurement,
    Partner,
    TrialAction,
)
from tests.bench import world
from tests.bench.jobs import BACKEND, analyse
from tests.bench.timing import Pair, alternate
from tests.factories import editions, trial_actions
from tests.factories import world as make

APPLICATIONS, SEATS = 500, 12
MEASUREMENTS = 2000
ENTRIES = 200
BOARD = """
    SELECT t.id, t.number, t.title, r.seat_id, r.total FROM strategy_trialaction t
    LEFT JOIN strategy_committeereview r ON r.trial_action_id = t.id WHERE t.round_id = %s
"""
CHART = 'SELECT "on", numerator, denominator FROM strategy_measurement WHERE measure_id = %s ORDER BY "on"'
captured: dict[str, dict[str, object]] = {}


def floor_page(request: HttpRequest, name: str) -> HttpResponse:
    """The same bytes as our page, after one bare query that reads what it shows."""
    kept = captured[name]
    with connection.cursor() as cursor:
        cursor.execute(str(kept["sql"]), [kept["pk"]])
        cursor.fetchall()
    context: dict[str, object] = kept["context"]  # type: ignore[assignment]
    return HttpResponse(get_template(str(kept["template"])).render(context, request))


urlpatterns = [path("floor/strategy/<str:name>/", floor_page, name="floor_strategy")]


def _room() -> tuple[trial_actions.Room, Client]:
    """A municipality with a strategy and a round, and its coordinator at a browser."""
    municipality = world.municipalities(1, first=360_000)[0]
    by = make.member(municipality, "bench-strategy@proeveby.example", role="coordinator")
    client = Client()
    client.force_login(by, backend=BACKEND)
    return trial_actions.room(municipality, by), client


def _beside(name: str, url: str, client: Client, *, sql: str, pk: int) -> tuple[float, float]:
    """Our page and its floor, by turns."""
    response = client.get(url)
    assert response.status_code == 200
    context: dict[str, object] = {}
    for layer in response.context:
        context |= layer.flatten() if hasattr(layer, "flatten") else dict(layer)
    context.pop("csrf_token", None)
    captured[name] = {"template": response.templates[0].name, "context": context, "sql": sql, "pk": pk}
    return alternate(lambda: client.get(url), lambda: client.get(reverse("floor_strategy", args=[name])), rounds=9)


def board() -> Iterator[Pair]:
    """The selection board. Floor: the same page from one query over applications and their points."""
    room, client = _room()
    by = room.strategy.created_by
    rows = TrialAction.objects.bulk_create(
        TrialAction(
            round=room.round,
            number=number,
            state="in_review",
            title=f"Prøvehandling {number}",
            age_group="lower_primary",
            submitted_at=make.NOW,
            submitted_by=by,
            created_at=make.NOW,
            created_by=by,
            updated_at=make.NOW,
            updated_by=by,
        )
        for number in range(1, APPLICATIONS + 1)
    )
    Partner.objects.bulk_create(
        Partner(trial_action=row, position=position, unit=unit, part="Stiller med en voksen.")
        for row in rows
        for position, unit in enumerate(room.units, start=1)
    )
    people = [make.user(f"bench-seat-{number}@proeveby.example", f"Medlem {number}") for number in range(SEATS)]
    seats = CommitteeSeat.objects.bulk_create(
        CommitteeSeat(round=room.round, user=person, kind="staff", given_at=make.NOW) for person in people
    )
    reviews = CommitteeReview.objects.bulk_create(
        CommitteeReview(
            seat=seat,
            trial_action=row,
            state="given",
            total=Decimal(1 + (row.number * 7 + place * 3) % 5),
            updated_at=make.NOW,
            given_at=make.NOW,
        )
        for row in rows
        for place, seat in enumerate(seats)
    )
    criteria = list(Criterion.objects.filter(round=room.round))
    CriterionScore.objects.bulk_create(
        (
            CriterionScore(review=review, criterion=criterion, points=int(review.total or 1))
            for review in reviews
            for criterion in criteria
        ),
        batch_size=5000,
    )
    analyse()
    url = reverse("board", args=[room.round.pk])
    times = _beside("board", url, client, sql=BOARD, pk=room.round.pk)
    yield Pair("selection board", f"{APPLICATIONS} × {SEATS}", *times, "ms", "–")
    yield from _chart(room, client)


def _chart(room: trial_actions.Room, client: Client) -> Iterator[Pair]:
    """A trial action's page with thousands of measurements. Floor: the same page from one query."""
    by = room.strategy.created_by
    row = trial_actions.running(room.round, by, units=room.units)
    measure = Measure.objects.get(trial_action=row)
    first = make.NOW.date() - timedelta(days=MEASUREMENTS)
    Measurement.objects.bulk_create(
        Measurement(
            measure=measure,
            on=first + timedelta(days=number),
            numerator=28 + (number * 7) % 13,
            denominator=46,
            at=make.NOW,
            by=by,
        )
        for number in range(MEASUREMENTS)
    )
    analyse()
    url = reverse("trial_action", args=[row.pk])
    times = _beside("chart", url, client, sql=CHART, pk=measure.pk)
    yield Pair("run chart page", f"{MEASUREMENTS:,} measurements", *times, "ms", "–")


def catalogue() -> Iterator[Pair]:
    """The catalogue's edition as PDF, with contents and index. Floor: bare WeasyPrint of the same HTML."""
    snapshot = editions.many(ENTRIES)
    html = rendering.to_html(edition_pdf.TEMPLATE, edition_contents.contents(snapshot, code="9f3c 41d7 0ab2"))

    def floor() -> object:
        page = weasyprint.HTML(string=html, base_url=rendering.BASE_URL, url_fetcher=rendering.OwnFiles())
        return page.write_pdf(pdf_variant="pdf/ua-1")

    def ours() -> object:
        return edition_pdf.render(snapshot, "9f3c 41d7 0ab2", lambda _percent, _words: None)

    yield Pair("catalogue PDF", f"{ENTRIES} entries", *alternate(ours, floor, rounds=3), "ms", "≤ 1.15")
