"""Which file goes into which shard: decided by the input alone, never by the number of workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.batch.shard import Shard
from toolkit.sources import Entry

SMALLEST, LARGEST, SHARDS = 512 << 10, 64 << 20, 64  # bytes, bytes, and how many shards an input of middling size is cut into


def shards(entries: Iterable[Entry], size: int) -> Iterator[Shard]:
    """The shards of an input, in order; `size` is the bytes of input at which a shard is full, 0 for one that suits the input."""
    files = list(entries)
    full = size or min(LARGEST, max(SMALLEST, sum(e.size for e in files) // SHARDS))
    part: list[Entry] = []
    taken = number = 0
    for entry in files:
        part.append(entry)
        taken += entry.size
        if taken >= full:
            yield Shard(f"part-{number:05d}", part)
            part, taken, number = [], 0, number + 1
    if part:
        yield Shard(f"part-{number:05d}", part)
