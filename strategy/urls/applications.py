"""Addresses of applications (ansøgninger)."""

from django.urls import path

from strategy.views import application_rows, applications, confirmations, teams

ONE = "strategi/proevehandlinger/<int:pk>/ansoegning/"

urlpatterns = [
    path("strategi/runder/<int:pk>/ansoegning/", applications.new, name="application_new"),
    path(ONE, applications.application, name="application"),
    path(f"{ONE}her/", applications.presence, name="application_presence"),
    path(f"{ONE}krav/", applications.check, name="application_check"),
    path(f"{ONE}indsend/", applications.submit, name="application_submit"),
    path(f"{ONE}traek-tilbage/", applications.withdraw, name="application_withdraw"),
    path(f"{ONE}ret/", applications.reopen, name="application_reopen"),
    path(f"{ONE}print/", applications.printed, name="application_print"),
    path(f"{ONE}hold/", teams.change, name="application_team"),
    path(f"{ONE}spoerg/", confirmations.ask, name="application_ask"),
    path(f"{ONE}spoergsmaal/<int:question>/", confirmations.question, name="application_question"),
    path(f"{ONE}maal/vaelg/", application_rows.starters, name="application_starters"),
    path(f"{ONE}<slug:kind>/ny/", application_rows.new, name="application_row_new"),
    path(f"{ONE}<slug:kind>/<int:row>/", application_rows.edit, name="application_row"),
    path("bekraeft/<str:token>/", confirmations.confirmation, name="confirmation"),
]
