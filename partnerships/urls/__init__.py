"""Addresses of the partnerships, one module for each group of pages."""

from django.urls import include, path

urlpatterns = [
    path("", include(f"partnerships.urls.{module}"))
    for module in ("public", "enrolment", "municipality", "members", "staff_programmes", "staff_enrolments")
]
