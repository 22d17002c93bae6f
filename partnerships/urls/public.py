"""Addresses: public."""

from django.urls import path

from partnerships.views import public

urlpatterns = [
    path("", public.home, name="home"),
    path("programmer/<slug:slug>/", public.programme, name="programme"),
]
