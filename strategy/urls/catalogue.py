"""Addresses of status, evaluation, the catalogue with its editions, and the knowledge portal."""

from django.urls import path

from strategy.views import catalogue, editions, entries, team_reports

urlpatterns = [
    path("vidensportal/", catalogue.knowledge, name="knowledge"),
    path("katalog/<slug:slug>/", catalogue.entry, name="catalogue_entry"),
    path("katalog/<slug:slug>/rediger/", entries.edit, name="entry_edit"),
    path("katalog/<slug:slug>/status/", entries.act, name="entry_act"),
    path("katalog/<slug:slug>/historik/", entries.history, name="entry_history"),
    path("strategi/proevehandlinger/<int:pk>/status/", team_reports.half_year_status, name="half_year_status"),
    path("strategi/proevehandlinger/<int:pk>/evaluering/", team_reports.evaluation, name="evaluation"),
    path("strategi/proevehandlinger/<int:pk>/katalog/", entries.new, name="entry_new"),
    path("strategi/<slug:slug>/katalogvalg/", entries.votes, name="catalogue_votes"),
    path("strategi/<slug:slug>/katalog/", catalogue.catalogue_list, name="catalogue"),
    path("strategi/<slug:slug>/katalog/aargange/", editions.edition_list, name="editions"),
    path("strategi/<slug:slug>/katalog/aargange/<int:year>/", editions.edition, name="edition"),
    path("strategi/<slug:slug>/katalog/aargange/<int:year>/udgiv/", editions.publish, name="edition_publish"),
]
