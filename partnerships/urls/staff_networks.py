"""Addresses: the staff's pages about networks and their days."""

from django.urls import path

from partnerships.views import staff_day_changes, staff_day_notices, staff_days, staff_networks

NETWORK = "administration/netvaerk/<int:pk>/"
DAY = "administration/netvaerksdage/<int:pk>/"

urlpatterns = [
    path("administration/netvaerk/", staff_networks.current, name="staff_networks"),
    path("administration/programmer/<slug:slug>/netvaerk/", staff_networks.overview, name="staff_programme_networks"),
    path(NETWORK, staff_networks.network, name="staff_network"),
    path(f"{NETWORK}planlaeg/", staff_networks.plan, name="staff_network_plan"),
    path(DAY, staff_days.detail, name="staff_day"),
    path(f"{DAY}rediger/", staff_day_changes.edit, name="staff_day_edit"),
    path(f"{DAY}bekraeft/", staff_day_changes.confirm, name="staff_day_confirm"),
    path(f"{DAY}aflys/", staff_day_changes.cancel, name="staff_day_cancel"),
    path(f"{DAY}afholdt/", staff_day_changes.hold, name="staff_day_hold"),
    path(f"{DAY}beskeder/<int:notice_pk>/", staff_day_notices.send_again, name="staff_day_notice"),
    path(f"{DAY}program/", staff_days.items, name="staff_day_items"),
    path(f"{DAY}genbrug/", staff_days.reuse, name="staff_day_reuse"),
]
