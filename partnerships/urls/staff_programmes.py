"""Addresses: staff_programmes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
