"""Reports: the frozen snapshot and the two documents made from it (rapport)."""


def register() -> None:
    """Make the reports known to the documents."""
