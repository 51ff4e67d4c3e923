"""How two passes of edits become one list over the source text.

Three texts are spoken of: the source, what the first pass makes of it (the middle text), and what the second pass makes
of that. Code points, half open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from toolkit.differences import runs_of
from toolkit.edits import Edit, Piece


def compose(first: Sequence[Piece], second: Sequence[Edit], source: str) -> list[Piece]:
    """One list over the source text that does what `first` and then `second` do; linear in their number.

    `first` runs over the source text, `second` over the text that `first` makes. Where an edit of `second` meets
    text that `first` put in, the two become one; a deletion, or a replacement of the same length, is shared out to
    the characters it meets, so that a character already gone keeps the rule that took it.
    """
    if not first:
        alone = {rule: (rule,) for rule in {e[3] for e in second}}  # one tuple for all edits of a rule
        return [(start, end, new, alone[rule]) for start, end, new, rule in second]
    joiner = _Joiner(first, source)
    i = 0
    while (i := joiner.take_deletions(second, i)) < len(second):
        joiner.take(second[i])
        i += 1
    return joiner.finish()


class _Joiner:
    """The state of one `compose`: how far the first pass has been used up, and what the two have made so far.

    An edit of the first pass that an edit of the second meets in part is cut there. One that keeps its length falls into
    two; of one that changes it nobody can say which source text made which part of the new one, so its first part
    stands for all the source text, the rest counts as put in behind it, and in the end they are joined again.
    """

    def __init__(self, first: Sequence[Piece], source: str) -> None:
        self.first = list(first)
        self.source = source
        self.next = 0  # index of the first edit that is not used up
        self.shift = 0  # source position = middle position + shift, behind the edits that are used up
        self.out: list[Piece] = []
        self.seams: list[int] = []  # indexes of `out`: what stands there is one edit with what stands before it
        self.torn = False  # whether the next edit is the rest of one that changes its length

    def take(self, e: Edit) -> None:
        """Work in the next edit of the second pass."""
        start, end, new, rule = e
        self._copy_before(start)
        if self.next < len(self.first) and (cut := start - self._middle()) > 0:
            self._rewrite(cut, self.first[self.next][2][:cut], rule)
        if not new and not self.torn:
            self.take_deletions((e,), 0)
        elif self.next == len(self.first) or self._middle() >= end:
            self._put(start + self.shift, end + self.shift, new, (rule,), torn=self.torn)
        elif start < end:
            self._share_out(start, e)

    def take_deletions(self, second: Sequence[Edit], at: int) -> int:  # noqa: C901  (the loop that most edits of a page go through)
        """Work in the deletions from the index `at` on; the index of the first edit that is none or begins inside what the first pass put in.

        This is the common case (a block of a page goes, with the tags in it), kept to one loop.
        """
        first, out, i, shift = self.first, self.out, self.next, self.shift
        count = len(first)
        while at < len(second) and not self.torn:
            start, stop, new, rule = second[at]
            if new:
                break
            middle = start
            while i < count:  # what the first pass did before it
                a, z, put, _ = first[i]
                middle = a - shift
                if (end := middle + len(put)) > start:
                    break
                out.append(first[i])
                shift = z - end
                i += 1
            if i < count and middle < start:
                break
            done, mine = start, (rule,)
            while i < count:  # what it covers wholly
                a, z, put, rules = first[i]
                middle = a - shift
                if middle >= stop or (end := middle + len(put)) > stop:
                    break
                if middle > done:
                    out.append((done + shift, a, "", mine))
                if not put:
                    out.append(first[i])
                elif len(put) == z - a:
                    out += self._deleted(first[i], mine)
                elif z > a:
                    out.append((a, z, "", rules if rule in rules else rules + mine))
                done = end
                shift = z - end
                i += 1
            if i == count or first[i][0] - shift >= stop:
                if done < stop:
                    out.append((done + shift, stop + shift, "", mine))
            elif done < stop:
                self.next, self.shift = i, shift
                self._share_out(done, second[at])
                i, shift, count = self.next, self.shift, len(first)
            at += 1
        self.next, self.shift = i, shift
        return at

    def finish(self) -> list[Piece]:
        """The joined list."""
        self._copy(len(self.first))
        return _sewn(self.out, self.seams) if self.seams else self.out

    def _middle(self) -> int:
        """Where the new text of the next edit of the first pass starts in the middle text."""
        return self.first[self.next][0] - self.shift

    def _copy_before(self, at: int) -> None:
        """Copy the edits of the first pass whose new text ends at or before the middle position `at`."""
        first, shift, i = self.first, self.shift, self.next
        count = len(first)
        while i < count:
            start, end, new, _ = first[i]
            stop = start - shift + len(new)
            if stop > at:
                break
            shift = end - stop
            i += 1
        if i > self.next:
            self._copy(i)
            self.shift = shift

    def _copy(self, stop: int) -> None:
        """Copy the edits of the first pass up to the index `stop`."""
        if self.next < stop:
            if self.torn:
                self.seams.append(len(self.out))
            self.out.extend(self.first[self.next : stop])
            self.next, self.torn = stop, False

    def _put(self, start: int, end: int, new: str, rules: tuple[str, ...], *, torn: bool = False) -> None:
        """Add an edit to the result; `torn`: the next edit of the first pass is the rest of what it was made of."""
        if self.torn:
            self.seams.append(len(self.out))
        if self.torn or torn or start < end or new:
            self.out.append((start, end, new, rules))
        self.torn = torn

    def _rewrite(self, size: int, put: str, rule: str) -> None:
        """Put `put` in place of the first `size` code points that the next edit of the first pass put in, and use these up."""
        start, end, new, rules = self.first[self.next]
        in_part = size < len(new)
        torn = in_part and len(new) != end - start
        stop = start + size if in_part and not torn else end
        self._put(start, stop, put, rules if put == new[:size] or rule in rules else (*rules, rule), torn=torn)
        self.shift += (stop - start) - size
        if in_part:
            self.first[self.next] = stop, end, new[size:], rules
        else:
            self.next += 1

    def _deleted(self, piece: Piece, mine: tuple[str, ...]) -> Iterable[Piece]:
        """A deletion because of `mine` of what was replaced character by character."""
        start, end, new, rules = piece
        at = start
        for a, b in zip(*runs_of(self.source[start:end], new), strict=True):
            if at < start + a:
                yield at, start + a, "", mine
            at = start + b
            yield start + a, at, "", rules if mine[0] in rules else rules + mine
        if at < end:
            yield at, end, "", mine

    def _share_out(self, at: int, e: Edit) -> None:
        """Lay `e`, from the middle position `at` on, over the stretches of source text and of new text that it covers."""
        even = len(e.new) == e.end - e.start
        mark = len(self.out)
        while at < e.end:
            self._copy_before(at)
            middle = self._middle() if self.next < len(self.first) else e.end
            new = self.first[self.next][2] if middle == at else ""
            if at + len(new) > e.end and self._cut_into_runs(e.end):
                continue
            stop = min(e.end, at + len(new) if new else middle)
            put = e.new[at - e.start : stop - e.start] if even else (e.new if at == e.start else "")
            if new:
                self._rewrite(stop - at, put, e.rule)
            elif not (even and put == self.source[at + self.shift : stop + self.shift]):
                self._put(at + self.shift, stop + self.shift, put, (e.rule,))
            at = stop
        if e.new and not even:  # a change of length that spans several stretches can't be told apart
            self.seams.extend(range(mark + 1, len(self.out)))

    def _cut_into_runs(self, at: int) -> bool:
        """Make of what the next edit of the first pass does before the middle position `at` its runs of changed characters,
        so that a later edit meets these alone; False where it does not keep its length.
        """
        start, end, new, rules = self.first[self.next]
        if len(new) != end - start:
            return False
        n = at - self._middle()
        runs = [(start + a, start + b, new[a:b], rules) for a, b in zip(*runs_of(self.source[start : start + n], new[:n]), strict=True)]
        self.first[self.next : self.next + 1] = [*runs, (start + n, end, new[n:], rules)]
        return True


def _sewn(pieces: list[Piece], seams: Iterable[int]) -> list[Piece]:
    """The pieces, those at the indexes `seams` made one with those before them; what changes nothing is dropped."""
    later = set(seams)
    groups: list[list[Piece]] = []
    for i, piece in enumerate(pieces):
        if i in later:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    out = [_one(group) if len(group) > 1 else group[0] for group in groups]
    return [piece for piece in out if piece[0] < piece[1] or piece[2]]


def _one(group: list[Piece]) -> Piece:
    rules = dict.fromkeys([rule for piece in group for rule in piece[3]])
    return group[0][0], group[-1][1], "".join([piece[2] for piece in group]), tuple(rules)
