"""Addresses: the staff's pages about enrolments."""

from django.urls import path

from partnerships.views import discarding, staff_changes, staff_enrolment, staff_enrolments, staff_late

PROGRAMME = "administration/programmer/<slug:slug>/"
ENROLMENT = "administration/tilmeldinger/<int:pk>/"

urlpatterns = [
    path("administration/tilmeldinger/", staff_enrolments.current, name="staff_enrolments"),
    path(f"{PROGRAMME}tilmeldinger/", staff_enrolments.table, name="staff_programme_enrolments"),
    path(f"{PROGRAMME}tilmeldinger/udtraek/<slug:extension>/", staff_enrolments.export, name="staff_export"),
    path(f"{PROGRAMME}tilmeld/", staff_late.enrol, name="staff_enrol_late"),
    path(f"{PROGRAMME}kladder/<slug:code>/slet/", discarding.staff, name="staff_discard"),
    path(ENROLMENT, staff_enrolment.detail, name="staff_enrolment"),
    path(f"{ENROLMENT}ret/", staff_changes.correct, name="staff_correct"),
    path(f"{ENROLMENT}annuller/", staff_changes.cancel, name="staff_cancel"),
    path(f"{ENROLMENT}udvid/", staff_changes.extend, name="staff_extend"),
]
