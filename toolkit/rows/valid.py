"""Rows for those who use them and don't judge them: the first that does not fit its schema ends the reading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.jsonlines import RowError, read_rows
from toolkit.packing import words_of
from toolkit.validation import faults, is_valid


class RowsError(ValueError):
    """Rows that can't be used; the message names file, line and reason."""


def valid_rows(path: Path, schema: str) -> Iterator[dict[str, Any]]:
    """The rows of a file, in order. Raises RowsError at the first that does not fit the schema of that name, and where the file can't be read on."""
    try:
        with path.open("rb") as stream:
            for number, _, row in read_rows(stream, path.name):
                if not is_valid(row, schema):
                    first = next(iter(faults(row, schema)))
                    raise RowsError(f"{path}:{number}: no row of schema {schema}: {first.path}: {first.message} (`jiaokan validate` tells every fault)")
                yield row
    except OSError as fault:
        raise RowsError(f"{path}: {words_of(fault)}") from fault
    except RowError as fault:
        raise RowsError(f"{path}: {fault}") from fault
