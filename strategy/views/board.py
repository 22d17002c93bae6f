"""The selection board: the draft set and tried out, and the decision taken with minutes."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import require, signed_in
from strategy import board_export, board_rows, boards, decisions, navigation, reading, rules
from strategy.board_rows import Board
from strategy.committee import CommitteeRefused
from strategy.forms.decisions import WordsForm
from strategy.models import BoardChoice, CommitteeSeat, Round
from strategy.views.committee import query_of, seated_round

PAGE_SIZE = 50
LONGEST = 4  # digits in the number of an application
# Those who get a no or have to wait come first: they need words.
TO_BE_WORDED = (BoardChoice.Choice.RESERVE, BoardChoice.Choice.DECLINED, BoardChoice.Choice.SELECTED)
SIDE = "board-side"  # the part of the page that follows the choices


def _numbered(data: QueryDict, prefix: str) -> dict[int, str]:
    """What was sent for each application: "v12=selected" is {12: "selected"}."""
    found = {}
    for name in data:
        number = name.removeprefix(prefix)
        if name.startswith(prefix) and number.isascii() and number.isdigit() and len(number) <= LONGEST:
            value = data.get(name, "")
            if value in boards.CHOICES:
                found[int(number)] = str(value)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The board. `?proev` tries choices without saving them; a POST sets the draft, one choice or all of the page."""
    round_, seat = seated_round(request, pk)
    if request.method == "POST":
        return _choose(request, round_, seat)
    is_trying = "proev" in request.GET and not round_.is_decided
    trial = _numbered(request.GET, "v") if is_trying else {}
    found = board_rows.board(signed_in(request), round_, seat, trial)
    is_piece = request.headers.get("HX-Target") == SIDE
    return _board(request, found, is_trying, template="_tried" if is_piece else "board")


def _context(request: HttpRequest, found: Board, is_trying: bool, **more: Any) -> dict[str, Any]:
    may_decide = rules.can_decide(request.user, found.round) and not found.round.is_decided
    return {
        "round": found.round,
        "board": found,
        "is_trying": is_trying,
        "may_decide": may_decide,
        "may_choose": is_trying or may_decide,
        "may_decide_now": may_decide and found.total and not decisions.why_not_yet(found.round, timezone.now()),
        **more,
    }


def _board(
    request: HttpRequest,
    found: Board,
    is_trying: bool,
    clashes: Mapping[int, boards.Clash] | None = None,
    *,
    template: str = "board",
) -> HttpResponse:
    query, only = query_of(request), request.GET.get("vis", "")
    rows = [row for row in found.rows if _is_shown(row, query, only)]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("side"))
    on_page = {row.number for row in page.object_list}
    context = _context(
        request,
        found,
        is_trying,
        page=page,
        query=query,
        chosen=only,
        clashes=clashes or {},
        rows=[(row, (clashes or {}).get(row.number)) for row in page.object_list],
        tried_elsewhere=[row for row in found.tried if row.number not in on_page],
        **navigation.context(request, found.round.strategy, "board"),
    )
    return render(request, f"strategy/committee/{template}.html", context)


def _is_shown(row: board_rows.Row, query: str, only: str) -> bool:
    if (only == "uenige" and not row.disagrees) or (only == "aabne" and row.choice):
        return False
    words = f"{row.number} {row.application} {row.names}".casefold()
    return all(word in words for word in query.casefold().split())


def _choose(request: HttpRequest, round_: Round, seat: CommitteeSeat | None) -> HttpResponse:
    """Set the draft. With htmx one row and the side come back; otherwise the page, or a redirect to it."""
    require(rules.can_decide(request.user, round_))
    person = signed_in(request)
    choices, seen = _numbered(request.POST, "v"), _numbered(request.POST, "s")
    unread = reading.unread_numbers(seat) if seat else set()
    wanted = [boards.Wanted(number, choice, seen.get(number, "")) for number, choice in choices.items()]
    is_piece = request.headers.get("HX-Request") == "true"
    try:
        clashes = boards.choose(
            round_=round_, wanted=[one for one in wanted if one.number not in unread], by=person, at=timezone.now()
        )
    except CommitteeRefused as refusal:
        messages.error(request, str(refusal))
        if is_piece:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return redirect("board", pk=round_.pk)
    by_number = {clash.number: clash for clash in clashes}
    if is_piece:
        found = board_rows.board(person, round_, seat)
        pieces = [(row, by_number.get(row.number)) for row in found.rows if row.number in choices]
        said = {"saved_at": timezone.now(), "clashed": bool(clashes)}
        context = _context(request, found, False, pieces=pieces, csrf_token="", **said)
        return render(request, "strategy/committee/_pieces.html", context, status=422 if clashes else 200)
    if clashes:
        return _board(request, board_rows.board(person, round_, seat), False, by_number)
    messages.success(request, "Kladden er gemt.")
    return redirect("board", pk=round_.pk)


@login_required
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The board as a CSV file, of what the person may see."""
    round_, seat = seated_round(request, pk)
    content = board_export.as_csv(board_rows.board(signed_in(request), round_, seat))
    headers = {"Content-Disposition": f'attachment; filename="udvaelgelse-{round_.pk}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the draft through with grounds and minutes; save them, or decide and tell everybody at once."""
    round_, seat = seated_round(request, pk)
    if round_.is_decided and request.method == "GET":
        return _decided(request, round_)
    require(rules.can_decide(request.user, round_))
    too_close = decisions.is_too_close(signed_in(request), round_)
    found = board_rows.board(signed_in(request), round_, seat)
    numbers = {row.number for row in found.rows}
    applications = [row for row in decisions.applications_of(round_) if row.number in numbers]
    form = WordsForm(request.POST or None, round_=round_, applications=applications)
    theirs: Mapping[str, str] = {}
    is_deciding = "decide" in request.POST
    if request.method == "POST" and form.is_valid() and (not is_deciding or form.require_confirmation()):
        try:
            if is_deciding:
                decisions.decide(
                    round_=round_,
                    words=form.words,
                    seen=request.POST.get("draft", ""),
                    by=signed_in(request),
                    at=timezone.now(),
                )
                messages.success(request, "Afgørelsen er truffet, og alle ansøgere har fået svar.")
            else:
                boards.write(round_=round_, words=form.words, by=signed_in(request), at=timezone.now())
                messages.success(request, "Begrundelser og referat er gemt. Ingen har fået svar endnu.")
            return redirect("board_decide", pk=pk)
        except boards.WordsChanged as changed:
            form.add_error(None, str(changed))
            theirs = changed.theirs
        except CommitteeRefused as refusal:
            form.add_error(None, str(refusal))
    round_.refresh_from_db(fields=["minutes", "decided_at"])
    everything = decisions.applications_of(round_)
    groups = [(choice.label, choice.value, form.of(choice)) for choice in TO_BE_WORDED]
    context = {
        "round": round_,
        "board": found,
        "form": form,
        "groups": groups,
        "theirs": theirs,
        "too_close": too_close,
        "not_yet": decisions.why_not_yet(round_, timezone.now()),
        "now": timezone.now(),
        "missing": [
            (one, [row for row in applications if row.number in one.numbers])
            for one in decisions.missing(round_, applications if too_close else everything, round_.minutes)
        ],
        "draft": decisions.draft_of(everything),
        **navigation.context(request, round_.strategy, "board"),
    }
    return render(request, "strategy/committee/decide.html", context)


def _decided(request: HttpRequest, round_: Round) -> HttpResponse:
    """The decision as it was taken, with its minutes."""
    found = board_rows.board(signed_in(request), round_, rules.seat_of(request.user, round_))
    context = {
        "round": round_,
        "board": found,
        "groups": [(label, value, _by_choice(found, value)) for value, label in BoardChoice.Choice.choices],
        "since": board_rows.since_decided(signed_in(request), round_),
        **navigation.context(request, round_.strategy, "board"),
    }
    return render(request, "strategy/committee/decided.html", context)


def _by_choice(found: Board, choice: str) -> list[board_rows.Row]:
    """Those that got it, by rank; reserves in their own order, for those who see the whole of it."""
    rows = [row for row in found.rows if row.choice == choice]
    return sorted(rows, key=lambda row: row.application.reserve_rank or 0) if found.is_whole else rows
