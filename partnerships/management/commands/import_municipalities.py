"""Read the register of municipalities."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from partnerships import municipalities

DATA = Path(__file__).resolve().parents[2] / "data" / "municipalities.csv"


class Command(BaseCommand):
    """Create and update regions and municipalities from the register's file. Nothing is deleted."""

    help = "Opretter og opdaterer regioner og kommuner fra registerets CSV-fil. Sletter intet."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA, help="CSV-filen; uden angivelse portalens egen")

    def handle(self, *args: Any, **options: Any) -> None:
        with options["file"].open(encoding="utf-8", newline="") as file:
            counts = municipalities.import_register(rows=csv.DictReader(file), at=timezone.now())
        self.stdout.write(
            f"Kommuner: {counts.created} oprettet, {counts.updated} opdateret, {counts.unchanged} uændret. "
            f"Regioner: {counts.regions}."
        )
