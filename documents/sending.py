"""Private files on their way to a person's browser."""

from typing import IO

from django.http import FileResponse


def as_file(file: IO[bytes], *, filename: str, media_type: str, inline: bool = False) -> FileResponse:
    """The file under its own name, to keep rather than to open in the portal (unless `inline`), and in no cache."""
    response = FileResponse(file, as_attachment=not inline, filename=filename, content_type=media_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
