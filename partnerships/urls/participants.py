"""Addresses: a participant's own pages and calendar, by personal link; and staff at the door of a day."""

from django.urls import path

from partnerships.views import (
    certificates,
    participant,
    participant_certificates,
    participant_day,
    participant_steering,
    staff_attendance,
    staff_materials,
)

OWN = "deltager/<str:token>/"
OWN_DAY = f"{OWN}dage/<int:pk>/"
STAFF_DAY = "administration/netvaerksdage/<int:pk>/"
STAFF_MATERIAL = "administration/materialer/<int:pk>/"

urlpatterns = [
    path(OWN, participant.home, name="participant"),
    path(f"{OWN}bevis/", participant_certificates.overview, name="participant_certificate"),
    path(f"{OWN}bevis/<uuid:document>/status/", participant_certificates.status, name="participant_certificate_status"),
    path(f"{OWN}bevis/<uuid:document>/", participant_certificates.download, name="participant_certificate_file"),
    path(OWN_DAY, participant_day.detail, name="participant_day"),
    path(f"{OWN_DAY}set/", participant.acknowledge, name="participant_acknowledge"),
    path(f"{OWN_DAY}moedt/", participant_day.check_in, name="participant_check_in"),
    path(f"{OWN_DAY}evaluering/", participant_day.evaluate, name="participant_evaluate"),
    path(f"{OWN_DAY}materialer/<int:material_pk>/", participant_day.material, name="participant_material"),
    path(f"{OWN}styregruppe/<int:pk>/", participant_steering.answer, name="participant_steering"),
    path("kalender/<str:token>.ics", participant.calendar, name="calendar_feed"),
    path("administration/netvaerk/<int:pk>/beviser/", certificates.network, name="staff_certificates"),
    path("kommune/<slug:code>/beviser/", certificates.municipality, name="municipality_certificates"),
    path(f"{STAFF_DAY}fremmoede/", staff_attendance.overview, name="staff_attendance"),
    path(f"{STAFF_DAY}fremmoede/kode/", staff_attendance.code, name="staff_attendance_code"),
    path(f"{STAFF_DAY}fremmoede/<int:seat_pk>/", staff_attendance.seat, name="staff_attendance_seat"),
    path(f"{STAFF_DAY}evaluering/", staff_attendance.answers, name="staff_evaluations"),
    path(f"{STAFF_DAY}materialer/", staff_materials.overview, name="staff_materials"),
    path(f"{STAFF_MATERIAL}flyt/", staff_materials.move, name="staff_material_move"),
    path(f"{STAFF_MATERIAL}slet/", staff_materials.delete, name="staff_material_delete"),
    path("materialer/<int:pk>/", staff_materials.download, name="material"),
]
