"""Traditional and Simplified: which a text is in, and the way from one to the other."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from toolkit.script.conversion import convert

if TYPE_CHECKING:
    from toolkit.script.detection import Detection, detect
    from toolkit.script.step import RULES, normalise_script

__all__ = ["RULES", "Detection", "convert", "detect", "normalise_script"]

# Read on first use: converting alone needs neither the detection nor the step.
_PLACES = {
    "Detection": "toolkit.script.detection",
    "detect": "toolkit.script.detection",
    "RULES": "toolkit.script.step",
    "normalise_script": "toolkit.script.step",
}


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_PLACES[name]), name)
    globals()[name] = value
    return value
