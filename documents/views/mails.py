"""The mail log: what the portal has sent, to whom, and how it went. Administrators only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from post_office.models import Email

from accounts.access import require, signed_in
from documents import maillog
from documents.models import Document

PER_PAGE = 50


def _email(request: HttpRequest, pk: int) -> Email:
    require(signed_in(request).is_administrator, "Kun administratorer kan se mails.")
    return get_object_or_404(maillog.readable(signed_in(request)), pk=pk)


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    require(signed_in(request).is_administrator, "Kun administratorer kan se mails.")
    text, state = request.GET.get("q", "").replace("\0", "")[:100], request.GET.get("tilstand", "")
    page = Paginator(maillog.search(text, state, reader=signed_in(request)), PER_PAGE).get_page(request.GET.get("side"))
    rows = [
        {"email": email, "state": maillog.state_of(email), "kind": maillog.kind_label(email), "to": ", ".join(email.to)}
        for email in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "q": text,
        "chosen": state,
        "failed_documents": Document.objects.visible_to(request.user).failed().order_by("-created_at")[:5],
    }
    return render(request, "mails/list.html", context)


@login_required
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its receiver sees it, and what happened to it."""
    email = _email(request, pk)
    record = maillog.record_of(email)
    context = {
        "email": email,
        "record": record,
        "to": ", ".join(email.to),
        "state": maillog.state_of(email),
        "kind": maillog.kind_label(email),
        "may_read": maillog.may_read_text(email),
        "why_not_again": maillog.why_not_again(email),
        "attachments": email.attachments.all(),
        "attempts": email.logs.order_by("-pk")[:20],
        "sent_words": maillog.SENT_WORDS,
        "copies": record.resent_as.select_related("email") if record is not None else [],
    }
    return render(request, "mails/detail.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a mail again, after a question."""
    email = _email(request, pk)
    if request.method == "GET":
        return render(request, "mails/resend.html", {"email": email, "to": ", ".join(email.to)})
    try:
        copy = maillog.resend(email=email, by=signed_in(request), at=timezone.now())
    except maillog.MailRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("staff_mail", pk=pk)
    messages.success(request, "Mailen er lagt i kø igen.")
    return redirect("staff_mail", pk=copy.email_id)


@login_required
@require_GET
def attachment(request: HttpRequest, pk: int, attachment_pk: int) -> FileResponse:
    """A file that was attached to a mail."""
    email = _email(request, pk)
    if not maillog.may_read_text(email):
        raise Http404
    row = get_object_or_404(email.attachments, pk=attachment_pk)
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name)
