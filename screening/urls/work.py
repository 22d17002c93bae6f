"""Addresses: the screenings of consultants and administrators, their plans, checklists and sources."""

from django.urls import path, re_path

from screening.views import sources, staff, work

ONE = "screeninger/<int:pk>/"
SOURCES = f"{ONE}kilder/"

urlpatterns = [
    path("screeninger/", work.screening_list, name="screenings"),
    path(ONE, work.detail, name="screening"),
    path(f"{ONE}plan/", work.plan, name="screening_plan"),
    path(f"{ONE}plan/send/", work.send_plan, name="screening_send_plan"),
    path(f"{ONE}tjekliste/", work.checklist, name="screening_checklist"),
    path(SOURCES, sources.overview, name="screening_sources"),
    re_path(
        r"^screeninger/(?P<pk>[0-9]{1,18})/kilder/ny/(?P<kind>dokument|interview|workshop)/$",
        sources.new,
        name="screening_source_new",
    ),
    path(f"{SOURCES}<int:source>/", sources.edit, name="screening_source"),
    path(f"{SOURCES}<int:source>/fjern/", sources.delete, name="screening_source_delete"),
    path(f"{SOURCES}<int:source>/hent/", sources.download, name="screening_source_file"),
    path("administration/programmer/<slug:slug>/foranalyser/", staff.programme, name="staff_screenings"),
]
