"""Screenings of a municipality's practice on the seven levers."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Analysis models, screenings, sources, findings, workshops, reports and the benchmark."""

    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        from screening import reports

        reports.register()
