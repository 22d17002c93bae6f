"""Screenings of a municipality's practice on the seven levers."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Analysis models, screenings, sources, findings, workshops, reports and the benchmark."""

    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        from partnerships import lever_profiles, waiting
        from partnerships.demo import chapters
        from screening import delivered_levels, demo, reports, room, staff_work

        chapters.register(demo.tell)
        lever_profiles.register(delivered_levels.profiles)
        reports.register()
        room.register()
        waiting.register("screening", staff_work.waiting_in)
