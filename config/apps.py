"""The project as an app, so that its start-up checks and wiring have a place."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

# Loaded here, so that tasks go to our own Celery application in every Django process; not in `config/__init__.py`,
# since it sets DJANGO_SETTINGS_MODULE, and `config.embedded` must leave the environment of its command alone.
from config import celery


class PortalConfig(AppConfig):
    """Wires the rooms together when Django starts."""

    name = "config"
    label = "portal"
    celery_app = celery.app


class PortalStaticFilesConfig(StaticFilesConfig):
    """Collects of the front-end packages only what a page can ask for: compressing the rest takes a minute."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("*.md", "*.scss", "*.ts", "*.gz", "dkfds.css", "dkfds-*", "dkfds*.js*", "split"),
        *("IBMPlexSans-Thin*", "IBMPlexSans-*Light*", "IBMPlexSans-Text*"),
        *("ext", "htmx.js", "htmx.amd.js", "htmx.cjs.js", "htmx.esm.js"),
    ]
