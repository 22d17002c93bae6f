"""Forms of the review: who reads, what is said, and why a delivered report is opened again."""

from typing import Any, cast

from django import forms

from accounts.danish import DanishOrder
from accounts.models import User
from accounts.validators import validate_no_cpr
from screening.forms.planning import PersonChoice
from screening.forms.work import area, too_long
from screening.models import Assignment, Comment, Screening


class SubmitForm(forms.Form):
    """Which second consultant reads it."""

    reviewer = PersonChoice(
        label="Hvem skal læse med?",
        queryset=User.objects.none(),
        empty_label="Vælg en kollega",
        error_messages={"required": "Vælg en kollega", "invalid_choice": "Vælg en af de andre konsulenter"},
    )

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assigned = Assignment.objects.filter(screening=screening).values("consultant")
        others = User.objects.filter(is_consultant=True, is_active=True).exclude(pk__in=assigned)
        field = cast("PersonChoice", self.fields["reviewer"])
        field.queryset = others.order_by(DanishOrder("name"), "pk")
        field.initial = screening.reviewer_id


class CommentForm(forms.ModelForm):
    """A remark on a lever, or on the whole."""

    lever_number = forms.TypedChoiceField(
        label="Hvad handler den om?",
        coerce=int,
        choices=[(0, "Det hele"), *((number, f"Greb {number}") for number in range(1, 8))],
        error_messages={"required": "Vælg et greb eller det hele", "invalid_choice": "Vælg et greb eller det hele"},
    )

    class Meta:
        model = Comment
        fields = ["lever_number", "text"]
        labels = {"text": "Kommentar"}
        help_texts = {"text": "Skriv, hvad der mangler eller er uklart, og helst hvad der skal til."}
        widgets = {"text": area(4)}
        error_messages = {"text": {"required": "Skriv kommentaren"} | too_long(2000)}

    def __init__(self, *args: Any, levers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.TypedChoiceField", self.fields["lever_number"])
        field.choices = [(0, "Det hele"), *levers]


class AnswerForm(forms.ModelForm):
    """A reply to a colleague's comment."""

    class Meta:
        model = Comment
        fields = ["reply"]
        labels = {"reply": "Svar"}
        widgets = {"reply": area(2)}
        error_messages = {"reply": too_long(2000)}


class ReopenForm(forms.Form):
    """Why a delivered report is opened again."""

    reason = forms.CharField(
        label="Hvorfor skal der en ny version?",
        max_length=300,
        help_text="Står i loggen. Hvad der er ændret, står i den nye rapport af sig selv.",
        validators=[validate_no_cpr],
        error_messages={"required": "Skriv hvorfor"} | too_long(300),
    )
