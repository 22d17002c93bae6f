"""Addresses of documents."""

from django.urls import path

from documents.views import documents

urlpatterns = [
    path("<uuid:pk>/", documents.detail, name="document"),
    path("<uuid:pk>/status/", documents.status, name="document_status"),
    path("<uuid:pk>/hent/", documents.download, name="document_download"),
    path("<uuid:pk>/igen/", documents.retry, name="document_retry"),
]
