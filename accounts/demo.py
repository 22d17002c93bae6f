"""The demo's password: known to everybody, so it opens nothing outside demo mode."""

PASSWORD = "demo-partnerskab-2027"  # noqa: S105 - known on purpose
