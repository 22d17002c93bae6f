"""Addresses of strategies and trial actions, one module for each group of pages."""

from django.urls import URLPattern, URLResolver, include, path

MODULES: tuple[str, ...] = ("doing", "committee", "rounds", "applications", "catalogue", "strategies")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(f"strategy.urls.{module}")) for module in MODULES]
