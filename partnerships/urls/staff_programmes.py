"""Addresses: staff's programmes and the register of municipalities."""

from django.urls import path

from partnerships.views import staff_municipalities, staff_programme_edit, staff_programmes

ROOT = "administration/programmer/"
ONE = f"{ROOT}<slug:slug>/"
REGISTER = "administration/kommuner/"
MUNICIPALITY = f"{REGISTER}<str:code>/"

urlpatterns = [
    path(ROOT, staff_programmes.programme_list, name="staff_programmes"),
    path(f"{ROOT}nyt/", staff_programmes.new, name="staff_programme_new"),
    path(ONE, staff_programmes.programme, name="staff_programme"),
    path(f"{ONE}forhaandsvisning/", staff_programmes.preview, name="staff_programme_preview"),
    path(f"{ONE}rediger/<slug:path>/", staff_programme_edit.edit, name="staff_programme_edit"),
    path(f"{ONE}aabn/", staff_programmes.open_programme, name="staff_programme_open"),
    path(f"{ONE}flyt-frist/", staff_programmes.move_deadline, name="staff_programme_deadline"),
    path(f"{ONE}luk/", staff_programmes.close, name="staff_programme_close"),
    path(f"{ONE}saet-i-gang/", staff_programmes.start, name="staff_programme_start"),
    path(f"{ONE}afslut/", staff_programmes.finish, name="staff_programme_finish"),
    path(f"{ONE}naeste-aar/", staff_programmes.roll_forward, name="staff_programme_copy"),
    path(f"{ONE}slet/", staff_programmes.delete, name="staff_programme_delete"),
    path(REGISTER, staff_municipalities.municipality_list, name="staff_municipalities"),
    path(MUNICIPALITY, staff_municipalities.municipality, name="staff_municipality"),
    path(f"{MUNICIPALITY}ean/nyt/", staff_municipalities.add_ean, name="staff_ean_add"),
    path(f"{MUNICIPALITY}ean/<int:pk>/", staff_municipalities.change_ean, name="staff_ean"),
    path(f"{MUNICIPALITY}ean/<int:pk>/fjern/", staff_municipalities.remove_ean, name="staff_ean_remove"),
    path(f"{MUNICIPALITY}domaener/nyt/", staff_municipalities.add_domain, name="staff_domain_add"),
    path(f"{MUNICIPALITY}domaener/<int:pk>/fjern/", staff_municipalities.remove_domain, name="staff_domain_remove"),
    path(f"{MUNICIPALITY}kontakter/ny/", staff_municipalities.add_contact, name="staff_contact_add"),
    path(f"{MUNICIPALITY}kontakter/<int:pk>/", staff_municipalities.change_contact, name="staff_contact"),
    path(f"{MUNICIPALITY}kontakter/<int:pk>/fjern/", staff_municipalities.remove_contact, name="staff_contact_remove"),
]
