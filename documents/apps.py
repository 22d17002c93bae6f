"""Files made in the background."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Document rows, rendering and private downloads."""

    name = "documents"
    verbose_name = "Dokumenter"
