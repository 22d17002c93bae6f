"""Rows of a form that grow and shrink by a button, with and without JavaScript (rækker)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, ErrorList
from django.http import HttpRequest, QueryDict

ADD = "add-row"
REMOVE = "remove-row"


class Rows(BaseFormSet):
    """A set of like forms; "add-row" in what is posted asks for one more, "remove-row" for one less.

    Nothing is saved by that.
    """

    default_error_messages = {
        "missing_management_form": "Siden kunne ikke læses. Hent den igen, og prøv en gang til.",
        "too_many_forms": "Der er for mange rækker. Fjern nogle af dem.",
    }
    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Fjern"
        if "ORDER" in form.fields:
            order = form.fields["ORDER"]
            order.label, order.required = "Nummer", False
            order.widget.attrs["class"] = "form-input--short"

    @classmethod
    def asked_for(
        cls, request: HttpRequest, *, prefix: str, initial: Sequence[Mapping[str, Any]], **kwargs: Any
    ) -> Self:
        """The rows of this request: posted, posted with one more or one less, or as they are kept."""
        if request.method != "POST":
            rows = cls(prefix=prefix, initial=list(initial), **kwargs)
            rows.extra = 0 if initial else 1
            return rows
        if ADD in request.POST:
            rows = cls._unjudged(_with_one_more(request.POST, prefix), prefix, **kwargs)
            rows.go_on_in_the_last()
            return rows
        if REMOVE in request.POST:
            return cls._unjudged(_without(request.POST, prefix, request.POST[REMOVE]), prefix, **kwargs)
        return cls(request.POST, prefix=prefix, **kwargs)

    @classmethod
    def _unjudged(cls, data: QueryDict, prefix: str, **kwargs: Any) -> Self:
        rows = cls(data, prefix=prefix, **kwargs)
        rows.forget_errors()
        return rows

    def forget_errors(self) -> None:
        """Show what was typed without judging it yet."""
        self._errors: list[Any] = [{} for _ in self.forms]
        self._non_form_errors = ErrorList()
        for form in self.forms:
            form._errors = ErrorDict()

    def go_on_in_the_last(self) -> None:
        """Who asked for one more goes on in its first field, with and without JavaScript."""
        if self.forms and (fields := self.forms[-1].visible_fields()):
            fields[0].field.widget.attrs["autofocus"] = True

    def kept(self) -> list[dict[str, Any]]:
        """The cleaned rows that are filled in and not to be removed, in the order their numbers say."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed() or form.initial]
        rows = [row for row in rows if row and not row.get("DELETE")]
        if self.can_order:
            rows.sort(key=lambda row: row.get("ORDER") or 10_000)
        return rows


def _with_one_more(posted: QueryDict, prefix: str) -> QueryDict:
    data = posted.copy()
    name = f"{prefix}-TOTAL_FORMS"
    count = data.get(name, "0")
    data[name] = str(min(int(count), 40) + 1 if count.isdecimal() and len(count) < 5 else 1)
    return data


def _without(posted: QueryDict, prefix: str, number: str) -> QueryDict:
    """What was posted without row `number`, counted from 0; those after it move up."""
    total = posted.get(f"{prefix}-TOTAL_FORMS", "0")
    if not (
        number.isdecimal() and total.isdecimal() and len(total) < 5 and len(number) < 5 and int(number) < int(total)
    ):
        return posted
    data = QueryDict(mutable=True)
    pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,5}})-(.+)")
    for name, values in posted.lists():
        row = pattern.fullmatch(name)
        if row is None:
            data.setlist(name, values)
        elif int(row[1]) != int(number):
            data.setlist(f"{prefix}-{int(row[1]) - (int(row[1]) > int(number))}-{row[2]}", values)
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        count = posted.get(f"{prefix}-{name}", "0")
        if count.isdecimal() and len(count) < 5 and int(count) > int(number):
            data[f"{prefix}-{name}"] = str(int(count) - 1)
    return data
