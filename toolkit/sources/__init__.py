"""Drops of every format, read one document at a time."""

from toolkit.sources.document import Document, Fault, Names, Reading
from toolkit.sources.folder import Entry, InputError, Walk, entry_of
from toolkit.sources.reader import documents
from toolkit.sources.rules import RULES

__all__ = ["RULES", "Document", "Entry", "Fault", "InputError", "Names", "Reading", "Walk", "documents", "entry_of"]
