"""The portal's addresses, and the floors beside them."""

from django.urls import include, path

from tests.bench import floors, strategy, workshop

urlpatterns = [
    path("floor/submit/<int:pk>/", floors.submit, name="floor_submit"),
    path("floor/list/", floors.enrolment_list, name="floor_list"),
    *strategy.urlpatterns,
    path("", include("config.urls")),
    *workshop.urlpatterns,  # last, as the phones' own: finding them costs the same
]
