"""What kinds of document there are. Rooms above register theirs when Django starts; documents never looks upward."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from documents.models import Document


def nothing_more(document: "Document", at: datetime) -> None:
    """The default for what happens when a document is ready."""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document.

    `render(document, report)` returns the file's bytes and calls `report(percent, text)` along the way.
    `visible_documents(user)` gives the ids of the documents of this kind that the user may see (a query).
    `when_ready(document, at)` runs in the transaction that makes the document ready, once.
    """

    key: str
    label: str
    render: Callable[["Document", Callable[[int, str], None]], bytes]
    visible_documents: Callable[[Any], Any]
    when_ready: Callable[["Document", datetime], None] = nothing_more


_kinds: dict[str, DocumentKind] = {}


def register(kind: DocumentKind) -> None:
    """Make a kind known. Registering the same key again replaces it."""
    _kinds[kind.key] = kind


def get(key: str) -> DocumentKind:
    """The kind called `key`; KeyError when nobody registered it."""
    return _kinds[key]


def all_kinds() -> Iterable[DocumentKind]:
    """Every registered kind."""
    return _kinds.values()
