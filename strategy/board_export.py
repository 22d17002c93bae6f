"""The board as a CSV file, of what the person may see (udtræk)."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal

from partnerships.exports import harmless
from strategy.board_rows import Board, Row
from strategy.models import BoardChoice

LABELS = {"": "", **dict(BoardChoice.Choice.choices)}
COLUMNS: tuple[tuple[str, Callable[[Row], str]], ...] = (
    ("Plads", lambda row: str(row.rank)),
    ("Nr.", lambda row: str(row.number)),
    ("Prøvehandling", lambda row: str(row.application)),
    ("Enheder og aktører", lambda row: ", ".join(sorted(row.traits.units))),
    ("Aldersgruppe", lambda row: row.application.get_age_group_display()),
    ("Elementer", lambda row: ", ".join(sorted(row.traits.elements))),
    ("Dele af kommunen", lambda row: ", ".join(sorted(row.traits.parts))),
    ("Median", lambda row: _number(row.standing.median if row.standing else None)),
    ("Gennemsnit", lambda row: _number(row.standing.mean if row.standing else None)),
    ("Laveste", lambda row: _number(row.standing.lowest if row.standing else None)),
    ("Højeste", lambda row: _number(row.standing.highest if row.standing else None)),
    ("Bedømmelser", lambda row: str(row.given)),
    ("Stor uenighed", lambda row: "ja" if row.disagrees else ""),
    ("Afgørelse", lambda row: LABELS[row.saved]),
)


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def as_csv(board: Board) -> bytes:
    """UTF-8 with BOM, semicolons and decimal commas, as Danish Excel opens it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([title for title, _ in COLUMNS])
    writer.writerows([harmless(read(row)) for _, read in COLUMNS] for row in board.rows)
    return ("\ufeff" + buffer.getvalue()).encode()
