"""Drops of every format, read one document at a time."""

from toolkit.sources.document import Document, Fault
from toolkit.sources.folder import Entry, InputError, entries
from toolkit.sources.reader import documents
from toolkit.sources.rules import RULES

__all__ = ["RULES", "Document", "Entry", "Fault", "InputError", "documents", "entries"]
