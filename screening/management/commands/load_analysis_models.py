"""Load the analysis models that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from screening import analysis_models


class Command(BaseCommand):
    """Make version 1 of each area that has no version. What staff have made since is not touched."""

    help = "Opretter version 1 af analysemodellen for skole og dagtilbud, hvor den mangler. Retter intet."

    def handle(self, *args: Any, **options: Any) -> None:
        made = analysis_models.load(at=timezone.now())
        self.stdout.write(f"Analysemodeller oprettet: {', '.join(map(str, made)) or 'ingen, de er her allerede'}.")
