"""Typed copies of the records for readers of columns (Parquet). Needs pyarrow, the extra `parquet`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from toolkit.batch.files import STATE, Written, parquet_of, rows_of
from toolkit.schemas import load_schema
from toolkit.sources.remote import is_local

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


def write_parquet(out: Path, records: Written) -> str:
    """Write the Parquet copy of a part of records; gives its path from the run's folder."""
    name = parquet_of(records)
    local = is_local(out)
    temporary = out / STATE / f"{os.getpid()}-{Path(name).name}" if local else out / name
    columns = arrow_schema()
    with temporary.open("wb") as file, pq.ParquetWriter(file, columns, compression="zstd") as writer:
        held: list[dict[str, Any]] = []
        for row in rows_of(out / records.path):
            held.append(row)
            if len(held) == _GROUP:
                writer.write_table(pa.Table.from_pylist(held, columns))
                held = []
        writer.write_table(pa.Table.from_pylist(held, columns))
    if local:
        temporary.replace(out / name)
    return name
