"""Marks that stand for what a person read, so that a save can tell whether a colleague wrote meanwhile (mærker)."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any


def digest(values: Any | Sequence[Any]) -> str:
    """Sixteen signs that stand for a dataclass, or for several in their order."""
    several = values if isinstance(values, Sequence) else [values]
    plain = json.dumps([asdict(value) for value in several], ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
