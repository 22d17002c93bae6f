"""Addresses of rounds (runder)."""

from django.urls import path

from strategy.views import rounds

urlpatterns = [
    path("strategi/<slug:slug>/runder/", rounds.rounds_of, name="rounds"),
    path("strategi/<slug:slug>/runder/ny/", rounds.new, name="round_new"),
    path("strategi/runder/<int:pk>/", rounds.detail, name="round"),
    path("strategi/runder/<int:pk>/rediger/", rounds.edit, name="round_edit"),
    path("strategi/runder/<int:pk>/kriterier/", rounds.criteria, name="round_criteria"),
    path("strategi/runder/<int:pk>/pladser/", rounds.committee, name="round_committee"),
    path("strategi/runder/<int:pk>/udmelding/", rounds.announce, name="round_announce"),
    path("strategi/runder/<int:pk>/slet/", rounds.discard, name="round_discard"),
]
