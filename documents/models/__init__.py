"""Models of files made in the background and of mail that is sent."""

from documents.models.documents import Document
from documents.models.mail import MailRecord

__all__ = ("Document", "MailRecord")
