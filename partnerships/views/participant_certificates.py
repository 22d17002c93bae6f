"""A participant's certificates, ordered and fetched by personal link."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from documents import sending
from documents.models import Document
from partnerships import certificates, participants
from partnerships.models import Network, Participant
from partnerships.views import posted
from partnerships.views.participant import personal


def _own(participant: Participant, document: uuid.UUID) -> Document:
    return get_object_or_404(certificates.of_participant(participant), pk=document)


@require_http_methods(["GET", "POST"])
@personal
def overview(request: HttpRequest, participant: Participant) -> HttpResponse:
    """What can be certified, and the certificates that have been made."""
    networks: dict[int, Network] = {}
    days: dict[int, list[str]] = {}
    for row in certificates.attended(participant):
        networks[row.day.network_id] = row.day.network
        if row.day.title not in days.setdefault(row.day.network_id, []):
            days[row.day.network_id].append(row.day.title)
    if request.method == "POST":
        chosen = posted.number(request, "network")
        if chosen not in networks:
            raise Http404
        try:
            certificates.order(participant=participant, network=networks[chosen], at=timezone.now())
        except certificates.CertificateRefused as refusal:  # the attendance was undone meanwhile
            messages.warning(request, str(refusal))
        return redirect("participant_certificate", token=participants.token(participant))
    context = {
        "token": participants.token(participant),
        "networks": [(network, days[pk]) for pk, network in networks.items()],
        "documents": certificates.of_participant(participant),
    }
    return render(request, "participant/certificates.html", context)


@require_GET
@personal
def status(request: HttpRequest, participant: Participant, document: uuid.UUID) -> HttpResponse:
    """The certificate's card, asked for again and again until it is made."""
    context = {"document": _own(participant, document), "token": participants.token(participant)}
    return render(request, "participant/_certificate.html", context)


@require_GET
@personal
def download(request: HttpRequest, participant: Participant, document: uuid.UUID) -> FileResponse:
    """The certificate itself."""
    row = _own(participant, document)
    if not row.is_ready:
        raise Http404
    certificates.fetched(document=row, at=timezone.now())
    return sending.as_file(row.file.open("rb"), filename=row.filename, media_type=row.media_type)
