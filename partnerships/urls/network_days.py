"""Addresses: a municipality's network days, the steering group before them, and days it cannot meet."""

from django.urls import path

from partnerships.views import blocked_days, network_day, staff_steering, steering

urlpatterns = [
    path("kommune/<slug:code>/netvaerksdage/", network_day.municipality_overview, name="municipality_days"),
    path("kommune/<slug:code>/spaerrede-dage/", blocked_days.blocked_days, name="blocked_days"),
    path("netvaerksdage/<int:pk>/", network_day.detail, name="network_day"),
    path("netvaerksdage/<int:pk>/kalender.ics", network_day.calendar, name="day_calendar"),
    path("netvaerksdage/<int:pk>/styregruppe/", steering.answer, name="steering"),
    path("administration/netvaerksdage/<int:pk>/styregruppe/", staff_steering.meeting, name="staff_steering"),
]
