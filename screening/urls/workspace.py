"""Addresses: the consultants' workspace, the colleague's reading, and the delivery."""

from django.urls import path

from screening.views import findings, overall, recommendations, reviews, workspace

SCREENING = "screeninger/<int:pk>/"
LEVER = f"{SCREENING}greb/<int:number>/"
FINDING = f"{LEVER}fund/<int:finding>/"
RECOMMENDATION = f"{LEVER}anbefalinger/<int:recommendation>/"
REVIEW = f"{SCREENING}kollegalaesning/"

urlpatterns = [
    path(LEVER, workspace.lever, name="screening_lever"),
    path(f"{LEVER}tilstede/", workspace.presence, name="screening_presence"),
    path(f"{LEVER}fund/nyt/", findings.new, name="finding_new"),
    path(FINDING, findings.edit, name="finding_edit"),
    path(f"{FINDING}slet/", findings.delete, name="finding_delete"),
    path(f"{FINDING}flyt/", findings.move, name="finding_move"),
    path(f"{LEVER}anbefalinger/ny/", recommendations.new, name="recommendation_new"),
    path(RECOMMENDATION, recommendations.edit, name="recommendation_edit"),
    path(f"{RECOMMENDATION}slet/", recommendations.delete, name="recommendation_delete"),
    path(f"{RECOMMENDATION}flyt/", recommendations.move, name="recommendation_move"),
    path(f"{SCREENING}samlet/", overall.edit, name="screening_overall"),
    path(REVIEW, reviews.page, name="screening_review"),
    path(f"{REVIEW}send/", reviews.submit, name="review_submit"),
    path(f"{REVIEW}kommentar/", reviews.comment, name="review_comment"),
    path(f"{REVIEW}kommentar/<int:comment>/", reviews.answer, name="review_answer"),
    path(f"{REVIEW}tilbage/", reviews.send_back, name="review_send_back"),
    path(f"{REVIEW}tag-tilbage/", reviews.take_back, name="review_take_back"),
    path(f"{REVIEW}godkend/", reviews.approve, name="review_approve"),
    path(f"{SCREENING}lever/", reviews.deliver, name="screening_deliver"),
    path(f"{SCREENING}aabn-igen/", reviews.reopen, name="screening_reopen"),
]
