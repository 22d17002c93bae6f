"""Forms of the municipality's comments on its report, and of the consultants' replies."""

from typing import Any

from django import forms

from screening.forms import reviews
from screening.forms.work import area, too_long
from screening.models import Comment


class CommentForm(reviews.CommentForm):
    """The municipality's remark on a lever, or on the whole."""

    class Meta(reviews.CommentForm.Meta):
        help_texts = {"text": "Skriv, hvad der er forkert eller mangler. Konsulenterne får den på mail og svarer her."}


class ReplyForm(forms.ModelForm):
    """The consultants' reply to a comment, which settles it."""

    class Meta:
        model = Comment
        fields = ["reply"]
        labels = {"reply": "Svar"}
        widgets = {"reply": area(3)}
        error_messages = {"reply": {"required": "Skriv et svar"} | too_long(2000)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].required = True
