"""jiaokan (校勘): messy drops of Chinese web articles in, validated records out, every changed character on record."""

__version__ = "0.1.0"

from toolkit.article import Article
from toolkit.edits import LedgerEdit, apply, invert
from toolkit.pipeline import clean

__all__ = ["Article", "LedgerEdit", "__version__", "apply", "clean", "invert"]
