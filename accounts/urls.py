"""Addresses of signing in, security and one's own account: allauth's views under its names, at Danish paths."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from accounts.views.profile import profile
from accounts.views.second_factor import ActivateApp, AddPasskey

urlpatterns = [
    path("", profile, name="account"),
    path("login/", account.login, name="account_login"),
    path("login/kode/", account.request_login_code, name="account_request_login_code"),
    path("login/kode/skriv/", account.confirm_login_code, name="account_confirm_login_code"),
    path("log-ud/", account.logout, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("opret/", account.signup, name="account_signup"),
    path("bekraeft/", account.reauthenticate, name="account_reauthenticate"),
    path("mail/", account.email, name="account_email"),
    path("mail/kode/", account.email_verification_sent, name="account_email_verification_sent"),
    path("adgangskode/skift/", account.password_change, name="account_change_password"),
    path("adgangskode/vaelg/", account.password_set, name="account_set_password"),
    path("adgangskode/glemt/", account.password_reset, name="account_reset_password"),
    path("adgangskode/glemt/kode/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("adgangskode/glemt/ny/", account.complete_password_reset, name="account_complete_password_reset"),
    path("adgangskode/glemt/gemt/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("totrin/", mfa.index, name="mfa_index"),
    path("totrin/login/", mfa.authenticate, name="mfa_authenticate"),
    path("totrin/bekraeft/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totrin/app/", ActivateApp.as_view(), name="mfa_activate_totp"),
    path("totrin/app/fra/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("totrin/noedkoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("totrin/noedkoder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("totrin/noedkoder/hent/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("totrin/noegler/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("totrin/noegler/tilfoej/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("totrin/noegler/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("totrin/noegler/bekraeft/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("totrin/noegler/<int:pk>/fjern/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("totrin/noegler/<int:pk>/navn/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
]
