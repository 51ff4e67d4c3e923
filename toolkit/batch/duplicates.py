"""Exact duplicates among the records of a run: the same raw bytes, or the same text. They are listed, not dropped."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from toolkit.batch.files import rows_of

# The first record of each group is the one the others duplicate; same bytes go before same text, which they imply.
_FIND = """
with first_raw as (select raw, min(n) as n from seen group by raw having count(*) > 1),
     first_text as (select text, min(n) as n from seen group by text having count(*) > 1)
select s.id, coalesce(r.id, t.id), case when r.id is null then 'text' else 'raw' end
from seen s
left join first_raw fr on fr.raw = s.raw and fr.n < s.n left join seen r on r.n = fr.n
left join first_text ft on ft.text = s.text and ft.n < s.n left join seen t on t.n = ft.n
where r.id is not null or t.id is not null order by s.n
"""


class Duplicate(NamedTuple):
    """A record, the first record it duplicates, and how: "raw" (same bytes) or "text" (same text)."""

    id: str
    duplicate_of: str
    kind: str

    def line(self) -> bytes:
        """The row of duplicates.jsonl (schema/duplicates.schema.json)."""
        return orjson.dumps(self._asdict(), option=orjson.OPT_APPEND_NEWLINE)


def exact_duplicates(rows: Iterable[dict[str, Any]]) -> Iterator[Duplicate]:
    """The duplicates among records, in their order. Memory stays flat: what was seen lies in a file."""
    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(Path(folder) / "seen.sqlite")
        try:
            base.executescript("pragma journal_mode = off; pragma synchronous = off; create table seen (n integer primary key, id text, raw blob, text blob)")
            base.executemany("insert into seen (id, raw, text) values (?, ?, ?)", map(_keys, rows))
            base.executescript("create index by_raw on seen (raw); create index by_text on seen (text)")
            yield from (Duplicate(*row) for row in base.execute(_FIND))
        finally:
            base.close()


def _keys(row: dict[str, Any]) -> tuple[str, bytes, bytes]:
    return row["id"], bytes.fromhex(row["raw"]["sha256"])[:16], bytes.fromhex(row["text_sha256"])[:16]


def records_of(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """The rows of part files, one file after another."""
    for path in paths:
        yield from rows_of(path)
