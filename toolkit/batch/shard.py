"""One shard of a run: its documents in order, their rows into three part files. The same function runs on every engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from toolkit.batch.files import FOLDERS, PartWriter, Written
from toolkit.batch.options import Options
from toolkit.batch.rows import Outcome, add_counts, outcome
from toolkit.sources import Document, Entry, documents


class Shard(NamedTuple):
    """A stretch of the input: the name of its part files, and the files it reads."""

    name: str
    entries: list[Entry]


class InputFile(NamedTuple):
    """A file that was read: path as the records state it, sha256 (hex) and length in bytes."""

    path: str
    sha256: str
    size: int


class ShardResult(NamedTuple):
    """What a shard made. reasons: rejected documents by code; removed: code points by rule."""

    name: str
    inputs: list[InputFile]
    files: list[Written]
    reasons: dict[str, int]
    removed: dict[str, int]

    @property
    def kept(self) -> int:
        """Rows of records/."""
        return self.files[0].rows

    @property
    def rejected(self) -> int:
        """Rows of rejected/."""
        return self.files[2].rows

    def stated(self) -> dict[str, Any]:
        """What run.json says of the shard."""
        return {"name": self.name, "inputs_sha256": fingerprint(self.inputs), "files": [w._asdict() for w in self.files]}


def run_shard(shard: Shard, out: Path, options: Options) -> ShardResult:
    """Write the shard's part files under `out`. They get their names only when all of its documents are through."""
    reasons: dict[str, int] = {}
    removed: dict[str, int] = {}
    inputs: list[InputFile] = []
    with _parts(out, shard.name, options) as parts:
        for document in _read(shard, options, inputs):
            made = outcome(document, options)
            _write(parts, made)
            add_counts(reasons, ((r, 1) for r in made.reasons))
            add_counts(removed, (made.removed or {}).items())
        written = [p.commit() for p in parts]
    return ShardResult(shard.name, inputs, written, reasons, removed)


def _read(shard: Shard, options: Options, inputs: list[InputFile]) -> Iterator[Document]:
    for entry in shard.entries:
        for document in documents(entry, options.limit_bytes):
            sha256 = document.sha256 or hashlib.sha256(document.data).hexdigest()
            inputs.append(InputFile(entry.shown, sha256, document.size if document.size >= 0 else len(document.data)))
            yield document


@contextmanager
def _parts(out: Path, name: str, options: Options) -> Iterator[list[PartWriter]]:
    parts = [PartWriter(out, folder, name, options.compression) for folder in FOLDERS]
    try:
        yield parts
    except BaseException:
        for part in parts:
            part.discard()
        raise


def _write(parts: list[PartWriter], made: Outcome) -> None:
    for part, line in zip(parts, (made.record, made.edits, made.rejected), strict=True):
        if line:
            part.write(line)


def fingerprint(inputs: list[InputFile]) -> str:
    """The sha256 (hex) over what a shard read: same files, same fingerprint."""
    digest = hashlib.sha256()
    for path, sha256, size in inputs:
        digest.update(f"{path}\t{size}\t{sha256}\n".encode())
    return digest.hexdigest()
