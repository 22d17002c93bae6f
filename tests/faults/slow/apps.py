"""Wraps a renderer in a wait when FAULTS_SLOW is set: that of receipts, or of the kind in FAULTS_KIND."""

import os
import time
from dataclasses import replace

from django.apps import AppConfig


class SlowConfig(AppConfig):
    """Installed only in the worker processes of the fault tests."""

    name = "tests.faults.slow"
    label = "faults_slow"

    def ready(self) -> None:
        from documents import kinds

        seconds = float(os.environ.get("FAULTS_SLOW", "0"))
        if not seconds:
            return
        kind = kinds.get(os.environ.get("FAULTS_KIND", "receipt"))

        def render(document, report):  # type: ignore[no-untyped-def]
            report(50, "Venter på at blive slået ihjel.")
            time.sleep(seconds)
            return kind.render(document, report)

        kinds.register(replace(kind, render=render))
