"""Addresses of the screenings, one module for each group of pages."""

from django.urls import include, path

MODULES: tuple[str, ...] = ("work", "municipality", "analysis_models", "workshops", "workspace", "reports", "results")

urlpatterns = [path("", include(f"screening.urls.{module}")) for module in MODULES]
