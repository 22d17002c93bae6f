"""The project as an app, so that its start-up checks and wiring have a place."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Wires the rooms together when Django starts."""

    name = "config"
    label = "portal"
