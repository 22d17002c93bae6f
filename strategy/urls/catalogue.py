"""Addresses of status, evaluation, the catalogue with its editions, and the knowledge portal."""

from django.urls import path

from strategy.views import catalogue, editions, entries, handing_in, team_reports

ONE = "strategi/proevehandlinger/<int:pk>"
STATUS, EVALUATION = {"name": "half_year_status"}, {"name": "evaluation"}

urlpatterns = [
    path("vidensportal/", catalogue.knowledge, name="knowledge"),
    path("katalog/<slug:slug>/", catalogue.entry, name="catalogue_entry"),
    path("katalog/<slug:slug>/rediger/", entries.edit, name="entry_edit"),
    path("katalog/<slug:slug>/status/", entries.act, name="entry_act"),
    path("katalog/<slug:slug>/historik/", entries.history, name="entry_history"),
    path(f"{ONE}/status/", team_reports.half_year_status, name="half_year_status"),
    path(f"{ONE}/status/send/", handing_in.send, STATUS, name="half_year_status_send"),
    path(f"{ONE}/status/tilbage/", handing_in.hand_back, STATUS, name="half_year_status_back"),
    path(f"{ONE}/evaluering/", team_reports.evaluation, name="evaluation"),
    path(f"{ONE}/evaluering/send/", handing_in.send, EVALUATION, name="evaluation_send"),
    path(f"{ONE}/evaluering/tilbage/", handing_in.hand_back, EVALUATION, name="evaluation_back"),
    path(f"{ONE}/katalog/", entries.new, name="entry_new"),
    path("strategi/<slug:slug>/katalogvalg/", entries.votes, name="catalogue_votes"),
    path("strategi/<slug:slug>/katalog/", catalogue.catalogue_list, name="catalogue"),
    path("strategi/<slug:slug>/katalog/aargange/", editions.edition_list, name="editions"),
    path("strategi/<slug:slug>/katalog/aargange/<int:year>/", editions.edition, name="edition"),
    path("strategi/<slug:slug>/katalog/aargange/<int:year>/udgiv/", editions.publish, name="edition_publish"),
]
