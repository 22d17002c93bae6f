"""Addresses: a participant's own page and calendar, by personal link."""

from django.urls import path

from partnerships.views import participant

urlpatterns = [
    path("deltager/<str:token>/", participant.home, name="participant"),
    path("kalender/<str:token>.ics", participant.calendar, name="calendar_feed"),
]
