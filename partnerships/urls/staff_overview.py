"""Addresses: how programmes are going."""

from django.urls import path

from partnerships.views import staff_overview

urlpatterns = [
    path("administration/", staff_overview.overview, name="staff_overview"),
    path("administration/programmer/<slug:slug>/overblik/", staff_overview.overview, name="staff_programme_overview"),
    path("administration/dokumenter/", staff_overview.failed_documents, name="failed_documents"),
]
