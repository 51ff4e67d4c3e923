"""Rows of a package, written so that the same rows give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any, BinaryIO

import orjson


class RowWriter:
    """Writes rows as gzip with nothing of the day in it: no name, mtime 0, level 6. Knows rows and sha256 of the plain bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0)
        self._sha256 = hashlib.sha256()
        self.rows = 0

    def write(self, row: dict[str, Any]) -> None:
        """Append one row."""
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
        self._zip.write(line)
        self._sha256.update(line)
        self.rows += 1

    def close(self) -> str:
        """End the file; gives the sha256 (hex) of the uncompressed rows."""
        self._zip.close()
        return self._sha256.hexdigest()
