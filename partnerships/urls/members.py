"""Addresses: members of a municipality, ways in, people and the log."""

from django.urls import path

from partnerships.views import joining, log, members, people

urlpatterns = [
    path("start/", joining.start, name="start"),
    path("bliv-medlem/", joining.join, name="join"),
    path("invitation/<str:token>/", joining.invitation, name="membership_invitation"),
    path("kommune/<slug:code>/medlemmer/", members.members, name="members"),
    path("kommune/<slug:code>/medlemmer/overdrag/", members.hand_over, name="member_hand_over"),
    path("kommune/<slug:code>/medlemmer/forlad/", members.leave, name="member_leave"),
    path("kommune/<slug:code>/medlemmer/<int:pk>/godkend/", members.approve, name="member_approve"),
    path("kommune/<slug:code>/medlemmer/<int:pk>/afvis/", members.refuse, name="member_refuse"),
    path("kommune/<slug:code>/medlemmer/<int:pk>/rolle/", members.change_role, name="member_role"),
    path("kommune/<slug:code>/medlemmer/<int:pk>/fjern/", members.remove, name="member_remove"),
    path(
        "kommune/<slug:code>/medlemmer/invitationer/<int:pk>/send/",
        members.resend_invitation,
        name="member_invitation_resend",
    ),
    path(
        "kommune/<slug:code>/medlemmer/invitationer/<int:pk>/annuller/",
        members.revoke_invitation,
        name="member_invitation_revoke",
    ),
    path("kommune/<slug:code>/log/", log.municipality_log, name="municipality_log"),
    path("log/<slug:subject_type>/<str:subject_id>/", log.subject_log, name="log"),
    path("administration/log/", log.staff_log, name="staff_log"),
    path("administration/personer/", people.people, name="staff_people"),
    path("administration/personer/inviter/", people.invite_staff, name="staff_people_invite"),
    path("administration/personer/koordinator/", people.invite_coordinator, name="staff_invite_coordinator"),
    path("administration/personer/<int:pk>/", people.person, name="staff_person"),
    path("administration/personer/<int:pk>/roller/", people.set_roles, name="staff_person_roles"),
    path("administration/personer/<int:pk>/adgang/", people.set_active, name="staff_person_access"),
    path(
        "administration/personer/<int:pk>/totrinslogin/", people.reset_second_factor, name="staff_person_second_factor"
    ),
]
