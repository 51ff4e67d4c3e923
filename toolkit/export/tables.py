"""All articles as one table: CSV with the structs laid flat, or Parquet with the types of the schema."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, TextIO

from toolkit.schemas import load_schema

_ROWS = 1000  # rows of a row group


def flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Keys and values of a row, members of a struct as struct_member."""
    for key, member in value.items():
        if isinstance(member, dict):
            yield from flat(member, f"{prefix}{key}_")
        else:
            yield f"{prefix}{key}", member


def columns() -> list[str]:
    """The columns of the CSV table, in the order of the schema."""
    return [name for name, _ in flat(_shape())]


def _shape() -> dict[str, Any]:
    """The record's keys with their types ("string", "integer"), structs as dicts."""
    schema = load_schema("article")

    def of(spec: dict[str, Any]) -> Any:
        if "$ref" in spec:
            spec = schema["$defs"][spec["$ref"].rpartition("/")[2]]
        return {key: of(member) for key, member in spec["properties"].items()} if "properties" in spec else spec.get("type", "string")

    return {key: of(spec) for key, spec in schema["properties"].items()}


def write_csv(records: Iterable[dict[str, Any]], out: TextIO) -> None:
    """RFC 4180 rows with a head; `out` must leave newlines alone (newline="")."""
    writer = csv.writer(out)
    writer.writerow(columns())
    for record in records:
        row = dict(flat(record))
        writer.writerow([row.get(name, "") for name in columns()])


def write_parquet(records: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    """A Parquet file with zstd columns. Raises ImportError where pyarrow, an extra, is not installed."""
    import pyarrow as pa  # an extra: 170 MB that few need
    import pyarrow.parquet as pq

    from toolkit.batch.columns import arrow_schema

    columns = arrow_schema()
    with pq.ParquetWriter(out, columns, compression="zstd") as writer:
        rest = iter(records)
        while rows := list(islice(rest, _ROWS)):
            writer.write_table(pa.Table.from_pylist(rows, schema=columns))
