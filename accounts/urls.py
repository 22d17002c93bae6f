"""Addresses of one's own account; allauth's follow at the same place."""

from django.urls import path

from accounts.views.profile import profile

urlpatterns = [
    path("", profile, name="account"),
]
