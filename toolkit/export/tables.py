"""All articles as one CSV table, with the structs laid flat."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from toolkit.schemas import load_schema


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


def write_csv(records: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Write RFC 4180 rows with a head; gives their number. `out` must leave newlines alone (newline="")."""
    writer, names, count = csv.writer(out), columns(), 0
    writer.writerow(names)
    for record in records:
        row = dict(flat(record))
        writer.writerow([row[name] for name in names])
        count += 1
    return count
