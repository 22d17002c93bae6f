"""Addresses: the analysis models, for staff."""

from django.urls import path

from screening.views import analysis_models

MODELS = "administration/analysemodeller/"

urlpatterns = [
    path(MODELS, analysis_models.model_list, name="analysis_models"),
    path(f"{MODELS}ny/<slug:area>/", analysis_models.new, name="analysis_model_new"),
    path(f"{MODELS}<int:pk>/", analysis_models.detail, name="analysis_model"),
    path(f"{MODELS}<int:pk>/rediger/", analysis_models.edit, name="analysis_model_edit"),
    path(f"{MODELS}<int:pk>/greb/<int:number>/", analysis_models.edit_lever, name="analysis_lever_edit"),
    path(f"{MODELS}<int:pk>/tag-i-brug/", analysis_models.publish, name="analysis_model_publish"),
    path(f"{MODELS}<int:pk>/kasser/", analysis_models.discard, name="analysis_model_discard"),
]
