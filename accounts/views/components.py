"""The component sheet, for those who build pages. Only in demo mode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def components(request: HttpRequest) -> HttpResponse:
    """Every component of the look on one page."""
    return render(request, "components/sheet.html")
