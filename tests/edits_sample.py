"""Passes of edits as a step might propose them, generated (code points beyond the BMP included)."""

from __future__ import annotations

from hypothesis import strategies as st

from toolkit.compose import compose
from toolkit.edits import Edit, Piece, apply, ordered

TEXT = st.text(alphabet="ab進进(\u0301)\n𠀀😀", max_size=30)


@st.composite
def passes(draw: st.DrawFn, most: int = 4) -> tuple[str, list[list[Edit]]]:
    """A text and up to `most` passes of edits, each over what the pass before it made."""
    source = text = draw(TEXT)
    out = []
    for n in range(draw(st.integers(0, most))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        edits = ordered(Edit(a, b, draw(st.one_of(st.just(""), TEXT.filter(lambda t: len(t) < 5), st.just("x" * (b - a)))), f"r{n}") for a, b in pairs)
        out.append(edits)
        text = apply(text, edits)
    return source, out


def joined(source: str, rounds: list[list[Edit]]) -> list[Piece]:
    pieces: list[Piece] = []
    for edits in rounds:
        pieces = compose(pieces, edits, source)
    return pieces
