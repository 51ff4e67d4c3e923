"""Typed copies of the records for readers of columns (Parquet). Needs pyarrow, the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.batch.files import Written, new_part, parquet_of, rows_of
from toolkit.schemas import load_schema

_GROUP = 1000  # rows


def arrow_schema() -> pa.Schema:
    """The columns of the record schema: strings, 64-bit integers and structs of them, none of them null."""
    schema = load_schema("article")
    return pa.schema([pa.field(name, _type(schema, of), nullable=False) for name, of in schema["properties"].items()])


def _type(schema: dict[str, Any], of: dict[str, Any]) -> pa.DataType:
    if "$ref" in of:
        of = schema["$defs"][of["$ref"].rsplit("/", 1)[-1]]
    if of.get("type") == "object":
        return pa.struct([pa.field(name, _type(schema, inner), nullable=False) for name, inner in of["properties"].items()])
    return pa.int64() if of.get("type") == "integer" else pa.string()


def write_table(records: Iterable[dict[str, Any]], out: IO[bytes]) -> int:
    """Write records as a Parquet file with zstd columns; gives their number."""
    columns, rest, count = arrow_schema(), iter(records), 0
    with pq.ParquetWriter(out, columns, compression="zstd") as writer:
        while rows := list(islice(rest, _GROUP)):
            writer.write_table(pa.Table.from_pylist(rows, columns))
            count += len(rows)
    return count


def write_typed_copy(out: Path, records: Written) -> None:
    """Write the Parquet copy of a part of records into the run's folder."""
    with new_part(out, parquet_of(records)) as stream:
        write_table(rows_of(out / records.path), stream)
