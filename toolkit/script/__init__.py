"""Traditional and Simplified: which a text is in, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.rules import RuleTable

RULES = RuleTable()


class Detection(NamedTuple):
    script: str | None


def detect(text: str) -> Detection:
    return Detection("Hans")


def convert(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None) -> str:
    """`text` in the script that `config` (an OpenCC configuration) leads to."""
    from opencc import OpenCC

    return str(OpenCC(config).convert(text))


def normalise_script(text: str, ctx: Context) -> Iterable[Edit]:
    """The script step."""
    return ()
