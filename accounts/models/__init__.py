"""Models of the people who log in."""

from accounts.models.audit import AuditEvent
from accounts.models.users import User

__all__ = ("AuditEvent", "User")
