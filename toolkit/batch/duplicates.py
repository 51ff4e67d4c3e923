"""Exact duplicates among the records of a run: the same raw bytes, or the same text. They are listed, not dropped."""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

import orjson

# The first record of each group is the one the others duplicate; same bytes go before same text, which they imply.
_FIND = """
with first_raw as (select raw, min(n) as n from seen group by raw having count(*) > 1),
     first_text as (select text, min(n) as n from seen group by text having count(*) > 1)
select s.raw, s.place, coalesce(r.raw, t.raw), coalesce(r.place, t.place), case when r.raw is null then 'text' else 'raw' end
from seen s
left join first_raw fr on fr.raw = s.raw and fr.n < s.n left join seen r on r.n = fr.n
left join first_text ft on ft.text = s.text and ft.n < s.n left join seen t on t.n = ft.n
where r.raw is not null or t.raw is not null order by s.n
"""
_KEY = struct.Struct("32s4s16s")  # sha256 of the raw bytes and hash of the place, which make the id; half the sha256 of the text
_SHARD = 1 << 40  # more than the records of any shard


class Duplicate(NamedTuple):
    """A record, the first record it duplicates, and how: "raw" (same bytes) or "text" (same text)."""

    id: str
    duplicate_of: str
    kind: str

    def line(self) -> bytes:
        """The row of duplicates.jsonl (schema/duplicates.schema.json)."""
        return orjson.dumps(self._asdict(), option=orjson.OPT_APPEND_NEWLINE)


def key_of(record: dict[str, Any]) -> bytes:
    """What of a record is compared, and its id, packed; keys may be joined to one string."""
    raw, _, place = record["id"].removeprefix("sha256:").partition("-")
    return _KEY.pack(bytes.fromhex(raw), bytes.fromhex(place), bytes.fromhex(record["text_sha256"])[:16])


class Seen:
    """The keys of all records of a run. Memory stays flat: they lie in a file, which goes with the object."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._base = sqlite3.connect(Path(self._folder.name) / "seen.sqlite")
        # Of the file's pages 200 KB here do: the system keeps as many as it has room for.
        self._base.executescript("pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200")
        self._base.execute("create table seen (n integer primary key, raw blob, place blob, text blob)")

    def add(self, shard: int, keys: bytes) -> None:
        """Take in the keys of the records of a shard, in their order; shards may come in any order."""
        with self._kept():
            self._base.executemany("insert into seen values (?, ?, ?, ?)", ((shard * _SHARD + i, *key) for i, key in enumerate(_KEY.iter_unpack(keys))))

    def duplicates(self) -> Iterator[Duplicate]:
        """The duplicates, in the order of shards and records."""
        with self._kept():
            self._base.executescript("create index if not exists by_raw on seen (raw); create index if not exists by_text on seen (text)")
            for raw, place, first_raw, first_place, kind in self._base.execute(_FIND):
                yield Duplicate(_id(raw, place), _id(first_raw, first_place), kind)

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """What the library says of a full disk, in the words of the system's other errors."""
        try:
            yield
        except sqlite3.Error as fault:
            raise OSError(f"{self._folder.name}: the keys of the records can't be kept: {fault}") from fault

    def close(self) -> None:
        """Let the disk have its room back."""
        self._base.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _id(raw: bytes, place: bytes) -> str:
    return f"sha256:{raw.hex()}-{place.hex()}"


def exact_duplicates(records: Iterable[dict[str, Any]]) -> Iterator[Duplicate]:
    """The duplicates among records, in their order."""
    with Seen() as seen:
        for number, record in enumerate(records):
            seen.add(number, key_of(record))
        yield from seen.duplicates()
