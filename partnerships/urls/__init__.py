"""Addresses of the partnerships, one module for each group of pages."""

from django.urls import include, path

MODULES = (
    "public",
    "enrolment",
    "municipality",
    "members",
    "staff_overview",
    "staff_programmes",
    "staff_enrolments",
    "staff_networks",
    "participants",
    "network_days",
    "development",
)

urlpatterns = [path("", include(f"partnerships.urls.{module}")) for module in MODULES]
