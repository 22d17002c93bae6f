"""A municipality's inclusion strategy and its trial actions."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Strategies, rounds, trial actions, the committee's work, improvement cycles and the catalogue."""

    name = "strategy"
    verbose_name = "Strategi"

    def ready(self) -> None:
        from partnerships import lever_methods
        from partnerships.demo import chapters
        from strategy import catalogue_search, committee_logs, demo, editions, room

        chapters.register(demo.tell)
        committee_logs.register()
        editions.register()
        lever_methods.register(catalogue_search.methods_for)
        room.register()
