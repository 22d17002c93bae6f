"""Fields and conditions that the models here have many of."""

from typing import Any

from django.db import models
from django.db.models import Q

from strategy.validators import validate_free_text


def free_text(label: str, length: int = 2000, *, blank: bool = True, **options: Any) -> models.TextField:
    """Free text of at most `length` characters, without CPR numbers and likely names of children."""
    return models.TextField(label, max_length=length, blank=blank, validators=[validate_free_text], **options)


def one_line(label: str, length: int = 160, *, blank: bool = False, **options: Any) -> models.CharField:
    """One line of at most `length` characters, without CPR numbers and likely names of children."""
    return models.CharField(label, max_length=length, blank=blank, validators=[validate_free_text], **options)


def both_or_neither(one: str, other: str) -> Q:
    """Both columns are filled in, or none of them is."""
    return Q(**{f"{one}__isnull": True, f"{other}__isnull": True}) | Q(
        **{f"{one}__isnull": False, f"{other}__isnull": False}
    )
