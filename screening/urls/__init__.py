"""Addresses of the screenings, one module for each group of pages."""

from django.urls import include, path

MODULES: tuple[str, ...] = ("analysis_models",)

urlpatterns = [path("", include(f"screening.urls.{module}")) for module in MODULES]
