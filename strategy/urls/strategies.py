"""Addresses of strategies and what lies behind them. Comes last: a slug would swallow its neighbours' words."""

from django.urls import path

from strategy.views import onboarding, strategies, strategy_reviews, strategy_work, strategy_writing, units

urlpatterns = [
    path("kommune/<str:code>/strategi/", strategies.of_municipality, name="municipality_strategies"),
    path("kommune/<str:code>/strategi/ny/", strategy_writing.new, name="strategy_new"),
    path("kommune/<str:code>/enheder/", units.units_of, name="units"),
    path("kommune/<str:code>/enheder/ny/", units.new, name="unit_new"),
    path("kommune/<str:code>/enheder/<int:pk>/", units.edit, name="unit_edit"),
    path("kommune/<str:code>/enheder/<int:pk>/brug/", units.set_active, name="unit_active"),
    path("strategi/", strategies.strategies, name="strategies"),
    path("strategi/<slug:slug>/", strategies.detail, name="strategy"),
    path("strategi/<slug:slug>/udgave/<int:number>/", strategies.version, name="strategy_version"),
    path("strategi/<slug:slug>/rediger/", strategy_writing.overview, name="strategy_edit"),
    path("strategi/<slug:slug>/rediger/<slug:part>/", strategy_writing.part, name="strategy_part"),
    path("strategi/<slug:slug>/offentliggoer/", strategy_writing.publish, name="strategy_publish"),
    path("strategi/<slug:slug>/naeste/", strategy_writing.next_version, name="strategy_next"),
    path("strategi/<slug:slug>/slet-kladde/", strategy_writing.discard, name="strategy_discard"),
    path("strategi/<slug:slug>/arbejdet/", strategy_work.hub, name="strategy_work"),
    path("strategi/<slug:slug>/inddragelse/", strategy_work.involvement, name="involvement"),
    path("strategi/<slug:slug>/inddragelse/<int:pk>/", strategy_work.involvement_edit, name="involvement_edit"),
    path("strategi/<slug:slug>/kommunikation/", strategy_work.communications, name="communications"),
    path("strategi/<slug:slug>/kommunikation/<int:pk>/", strategy_work.communication_edit, name="communication_edit"),
    path(
        "strategi/<slug:slug>/kommunikation/<int:pk>/gjort/",
        strategy_work.communication_done,
        name="communication_done",
    ),
    path("strategi/<slug:slug>/ny-her/", onboarding.path_of, name="onboarding"),
    path("strategi/<slug:slug>/ny-her/rediger/", onboarding.edit, name="onboarding_edit"),
    path("strategi/<slug:slug>/ny-her/<int:pk>/", onboarding.take, name="onboarding_take"),
    path("strategi/<slug:slug>/evaluering/<int:year>/", strategy_reviews.review, name="strategy_review"),
    path("strategi/<slug:slug>/evaluering/<int:year>/afslut/", strategy_reviews.decide, name="strategy_review_decide"),
]
