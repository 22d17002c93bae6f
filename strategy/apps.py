"""A municipality's inclusion strategy and its trial actions."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Strategies, rounds, trial actions, the committee's work, improvement cycles and the catalogue."""

    name = "strategy"
    verbose_name = "Strategi"

    def ready(self) -> None:
        from strategy import room

        room.register()
