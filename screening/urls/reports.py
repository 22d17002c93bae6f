"""Addresses: a screening's report and its versions."""

from django.urls import path

from screening.views import reports

urlpatterns = [
    path("screeninger/<int:pk>/rapport/", reports.detail, name="screening_report"),
    path("screeninger/<int:pk>/rapport/lav/", reports.make, name="screening_report_make"),
]
