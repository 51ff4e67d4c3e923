"""Near-duplicates among texts that come one after another (MinHash with locality-sensitive hashing: Broder 1997; Leskovec,
Rajaraman and Ullman, Mining of Massive Datasets, chapter 3). Needs rensa, the extra `dedup`.
"""

from __future__ import annotations

from rensa import RMinHash, RMinHashLSH

from toolkit.dedup.shingles import shingles

# Two texts that differ in 5 of 100 characters share 63 % of their 5-grams. With 128 hash values the estimate is off by 4 points
# (one standard deviation), so that .5 finds 99.8 % of such pairs; 32 bands of 4 values put 99.6 % of them before the estimate.
THRESHOLD = 0.5
_VALUES, _BANDS, _SEED = 128, 32, 42


class NearDuplicates:
    """Groups of similar texts. Memory: about 1 kB a text.

    threshold: the share of common 5-grams (Jaccard similarity, estimated) from which two texts count as the same.
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._index = RMinHashLSH(threshold, _VALUES, _BANDS)
        self._sketches: list[RMinHash] = []
        self._leader: list[int] = []  # of each text an earlier one of its group, or itself

    def add(self, text: str) -> int:
        """Take the next text in; gives the number (from 0) of the first text of its group so far, its own where it is new."""
        number = len(self._sketches)
        sketch = RMinHash(_VALUES, _SEED)
        grams = shingles(text)
        sketch.update(sorted(grams))
        self._sketches.append(sketch)
        self._leader.append(number)
        if grams:
            for other in self._index.query(sketch):
                if sketch.jaccard(self._sketches[other]) >= self._threshold:
                    self._join(number, other)
            self._index.insert(number, sketch)
        return self.leader(number)

    def leader(self, number: int) -> int:
        """The first text of the group that a text belongs to, by all that came in until now."""
        root = number
        while self._leader[root] != root:
            root = self._leader[root]
        while self._leader[number] != root:
            self._leader[number], number = root, self._leader[number]
        return root

    def _join(self, a: int, b: int) -> None:
        first, second = sorted((self.leader(a), self.leader(b)))
        self._leader[second] = first
