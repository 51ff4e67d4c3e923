"""All articles as one CSV table, with the structs laid flat."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from toolkit.schemas import members


def flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Keys and values of a row, members of a struct as struct_member."""
    for key, member in value.items():
        if isinstance(member, dict):
            yield from flat(member, f"{prefix}{key}_")
        else:
            yield f"{prefix}{key}", member


def columns() -> list[str]:
    """The columns of the CSV table, in the order of the schema."""
    return list(_names(members("article")))


def _names(of: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, spec in of.items():
        if "properties" in spec:
            yield from _names(spec["properties"], f"{prefix}{key}_")
        else:
            yield f"{prefix}{key}"


def write_csv(records: Iterable[dict[str, Any]], out: TextIO) -> int:
    """Write RFC 4180 rows with a head; gives their number. `out` must leave newlines alone (newline="")."""
    writer, names, count = csv.writer(out), columns(), 0
    writer.writerow(names)
    for record in records:
        row = dict(flat(record))
        writer.writerow([row[name] for name in names])
        count += 1
    return count
