"""Reads the first sheet of a spreadsheet: a program of its own (sheets.py starts it).

What people send can be built to take all time and memory there is, so it is read by a process that may have little of
either. It takes the file on its standard input and writes its rows as JSON; without them it was unreadable.
"""

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import Any

MEMORY = 800_000_000  # bytes of address space
SECONDS = 10  # of computing
MOST_ROWS = 2_050
MOST_COLUMNS = 8
LONGEST = 2_000


def cell_text(value: Any) -> str:
    """A cell as a Dane would have typed it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",")
    return " ".join(str(value).split())[:LONGEST]


def rows_of(data: bytes) -> list[list[str]]:
    """The first sheet's rows, the empty ones too, so that their numbers are those people see."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    return [[cell_text(value) for value in row] for row in rows]


def main() -> None:
    """Read standard input as a spreadsheet."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.write(json.dumps(rows_of(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
