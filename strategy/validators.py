"""What free text about trial actions must not hold: CPR numbers and likely names of children."""

from accounts.validators import validate_no_cpr


def validate_free_text(value: str) -> None:
    """Refuse text that identifies a child; the message says what was found and what to write instead."""
    validate_no_cpr(value)
