"""Addresses of the mail log."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
