"""The committee's reading and scoring, and the selection board."""

from django.urls import path

from strategy.views import board, committee, committee_left, withdrawing

urlpatterns = [
    path("strategi/runder/<int:pk>/udvalg/", committee.reading_list, name="committee"),
    path("strategi/runder/<int:pk>/udvalg/<int:number>/", committee.read, name="committee_read"),
    path("strategi/runder/<int:pk>/udvalg/<int:number>/undlad/", committee.abstain, name="committee_abstain"),
    path("strategi/runder/<int:pk>/udvalg/<int:number>/spoerg/", committee.ask, name="committee_ask"),
    path("strategi/runder/<int:pk>/udvalg/<int:number>/hent/", committee.take_back, name="committee_take_back"),
    path("strategi/runder/<int:pk>/udvalg/<int:number>/inhabil/", committee.conflict, name="committee_conflict"),
    path("strategi/runder/<int:pk>/udvalg/plads/<int:seat>/", committee_left.left, name="committee_seat_left"),
    path("strategi/runder/<int:pk>/udvaelgelse/", board.show, name="board"),
    path("strategi/runder/<int:pk>/udvaelgelse/eksport.csv", board.export, name="board_export"),
    path("strategi/runder/<int:pk>/udvaelgelse/afgoerelse/", board.decide, name="board_decide"),
    path("strategi/proevehandlinger/<int:pk>/traek/", withdrawing.withdraw, name="trial_action_withdraw"),
]
