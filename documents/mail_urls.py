"""Addresses of the mail log."""

from django.urls import path

from documents.views import mails

urlpatterns = [
    path("", mails.overview, name="staff_mails"),
    path("<int:pk>/", mails.detail, name="staff_mail"),
    path("<int:pk>/igen/", mails.resend, name="staff_mail_resend"),
    path("<int:pk>/filer/<int:attachment_pk>/", mails.attachment, name="staff_mail_attachment"),
]
