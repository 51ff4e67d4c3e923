"""Rows of a package, written so that the same rows give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from typing import Any, BinaryIO

import orjson


def write_rows(rows: Iterable[dict[str, Any]], out: BinaryIO) -> tuple[int, str]:
    """Write rows as gzip with nothing of the day in it (no name, mtime 0, level 6); gives their number and the sha256 (hex) of the plain bytes."""
    digest, count = hashlib.sha256(), 0
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0) as packed:
        for row in rows:
            line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
            packed.write(line)
            digest.update(line)
            count += 1
    return count, digest.hexdigest()
