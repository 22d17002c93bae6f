"""What people type becomes money, or a sentence that says what to type."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory

from partnerships.forms.fields import KronerField, MomentField, parse_kroner
from partnerships.forms.programmes import BundleRows, ContactRows


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("60.000", "60000.00"),
        ("60.000,00", "60000.00"),
        ("60000", "60000.00"),
        ("60 000", "60000.00"),
        ("60\u00a0000 kr.", "60000.00"),
        ("9.995,5", "9995.50"),
        ("9995,95 kr", "9995.95"),
        ("1.234.567,89", "1234567.89"),
        ("0", "0.00"),
        ("60.000,-", "60000.00"),
    ],
)
def test_an_amount(typed: str, amount: str) -> None:
    assert parse_kroner(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("60.00", "Punktum skiller tusinder, så “60.00” kan misforstås. Skriv fx 60.000 eller 60000."),
        ("6.0000", "Punktum skiller tusinder, så “6.0000” kan misforstås. Skriv fx 60.000 eller 60000."),
        (
            "60,000",
            (
                "Komma skiller kroner og øre, så “60,000” har for mange øre. "
                "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."
            ),
        ),
        ("-1", "Beløbet kan ikke være negativt."),
        ("tres tusind", "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."),
        ("1e9", "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."),
        ("NaN", "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."),
        ("1,234.50", "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."),
        ("100000000", "Beløbet er for stort. Skriv højst 99.999.999,99."),
        ("", "Skriv beløbet i kroner med tal, fx 60.000 eller 9.995,50."),
    ],
)
def test_what_is_no_amount_is_said_in_words(typed: str, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        parse_kroner(typed)
    assert error.value.messages == [message]


def test_the_field_shows_danish_and_keeps_what_was_typed() -> None:
    field = KronerField(required=False)
    assert (field.prepare_value(Decimal("60000.00")), field.prepare_value("60.00")) == ("60.000", "60.00")
    assert (field.clean(""), field.clean("60.000")) == (None, Decimal("60000.00"))
    with pytest.raises(ValidationError):
        field.clean("9" * 50)


def test_a_moment_is_danish_and_within_reason() -> None:
    assert MomentField().clean(["2027-01-15", "12.00"]).isoformat() == "2027-01-15T12:00:00+01:00"
    for typed in (
        ["1027-01-15", "12:00"],
        ["2027-02-30", "12:00"],
        ["2027-01-15", ""],
        ["", ""],
        ["2027-03-28", "02:30"],
    ):
        with pytest.raises(ValidationError):
            MomentField().clean(typed)


def posted(**data: str):
    request = RequestFactory().post("/", {})
    request.POST = QueryDict(mutable=True)
    request.POST.update(data)
    return request


def test_one_more_row_keeps_what_was_typed_and_judges_nothing() -> None:
    request = posted(**{"k-TOTAL_FORMS": "1", "k-INITIAL_FORMS": "0", "k-0-name": "Ida", "add-row": "1"})
    rows = ContactRows.asked_for(request, prefix="k", initial=[])
    assert [(form["name"].value(), dict(form.errors)) for form in rows] == [("Ida", {}), (None, {})]
    assert rows.total_error_count() == 0


def test_a_removed_or_empty_row_is_not_kept() -> None:
    person = {"name": "Ida", "title": "KL", "email": "ida@kl.example"}
    data = {f"k-{n}-{name}": value for n in (0, 1) for name, value in person.items()}
    request = posted(**{"k-TOTAL_FORMS": "3", "k-INITIAL_FORMS": "0", "k-0-DELETE": "on"} | data)
    rows = ContactRows.asked_for(request, prefix="k", initial=[])
    assert rows.is_valid()
    assert [row["name"] for row in rows.kept()] == ["Ida"]


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 30, "99999"])
def test_a_tampered_row_count_is_an_error_and_no_crash(total: str) -> None:
    for add in ({}, {"add-row": "1"}):
        request = posted(**{"s-TOTAL_FORMS": total, "s-INITIAL_FORMS": "0"} | add)
        rows = BundleRows.asked_for(request, prefix="s", initial=[], form_kwargs={"areas": ["school"]})
        assert len(list(rows)) <= 1_011
        if not add:
            assert rows.is_valid() == (total == "-1")
