"""One shard of a run: its documents in order, their rows into three part files. The same function runs on every engine."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, cast

import orjson

from toolkit.atomic import write_atomically
from toolkit.batch.cell import Cell
from toolkit.batch.duplicates import key_of
from toolkit.batch.files import FOLDERS, STATE, PartWriter, Written, is_whole, parquet_of, rows_of
from toolkit.batch.limits import Limits
from toolkit.batch.options import Options
from toolkit.batch.plan import Shard
from toolkit.batch.rows import Outcome, add_counts, outcome, sha256_of
from toolkit.sources import Document, Entry, Reading, documents
from toolkit.sources.kinds import source_named
from toolkit.sources.reader import open_file

SLOWEST = 3  # documents a shard names


class Job(NamedTuple):
    """A shard to work off. earlier: what a run that was broken off says it made of it. careful: a worker died on it, so
    that every document gets a process of its own kind (toolkit.batch.cell).
    """

    shard: Shard
    out: Path
    options: Options
    earlier: dict[str, Any] | None = None
    careful: bool = False
    start_method: str = "spawn"


class InputFile(NamedTuple):
    """A file that was read: path as the records state it, sha256 (hex) and length in bytes."""

    path: str
    sha256: str
    bytes: int


@dataclass(slots=True)
class ShardResult:
    """What a shard made. reasons: rejected documents by code; removed: code points by rule; aside: what was no document, by kind.

    slowest: seconds and places of the documents that took longest; known to the run that made them, never written. keys:
    of the records, for the search for duplicates; not written either.
    """

    name: str
    inputs_sha256: str = ""
    files: list[Written] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    keys: bytes = b""
    resumed: bool = False

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
        own = asdict(self)
        del own["slowest"], own["keys"], own["resumed"]
        counts = {key: dict(sorted(own[key].items())) for key in ("reasons", "removed", "aside")}
        return own | counts | {"files": [w._asdict() for w in self.files]}


def run_shard(job: Job) -> ShardResult:
    """Write the shard's part files; they get their names only when all of its documents are through.

    Where an earlier run made them already, of the same input, they stay.
    """
    if job.earlier is not None and (again := _resumed(job)):
        return again
    result = ShardResult(job.shard.name)
    inputs: list[InputFile] = []
    keys = bytearray()
    reading = Reading(job.options.limit_bytes, job.options.names)
    with _parts(job) as parts, _worker(job) as take:
        for document in _read(job.shard, reading, inputs):
            begun = time.perf_counter()
            made = take(document)
            _write(parts, made)
            keys += made.key
            _count(result, document, made, time.perf_counter() - begun)
        result.files = [p.commit() for p in parts]
    result.keys = bytes(keys)
    result.inputs_sha256 = fingerprint(job.shard, inputs)
    result.aside = dict(reading.aside)
    if job.options.parquet:
        from toolkit.batch.columns import write_typed_copy  # an extra

        write_typed_copy(job.out, result.files[0])
    _note(job, result, inputs)
    return result


def _resumed(job: Job) -> ShardResult | None:
    """The earlier result, where the input is the same and the part files are whole."""
    earlier = job.earlier or {}
    result = ShardResult(**earlier | {"files": [Written(**w) for w in earlier["files"]]}, resumed=True)
    if (
        len(result.files) != len(FOLDERS)
        or not all(is_whole(job.out, w) for w in result.files)
        or (job.options.parquet and not (job.out / parquet_of(result.files[0])).exists())
    ):
        return None
    inputs = [_input_file(e, sha256_of_file(e)) for e in job.shard.entries]
    if fingerprint(job.shard, inputs) != result.inputs_sha256:
        return None
    result.keys = b"".join(map(key_of, rows_of(job.out / result.files[0].path)))
    _note(job, result, inputs)
    return result


def _note(job: Job, result: ShardResult, inputs: list[InputFile]) -> None:
    """Put on record that the shard is done: from here on a resumed run leaves it alone."""
    note = {"run": job.options.sha256(), "shard": result.stated(), "inputs": [list(f) for f in inputs]}
    write_atomically(job.out / STATE / f"{job.shard.name}.json", [orjson.dumps(note)])


def _read(shard: Shard, reading: Reading, inputs: list[InputFile]) -> Iterator[Document]:
    for entry in shard.entries:
        plain = entry.kind.reader == "file" and not entry.kind.packing
        if not plain:
            inputs.append(_input_file(entry, sha256_of_file(entry)))
        for document in documents(entry, reading):
            known = document if document.sha256 else replace(document, sha256=sha256_of(document))
            if plain:
                inputs.append(_input_file(entry, known.sha256))
            yield known


def sha256_of_file(entry: Entry) -> str:
    """The sha256 (hex) of a file as it lies on disk; that of nothing where it can't be read."""
    if entry.sha256 and source_named(entry.kind.reader).many:
        return entry.sha256
    try:
        if entry.fault:
            raise OSError
        with open_file(entry.path) as stream:
            return hashlib.file_digest(cast(Any, stream), "sha256").hexdigest()
    except OSError:
        return hashlib.sha256().hexdigest()


def _input_file(entry: Entry, sha256: str) -> InputFile:
    return InputFile(entry.shown, sha256, entry.size)


def fingerprint(shard: Shard, inputs: list[InputFile]) -> str:
    """The sha256 (hex) over what a shard reads: the same parts of the same files, the same fingerprint."""
    digest = hashlib.sha256()
    for entry, (path, sha256, size) in zip(shard.entries, inputs, strict=True):
        digest.update(f"{path}\t{size}\t{sha256}\t{entry.start}\t{entry.end}\n".encode())
    return digest.hexdigest()


@contextmanager
def _parts(job: Job) -> Iterator[list[PartWriter]]:
    parts = [PartWriter(job.out, folder, job.shard.name, job.options.compression) for folder in FOLDERS]
    try:
        yield parts
    except BaseException:
        for part in parts:
            part.discard()
        raise


@contextmanager
def _worker(job: Job) -> Iterator[Any]:
    """What takes documents up the ladder: this process, or one apart for a shard that brought a worker down."""
    with ExitStack() as stack:
        if job.careful:
            cell = Cell(job.options, job.start_method)
            stack.callback(cell.close)
            yield cell.outcome
        else:
            limits = Limits(job.options.timeout)
            yield lambda document: outcome(document, job.options, limits)


def _write(parts: list[PartWriter], made: Outcome) -> None:
    for part, line in zip(parts, (made.record, made.edits, made.rejected), strict=True):
        if line:
            part.write(line)


def _count(result: ShardResult, document: Document, made: Outcome, seconds: float) -> None:
    for reason in made.reasons:
        result.reasons[reason] = result.reasons.get(reason, 0) + 1
    if made.removed:
        add_counts(result.removed, made.removed.items())
    if len(result.slowest) < SLOWEST or seconds > result.slowest[-1][0]:
        at = document.origin
        place = "/".join(x for x in (at.container, at.path) if x) + (f"@{at.offset}" if at.offset >= 0 else "")
        result.slowest = sorted([*result.slowest, (seconds, place)], reverse=True)[:SLOWEST]
