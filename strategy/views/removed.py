"""What a person has just deleted of a trial action's doing, and may bring back within a quarter of an hour.

It is kept in the session and nowhere else, so that what was deleted does not live on in the log.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from strategy import child_voices, cycles, measurements, practice_tracks
from strategy.doing import DoingRefused
from strategy.models import TrialAction
from strategy.views.doing_found import cleared

KEY = "removed"
UNDO_FOR = timedelta(minutes=15)
GONE = {
    "measurement": "Målingen er slettet.",
    "voice": "Citatet er slettet.",
    "practice": "Øvebanen er slettet.",
    "cycle": "Cyklussen er slettet.",
}
BACK = {
    "measurement": "Målingen er tilbage.",
    "voice": "Citatet er tilbage.",
    "practice": "Øvebanen er tilbage.",
    "cycle": "Cyklussen er tilbage.",
}
ANCHORS = {"voice": "#boernene", "practice": "#oevebaner", "cycle": "#cyk"}
BRING_BACK: dict[str, Callable[..., object]] = {
    "measurement": measurements.bring_back,
    "voice": child_voices.bring_back,
    "practice": practice_tracks.bring_back,
    "cycle": cycles.bring_back,
}


def keep(request: HttpRequest, trial_action: TrialAction, kind: str, said: dict[str, Any]) -> None:
    """Remember what was deleted, in place of what was before it."""
    kept = {"trial_action": trial_action.pk, "kind": kind, "at": timezone.now().isoformat(), "said": said}
    request.session[KEY] = kept


def offered(request: HttpRequest, trial_action: TrialAction) -> str:
    """What can be undone, in words; nothing when there is none, or it is too long ago."""
    kept = _kept(request, trial_action)
    return GONE[kept["kind"]] if kept else ""


def _kept(request: HttpRequest, trial_action: TrialAction) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None:
        return None
    if timezone.now() - datetime.fromisoformat(kept["at"]) > UNDO_FOR:
        del request.session[KEY]
        return None
    return kept if kept["trial_action"] == trial_action.pk else None


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the deletion."""
    trial_action = cleared(request, pk)
    kept = _kept(request, trial_action)
    if kept is None:
        messages.error(request, "Sletningen kan ikke fortrydes mere.")
        return redirect(trial_action)
    kind = kept["kind"]
    try:
        BRING_BACK[kind](trial_action=trial_action, removed=kept["said"], by=signed_in(request), at=timezone.now())
    except DoingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        del request.session[KEY]
        messages.success(request, BACK[kind])
    measure = f"?maal={kept['said']['measure']}" if kind == "measurement" else ""
    return redirect(f"{reverse('trial_action', args=[pk])}{measure}{ANCHORS.get(kind, '')}")
