"""What free text about trial actions must not hold: CPR numbers and likely names of children."""

from collections.abc import Callable

from django.core.exceptions import ValidationError

from accounts.validators import validate_no_cpr
from strategy.child_names import NameHit, find_child_names, find_names_of_those_who_speak

_SHOWN = 3


def validate_free_text(value: str) -> None:
    """Refuse text that identifies a child; the message says what was found and what to write instead."""
    _validate(value, find_child_names)


def validate_words_of_children(value: str) -> None:
    """Refuse every name in what children say, and in what is said of who they are."""
    _validate(value, find_names_of_those_who_speak)


def _validate(value: str, find: Callable[[str], list[NameHit]]) -> None:
    validate_no_cpr(value)
    text = str(value or "")
    hits = find(text)
    if hits:
        raise ValidationError(_message(text, hits), code="child_name")


def _message(text: str, hits: list[NameHit]) -> str:
    places = list(dict.fromkeys(_place(text, hit) for hit in hits))
    one = len(places) == 1
    more = len(places) - _SHOWN
    shown = [*places[:_SHOWN], f"{more} til"] if more > 0 else places
    words = shown[0] if one else f"{', '.join(shown[:-1])} og {shown[-1]}"
    return (
        f"Teksten ser ud til at nævne {'et barn' if one else 'børn'} ved navn: {words}. "
        "Børn må ikke kunne genkendes her, for mange læser med. "
        "Skriv i stedet om gruppen eller uden navn, fx “en dreng på 3. årgang”. "
        "Er det en voksen, så skriv rollen, fx “klassens pædagog”, eller sæt rollen foran navnet."
    )


def _place(text: str, hit: NameHit) -> str:
    if "\n" not in text:
        return f"“{hit.text}”"
    return f"“{hit.text}” i linje {text.count(chr(10), 0, hit.start) + 1}"
