"""Rows for tests, made quickly and validly."""
