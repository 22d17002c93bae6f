"""Addresses: staff_enrolments."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
