"""Traditional and Simplified: which a text is in, and the way from one to the other."""

from __future__ import annotations

from toolkit.script.conversion import convert
from toolkit.script.detection import Detection, detect
from toolkit.script.step import RULES, normalise_script

__all__ = ["RULES", "Detection", "convert", "detect", "normalise_script"]
