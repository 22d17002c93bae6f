"""Addresses: a delivered report's comments, acceptance and release, and levels beside others'."""

from django.urls import path

from screening.views import results, staff_levels

ONE = "kommune/<slug:code>/foranalyser/<int:pk>/"

urlpatterns = [
    path(f"{ONE}kommentar/", results.comment, name="screening_comment"),
    path(f"{ONE}godkend/", results.accept, name="screening_accept"),
    path(f"{ONE}netvaerk/", results.release, name="screening_release"),
    path(f"{ONE}sammenlign/", results.compare, name="screening_compare"),
    path("kommune/<slug:code>/netvaerkets-niveauer/", results.network_profiles, name="network_profiles"),
    path("screeninger/<int:pk>/kommentarer/", results.comments, name="screening_comments"),
    path(
        "administration/programmer/<slug:slug>/foranalyser/niveauer/",
        staff_levels.levels,
        name="staff_screening_levels",
    ),
]
