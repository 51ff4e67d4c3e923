"""jiaokan (校勘): messy drops of Chinese web articles in, validated records out, every changed character on record."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from toolkit.version import __version__

if TYPE_CHECKING:
    from toolkit.article import Article
    from toolkit.edits import LedgerEdit, apply, invert
    from toolkit.pipeline import clean

__all__ = ["Article", "LedgerEdit", "__version__", "apply", "clean", "invert"]

# Public names are read on first use: who wants a converter or an encoding alone does not wait for the HTML readers.
_PLACES = {
    "Article": "toolkit.article",
    "LedgerEdit": "toolkit.edits",
    "apply": "toolkit.edits",
    "invert": "toolkit.edits",
    "clean": "toolkit.pipeline",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
