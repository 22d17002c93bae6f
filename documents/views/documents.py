"""A document's status while it is made, and the file when it is ready."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import signed_in
from documents import jobs, sending
from documents.models import Document


def visible(request: HttpRequest, pk: uuid.UUID) -> Document:
    """The document, when the person may see it; else 404."""
    return get_object_or_404(Document.objects.visible_to(request.user), pk=pk)


@login_required
@require_GET
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A page of its own for one document."""
    return render(request, "documents/detail.html", {"document": visible(request, pk)})


@login_required
@require_GET
def status(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The document's card, asked for again and again until it is done."""
    return render(request, "documents/_card.html", {"document": visible(request, pk)})


@login_required
@require_GET
def download(request: HttpRequest, pk: uuid.UUID) -> FileResponse:
    """The file itself, for those who may see the document."""
    document = visible(request, pk)
    if not document.is_ready:
        raise Http404
    return sending.as_file(
        document.file.open("rb"),
        filename=document.filename,
        media_type=document.media_type,
        inline="vis" in request.GET,
    )


@login_required
@require_POST
def retry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Try again to make a document that failed."""
    document = visible(request, pk)
    try:
        jobs.retry(document=document, by=signed_in(request), at=timezone.now())
    except jobs.DocumentRefused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Vi prøver igen nu.")
    return redirect("document", pk=document.pk)
