"""`make bench`: each of our jobs beside its floor in the same run. Writes docs/benchmarks.md."""

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.bench.timing import Pair

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (100, 10_000, 100_000)


def own_database() -> None:
    """Point DATABASE_URL at an empty database beside the given one, made anew."""
    import psycopg2
    from psycopg2 import sql

    address = urlsplit(os.environ["DATABASE_URL"])
    name = "portal_bench"
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connection.close()
    os.environ["DATABASE_URL"] = urlunsplit(address._replace(path=f"/{name}"))


def report(pairs: list[Pair], postgres: str) -> str:
    """The table as Markdown, with the machine it was measured on."""
    cores = len(os.sched_getaffinity(0))
    day = datetime.now(UTC).date().isoformat()
    machine = f"{cores} cores, {platform.machine()}, Python {platform.python_version()}, {postgres}"
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Each row is our page or job beside its floor, run alternately in the same process or",
        "against the same server; the ratio is what to look at. What the floors do is in `tests/bench/floors.py`,",
        "`tests/bench/jobs.py`, `tests/bench/days.py`, `tests/bench/workshop.py`, `tests/bench/reports.py` and",
        "`tests/bench/strategy.py`.",
        "",
        f"Measured on {day}: {machine}.",
        "",
        "| what | size | ours | floor | unit | ratio | aim |",
        "| --- | --- | ---: | ---: | --- | ---: | --- |",
        *(pair.as_row() for pair in pairs),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure everything, print as it comes, and write the table."""
    own_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ["DEMO"] = "true"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    call_command("migrate", verbosity=0)
    setup_test_environment()
    from tests.bench import days, jobs, reports, strategy, workshop

    pairs = []
    measures = (
        jobs.quoting,
        jobs.receipt_pdf,
        lambda: jobs.enrolment_list(SIZES),
        jobs.submitting,
        days.feed,
        days.day_page,
        days.notifying,
        workshop.phones,
        reports.pdf,
        reports.presentation,
        strategy.board,
        strategy.catalogue,
        reports.many,
    )
    for measure in measures:
        for pair in measure():
            print(pair.as_row(), flush=True)
            pairs.append(pair)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = f"PostgreSQL {cursor.fetchone()[0]}"
    (ROOT / "docs" / "benchmarks.md").write_text(report(pairs, postgres), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
