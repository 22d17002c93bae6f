"""The words of a decision: minutes, grounds for each application, and the order of the reserves."""

from collections.abc import Sequence
from typing import Any

from django import forms

from partnerships.forms.fields import NULLS
from strategy import boards
from strategy.models import BoardChoice, Round, TrialAction
from strategy.validators import validate_free_text


class WithdrawForm(forms.Form):
    """Why a selected team gives its place away."""

    because = forms.CharField(
        label="Hvorfor trækker I jer?",
        max_length=600,
        help_text="Resten af teamet, udvalgets formand og jeres koordinator får det at vide.",
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Skriv kort, hvorfor I trækker jer", **NULLS},
    )


class WordsForm(forms.Form):
    """Minutes, and for each application with a choice its grounds; for reserves also their place in the queue."""

    hide_optional = True

    def __init__(self, *args: Any, round_: Round, applications: Sequence[TrialAction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = [row for row in applications if _choice(row)]
        self.fields["minutes"] = _text(
            "Referat",
            "Hvem var med, hvordan nåede I frem, og hvad lagde I vægt på? Hele udvalget kan læse det, også inhabile, "
            "så skriv om den enkelte ansøgning i begrundelsen.",
            8000,
            round_.minutes,
            rows=8,
        )
        self.fields["confirmed"] = forms.BooleanField(
            label="Vi har set det hele igennem. Send svar til alle nu.", required=False
        )
        for row in self.applications:
            draft = row.board_choice
            label = f"Begrundelse til ansøgerne: nr. {row.number}, {row}"
            self.fields[f"g{row.number}"] = _text(label, "", 1500, draft.grounds, rows=3)
            if draft.choice == BoardChoice.Choice.RESERVE:
                self.fields[f"r{row.number}"] = forms.IntegerField(
                    label=f"Plads på reservelisten: nr. {row.number}, {row}",
                    min_value=1,
                    max_value=999,
                    initial=draft.reserve_rank,
                    widget=forms.NumberInput(attrs={"class": "form-input form-input--short"}),
                )

    def of(self, choice: str) -> list[tuple[TrialAction, forms.BoundField, forms.BoundField | None]]:
        """The applications that get `choice`, with their fields."""
        rows = [row for row in self.applications if _choice(row) == choice]
        if choice == BoardChoice.Choice.RESERVE:
            rows.sort(key=lambda row: (row.board_choice.reserve_rank or 0, row.number))
        return [(row, self[f"g{row.number}"], self._rank(row)) for row in rows]

    def _rank(self, row: TrialAction) -> forms.BoundField | None:
        return self[f"r{row.number}"] if f"r{row.number}" in self.fields else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[int, int] = {}
        for row in self.applications:
            rank = cleaned.get(f"r{row.number}")
            if rank and taken.setdefault(rank, row.number) != row.number:
                self.add_error(f"r{row.number}", f"Nr. {taken[rank]} har plads {rank} på reservelisten")
        return cleaned

    def require_confirmation(self) -> bool:
        """Somebody has said that it is meant; otherwise the check box says so."""
        if not self.cleaned_data["confirmed"]:
            self.add_error("confirmed", "Sæt kryds, når I er klar til at sende svar til alle")
        return not self.errors

    @property
    def words(self) -> boards.Words:
        """What was written, with what stood there when the page was shown."""
        said = self.cleaned_data
        grounds = {
            row.number: boards.Text(_lines(self.data.get(f"sg{row.number}", "")), said[f"g{row.number}"])
            for row in self.applications
        }
        ranks = {row.number: said[f"r{row.number}"] for row in self.applications if f"r{row.number}" in said}
        return boards.Words(boards.Text(_lines(self.data.get("sminutes", "")), said["minutes"]), grounds, ranks)


def _choice(row: TrialAction) -> str:
    draft = getattr(row, "board_choice", None)
    return draft.choice if draft else ""


def _lines(text: str) -> str:
    """As Django's own field gives it: no carriage returns, nothing around."""
    return text.replace("\r\n", "\n").strip()


def _text(label: str, hint: str, longest: int, initial: str, *, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=False,
        initial=initial,
        validators=[validate_free_text],
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-input"}),
    )
