"""Fixtures made once: what a fixture writes is kept, and laid back in one go in the tests that follow.

The rows are made by the portal's own use cases the first time a process asks for them. Primary keys come back the same,
and the sequences have moved on, so they never meet others. Tests that commit make everything anew.
"""

import copy
import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
Rows = dict[str, dict[str, str]]  # for each table its rows as JSON, by primary key

_kept: dict[tuple[Any, ...], tuple[str, list[str], Model]] = {}


def kept(make: Callable[P, M]) -> Callable[P, M]:
    """Keep what the fixture writes. Its arguments must be rows; only when they are kept themselves is it kept too."""

    @functools.wraps(make)
    def again(*args: P.args, **kwargs: P.kwargs) -> M:
        given = [value for value in (*args, *kwargs.values()) if value is not None]
        if not connection.in_atomic_block or not all(hasattr(value, "is_kept") for value in given):
            return make(*args, **kwargs)
        key = (make.__module__, make.__qualname__, *(value.pk for value in given))  # type: ignore[union-attr]
        if key in _kept:
            statement, values, row = _kept[key]
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, values)
            except IntegrityError:  # the test has made something of it itself already
                return make(*args, **kwargs)
            return copy.deepcopy(row)
        before = _rows()
        made = make(*args, **kwargs)
        made.is_kept = True  # type: ignore[attr-defined]
        after = _rows()
        _kept[key] = (*_statement(before, after), copy.deepcopy(made))
        return made

    return again


def _tables() -> list[tuple[str, str]]:
    """Every table of ours with its primary key's column."""
    models = apps.get_models(include_auto_created=True)
    return sorted((model._meta.db_table, model._meta.pk.column) for model in models if model._meta.managed)


def _rows() -> Rows:
    asked = [f'SELECT \'{table}\', "{key}"::text, row_to_json(t)::text FROM "{table}" t' for table, key in _tables()]
    found: Rows = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        for table, key, row in cursor.fetchall():
            found.setdefault(table, {})[key] = row
    return found


def _statement(before: Rows, after: Rows) -> tuple[str, list[str]]:
    """One statement that writes what came, with its values. Foreign keys wait for the end of the transaction."""
    statement, values = [], []
    for table, rows in after.items():
        old = before.get(table, {})
        assert all(rows.get(key) == row for key, row in old.items()), f"a kept fixture changed a row of {table}"
        if new := [row for key, row in rows.items() if key not in old]:
            statement.append(_insert(table))
            values.append(f"[{','.join(new)}]")
    return ";".join(statement), values


@functools.cache
def _insert(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
        columns = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
    return f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::"{table}", %s)'
