"""Addresses: the municipality's side of its screenings."""

from django.urls import path

from screening.views import municipality

ALL = "kommune/<slug:code>/foranalyser/"
ONE = f"{ALL}<int:pk>/"

urlpatterns = [
    path(ALL, municipality.screenings, name="municipality_screenings"),
    path(ONE, municipality.detail, name="municipality_screening"),
    path(f"{ONE}dokumenter/andet/", municipality.send_unasked, name="municipality_document_unasked"),
    path(f"{ONE}dokumenter/<int:item>/", municipality.send_document, name="municipality_document"),
    path(f"{ONE}dokumenter/<int:item>/findes-ikke/", municipality.say_missing, name="municipality_document_missing"),
    path(f"{ONE}dokumenter/<int:source>/fortryd/", municipality.take_back, name="municipality_document_undo"),
]
