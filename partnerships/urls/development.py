"""Addresses: development processes, for the municipality and for staff."""

from django.urls import path

from partnerships.views import development, staff_development

PROCESS = "udviklingsproces/<int:pk>/"

urlpatterns = [
    path("kommune/<slug:code>/udviklingsproces/", development.municipality, name="municipality_development"),
    path(PROCESS, development.detail, name="development_process"),
    path(f"{PROCESS}rediger/", development.edit, name="development_edit"),
    path(f"{PROCESS}milepaele/", development.milestones, name="milestones"),
    path(f"{PROCESS}milepaele/<int:milestone_pk>/", development.milestone, name="milestone"),
    path(f"{PROCESS}note/", development.note, name="development_note"),
    path(f"{PROCESS}side/", development.page, name="development_page"),
    path(
        "administration/programmer/<slug:slug>/udviklingsprocesser/",
        staff_development.overview,
        name="staff_development",
    ),
    path("administration/netvaerksdage/<int:pk>/medbringer/", staff_development.brought, name="staff_development_day"),
]
