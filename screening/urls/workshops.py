"""Addresses: a workshop's pages for consultants, and its pages for phones."""

from django.urls import path

from screening.views import workshop_phones, workshops

WORKSHOP = "screeninger/<int:pk>/workshop/"

urlpatterns = [
    path(WORKSHOP, workshops.workshop, name="screening_workshop"),
    path(f"{WORKSHOP}skaerm/", workshops.screen, name="screening_workshop_screen"),
    path(f"{WORKSHOP}svar/", workshops.live, name="screening_workshop_live"),
    path("workshop/", workshop_phones.join, name="workshop_join"),
    path("workshop/<str:code>/", workshop_phones.phone, name="workshop_phone"),
    path("workshop/<str:code>/nu/", workshop_phones.state, name="workshop_state"),
]
