"""Addresses: the enrolment wizard and its receipt."""

from django.urls import path

from partnerships.views import discarding, enrolling, enrolling_binding, enrolling_seats

ROOT = "programmer/<slug:slug>/tilmelding/"

urlpatterns = [
    path(ROOT, enrolling.enrol, name="enrol"),
    path(f"{ROOT}<slug:code>/deltagere/<int:seat>/", enrolling_seats.enrol_seat, name="enrol_seat"),
    path(f"{ROOT}<slug:code>/slet/", discarding.own_draft, name="enrol_discard"),
    path(f"{ROOT}<slug:code>/<slug:step>/", enrolling.enrol_step, name="enrol_step"),
    path("tilmeldinger/<int:pk>/kvittering/", enrolling_binding.receipt, name="receipt"),
]
