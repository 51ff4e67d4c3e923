"""Records as a Parquet table, with the types of the schema."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any, BinaryIO

_ROWS = 1000  # rows of a row group


def write_parquet(records: Iterable[dict[str, Any]], out: BinaryIO) -> int:
    """Write a Parquet file with zstd columns; gives the number of rows. Raises ImportError where pyarrow, an extra, is not installed."""
    import pyarrow as pa  # an extra: 170 MB that few need
    import pyarrow.parquet as pq

    from toolkit.batch.columns import arrow_schema

    columns, count = arrow_schema(), 0
    with pq.ParquetWriter(out, columns, compression="zstd") as writer:
        rest = iter(records)
        while rows := list(islice(rest, _ROWS)):
            writer.write_table(pa.Table.from_pylist(rows, schema=columns))
            count += len(rows)
    return count
