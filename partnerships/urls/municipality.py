"""Addresses: a municipality's own room and its enrolments."""

from django.urls import path

from partnerships.views import enrolment, extending, municipality, participants, staff_participants

urlpatterns = [
    path("kommune/", municipality.choose, name="my_municipality"),
    path("kommune/<slug:code>/", municipality.home, name="municipality"),
    path("tilmeldinger/<int:pk>/", enrolment.detail, name="enrolment"),
    path("tilmeldinger/<int:pk>/regning/", enrolment.invoicing, name="enrolment_invoicing"),
    path("tilmeldinger/<int:pk>/deltagere/", participants.overview, name="participants"),
    path("tilmeldinger/<int:pk>/deltagere/<int:seat_pk>/", participants.seat, name="seat"),
    path("tilmeldinger/<int:pk>/deltagere/<int:seat_pk>/afloes/", participants.replace, name="seat_replace"),
    path("tilmeldinger/<int:pk>/deltagere/<int:seat_pk>/fjern/", participants.clear, name="seat_clear"),
    path("tilmeldinger/<int:pk>/deltagere/<int:seat_pk>/link/", staff_participants.link, name="seat_link"),
    path("tilmeldinger/<int:pk>/udvid/", extending.extend, name="extend"),
]
