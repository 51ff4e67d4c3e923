"""One document in the terminal: the source text with its edits over it, or beside the clean text, and what each rule did.

Pure: everything here makes strings. Text of the page goes through `visible` first, so that only the escape sequences
written here reach the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import click
from rich.cells import cell_len

from toolkit.article import Article
from toolkit.catalogue import RULES
from toolkit.fields import ONE
from toolkit.report.markup import pieces
from toolkit.report.segments import Kind, Segment, rule_counts, segments
from toolkit.report.visible import visible, visible_line
from toolkit.rules import chosen

# Colours of the 256-colour palette that read on black and on white, one for each family of rules (the id up to its
# first dot); rules of one family share it and are told apart by their number.
_COLOURS = {"chrome": 166, "spam": 161, "field": 33, "repair": 97, "script": 30, "layout": 102, "markup": 102, "html": 102}
_OTHER = 136
_MARKS: dict[Kind, tuple[str, str]] = {"keep": ("", ""), "remove": ("[-", "-]"), "insert": ("{+", "+}"), "replace": ("[-", "-]"), "move": ("[=", "=]")}
_BLANKS = {ord("\n"): "↵", ord(" "): "·", ord("\t"): "→", 0x3000: "□", 0xA0: "·"}  # how removed white space is drawn
_RAISED = str.maketrans("0123456789,", "⁰¹²³⁴⁵⁶⁷⁸⁹˒")  # numbers of rules, where colour sets them apart
_FOLD = 120  # code points of one removed stretch that are shown, unless all are asked for


class Look(NamedTuple):
    """How to draw: colour or marks, all of every stretch or the ends of long ones, and the rules to show (none: all)."""

    colour: bool = True
    full: bool = False
    rules: tuple[str, ...] = ()
    page: bool = False  # the drop is HTML: its markup is drawn as a dot, unless `full`

    def wants(self, segment: Segment) -> bool:
        """True where the segment's edit is one to point out."""
        return chosen(segment.rules, self.rules)


def colour_of(rule: str) -> int:
    """The palette colour of a rule."""
    return _COLOURS.get(rule.split(".", 1)[0], _OTHER)


def unified(article: Article, look: Look) -> Iterator[str]:
    """The source text in its own order: removed text struck, inserted text underlined, each with its rule's number."""
    numbers = numbering(article, look)
    fresh = True  # at the start of a line
    for s in segments(article.source_text, article.edits):
        part = drawn(s, numbers, look)
        if not fresh and not s.new and _ends_a_line(s, look):
            part += "\n"  # a line that went stays a line to the eye
        yield part
        fresh = part.endswith("\n") if part else fresh
    yield "\n"


def _ends_a_line(s: Segment, look: Look) -> bool:
    if s.source.isspace():
        return "\n" in s.source
    return _is_markup(s, look) and any(p.breaks for p in pieces(s.source))


def _is_markup(s: Segment, look: Look) -> bool:
    """True for an edit of a page's markup alone, to be drawn as a dot."""
    return look.page and not look.full and not s.new.strip() and "<" in s.source and all(p.markup for p in pieces(s.source))


def drawn(s: Segment, numbers: dict[str, int], look: Look) -> str:
    """One stretch of the unified view."""
    if s.kind == "keep" or not look.wants(s):
        return visible(s.new)
    colour = colour_of(s.rules[-1])
    if _is_markup(s, look):
        return (click.style("⋅", fg=colour) if look.colour else "⋅") + visible(s.new)
    tag = ",".join(str(numbers[r]) for r in s.rules if r in numbers)
    gone = _shortened(s.source, look)
    if not look.colour:
        opening, closing = _MARKS[s.kind]
        inserted = f"{{+{visible(s.new)}+}}" if s.new else ""
        return (f"{opening}{gone}{closing}" if s.source else "") + inserted + f"{{{tag}}}"
    parts = []
    if gone:
        parts.append(click.style(gone, fg=colour, strikethrough=s.kind != "move" and not s.source.isspace(), underline=s.kind == "move"))
    if s.new:
        parts.append(click.style(visible(s.new), fg=colour, bold=True, underline=True))
    if s.source.strip() or s.new:
        parts.append(click.style(tag.translate(_RAISED), fg=colour))
    return "".join(parts)


def _shortened(text: str, look: Look) -> str:
    """Removed text as it is drawn: line ends shown, markup as a dot, and of a long stretch only its ends."""
    if look.full or not look.page:
        return _ends(text, look.full)
    return "".join(("⋅\n" if p.breaks else "⋅") if p.markup and "<" in p.text else _ends(p.text, False) for p in pieces(text))


def _ends(text: str, full: bool) -> str:
    if not full and len(text) > _FOLD + 20:
        half = _FOLD // 2
        return f"{_ends(text[:half], True)} … {len(text) - 2 * half:,} more … {_ends(text[-half:], True)}"
    if text.isspace():
        return visible(text.translate(_BLANKS))
    return visible(text).replace("\n", "↵\n")


def numbering(article: Article, look: Look) -> dict[str, int]:
    """A number for each rule that acted, in the order of the text."""
    wanted = [r for r in rule_counts(article.edits) if chosen([r], look.rules)]
    return {rule: n for n, rule in enumerate(wanted, 1)}


def head(article: Article, look: Look) -> Iterator[str]:
    """What is known of the document: how it was read, the verdict, the metadata with its evidence, the warnings."""
    rows = [
        ("read as", f"{article.media_type}, {article.encoding} ({article.encoding_evidence})"),
        ("verdict", article.verdict + "".join(f"; {r}: {e}" for r, e in zip(article.reasons, article.evidence, strict=False))),
        ("script", f"{article.script_original or 'none'} → {article.language}"),
    ]
    for name in ONE:
        value = getattr(article, name)
        if value:
            rows.append((name, f"{value}  ({article.origins.get(name, '')})"))
    rows += [("author", a) for a in article.authors] + [("caption", c) for c in article.captions]
    rows += [("warning", f"{w.rule}: {w.message}" + (f" (source character {w.at})" if w.at >= 0 else "")) for w in article.warnings]
    for name, value in rows:
        label = f"{name:>13}"
        yield f"{click.style(label, dim=True) if look.colour else label}  {visible_line(value)}\n"
    yield "\n"


def legend(article: Article, look: Look) -> Iterator[str]:
    """Each rule that acted: its number, what it did, and its reason."""
    counts = rule_counts(article.edits)
    for rule, n in numbering(article, look).items():
        did = counts[rule]
        label = f"{n:>3}  {rule}"
        amount = f"{did.edits:,} edit{'s' * (did.edits != 1)}, {did.removed:,} removed, {did.inserted:,} inserted"
        yield f"{click.style(label, fg=colour_of(rule), bold=True) if look.colour else label}  {amount}\n     {reason_of(rule)}\n"
    if not counts:
        yield "No rule changed anything.\n"


def reason_of(rule: str) -> str:
    """The sentence that the catalogue of rules gives."""
    return RULES[rule].reason if rule in RULES else "(a rule of another version: not in this catalogue)"


class Cell(NamedTuple):
    """A run of characters of one look, for the side-by-side view."""

    text: str
    fg: int | None = None
    struck: bool = False
    marked: bool = False


def side_by_side(article: Article, look: Look, width: int) -> Iterator[str]:
    """Source with edits on the left, clean text on the right, a row for each paragraph; `width` is in terminal cells."""
    column = max(20, (width - 3) // 2)
    numbers = numbering(article, look)
    left: list[Cell] = []
    right: list[Cell] = []
    for s in segments(article.source_text, article.edits):
        kept = s.kind == "keep"
        fresh = not left and not right
        if not kept:
            left += _left_cells(s, numbers, look)
        colour = None if kept else colour_of(s.rules[-1])
        for n, piece in enumerate(s.new.split("\n")):
            if n:
                yield from _rows(left, right, column, look)
                left, right = [], []
            if piece:
                left += [Cell(visible(piece))] if kept else []
                right.append(Cell(visible(piece), colour, marked=not kept))
        if not fresh and not s.new and _ends_a_line(s, look):
            yield from _rows(left, right, column, look)
            left, right = [], []
    yield from _rows(left, right, column, look)


def _left_cells(s: Segment, numbers: dict[str, int], look: Look) -> list[Cell]:
    if not look.wants(s):
        return [Cell(visible(s.new))] if s.new else []
    colour = colour_of(s.rules[-1])
    if _is_markup(s, look):
        return [Cell("⋅", colour)]
    gone = _shortened(s.source, look)
    tag = ",".join(str(numbers[r]) for r in s.rules if r in numbers)
    if look.colour:
        cells = [Cell(gone, colour, struck=s.kind != "move" and not s.source.isspace(), marked=s.kind == "move")] if gone else []
        return [*cells, Cell(tag.translate(_RAISED), colour)] if s.source.strip() or s.new else cells
    opening, closing = _MARKS[s.kind]
    return [Cell(f"{opening}{gone}{closing}{{{tag}}}")]


def _rows(left: Sequence[Cell], right: Sequence[Cell], column: int, look: Look) -> Iterator[str]:
    a, b = list(_wrapped(left, column)), list(_wrapped(right, column))
    for i in range(max(len(a), len(b))):
        one = a[i] if i < len(a) else []
        two = b[i] if i < len(b) else []
        pad = " " * (column - sum(cell_len(c.text) for c in one))
        line = _line(one, look) + pad + " │ " + _line(two, look)
        yield line.rstrip() + "\n"


def _line(cells: Iterable[Cell], look: Look) -> str:
    if not look.colour:
        return "".join(c.text for c in cells)
    return "".join(c.text if c.fg is None else click.style(c.text, fg=c.fg, strikethrough=c.struck, underline=c.marked) for c in cells)


def _wrapped(cells: Iterable[Cell], column: int) -> Iterator[list[Cell]]:
    """The cells broken into lines of at most `column` terminal cells; a newline in a cell ends its line."""
    line: list[Cell] = []
    used = 0
    for cell in cells:
        start = 0
        for i, char in enumerate(cell.text):
            wide = 0 if char == "\n" else cell_len(char)
            if char == "\n" or used + wide > column:
                line.append(cell._replace(text=cell.text[start:i]))
                yield line
                line, used = [], 0
                start = i + (char == "\n")
            used += wide
        line.append(cell._replace(text=cell.text[start:]))
    if any(c.text for c in line):
        yield line
