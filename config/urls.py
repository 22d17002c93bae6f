"""Every address of the portal, by room."""

from django.conf import settings
from django.urls import include, path

from config import views

urlpatterns = [
    path("readyz", views.readyz, name="readyz"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("personoplysninger/", views.privacy, name="privacy"),
    path("konto/", include("accounts.urls")),
    path("dokumenter/", include("documents.urls")),
    path("administration/mails/", include("documents.mail_urls")),
    path("", include("partnerships.urls")),
    path("", include("screening.urls")),
    path("", include("strategy.urls")),
]

handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"
handler500 = "config.views.server_error"

if settings.DEMO:
    from accounts.views.components import components

    urlpatterns.append(path("komponenter/", components, name="components"))
