"""Runs behind URLs, on a store that shows its files as object stores do: no renaming, no locks, and no readline(size)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import fsspec
import orjson
import pytest
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.spec import AbstractBufferedFile

from tests.article_sample import laid
from tests.warc_sample import http, packed, record
from toolkit.atomic import write_atomically
from toolkit.batch import Options, run
from toolkit.batch.files import STATE
from toolkit.batch.local import Failure
from toolkit.sources.remote import open_url, place

J = TypeVar("J")
R = TypeVar("R")
STORED = MemoryFileSystem._open
DROPS = "memory://bucket/drops"
OUT = "memory://bucket/clean"


class ObjectFile(AbstractBufferedFile):  # type: ignore[misc]  # fsspec is not typed
    """A file as s3fs and its siblings give it to readers."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        data: bytes = self.fs.store[self.path].getvalue()[start:end]
        return data


class Here:
    """Works jobs off in this process, which alone sees the store; shards named in `lost` fail."""

    def __init__(self, *lost: str) -> None:
        self.lost = lost

    def results(self, work: Callable[[J], R], jobs: Iterable[J], again: Callable[[J], J] = lambda job: job) -> Iterator[tuple[J, R | Failure]]:
        for job in jobs:
            shard: Any = getattr(job, "shard", None)
            yield job, Failure("its node went away") if shard is not None and shard.name in self.lost else work(job)


def opened(self: Any, path: str, mode: str = "rb", **kwargs: Any) -> Any:
    return ObjectFile(self, path, mode, **kwargs) if mode == "rb" and path in self.store else STORED(self, path, mode=mode, **kwargs)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryFileSystem:
    """An empty store with twelve drops of several kinds in it."""
    system = fsspec.filesystem("memory")
    system.store.clear()
    system.pseudo_dirs[:] = [""]
    text = [laid(f"渡口的石阶一共有{n}级。", "inside").encode() for n in range(12)]
    for n in range(4):
        system.pipe(f"/bucket/drops/{n}.txt", text[n])
    system.pipe("/bucket/drops/a/rows.jsonl", b"".join(orjson.dumps({"text": t.decode()}) + b"\n" for t in text[4:6]))
    system.pipe("/bucket/drops/rows.jsonl.gz", gzip.compress(orjson.dumps({"text": text[6].decode()}) + b"\n"))
    for packing in ("", "gz", "zst"):
        system.pipe(f"/bucket/drops/w.warc{packing and '.' + packing}", packed([record(n, http(b"<p>" + text[n])) for n in (7, 8)], packing))
    monkeypatch.setattr(MemoryFileSystem, "_open", opened)
    return system


def below(system: MemoryFileSystem, folder: str) -> dict[str, bytes]:
    return {path.removeprefix(folder): system.cat_file(path) for path in system.find(folder)}


def work(out: str, engine: Here | None = None, options: Options = Options(shard_size=2000), **kwargs: Any) -> Any:  # noqa: B008  # options are immutable
    return run([DROPS], place(out), options, engine=engine or Here(), **kwargs)


@pytest.mark.parametrize("compression", ["none", "gzip", "zstd"])
def test_a_run_behind_urls_has_the_bytes_of_a_local_one(store: MemoryFileSystem, tmp_path: Path, compression: Any) -> None:
    options = Options(shard_size=2000, compression=compression)
    summary = work(OUT, options=options)
    assert (summary.kept, summary.rejected) == (13, 0)
    run([DROPS], tmp_path, options, engine=Here())
    assert below(store, "/bucket/clean") == {f"/{p.relative_to(tmp_path)}": p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}


def test_a_run_that_was_broken_off_is_taken_up(store: MemoryFileSystem) -> None:
    work(f"{OUT}-whole")
    lost = [f"part-{n:05d}" for n in (2, 3)]
    assert list(work(OUT, Here(*lost)).failed) == lost
    store.pipe(f"/bucket/clean/records/{lost[0]}.jsonl", b"half a row")
    assert any(STATE in path for path in below(store, "/bucket/clean"))
    summary = work(OUT, resume=True)
    assert summary.resumed == summary.shards - len(lost)
    assert below(store, "/bucket/clean") == below(store, "/bucket/clean-whole")
    assert work(OUT, resume=True).resumed == summary.shards


def test_half_a_file_is_taken_away(store: MemoryFileSystem) -> None:
    def chunks() -> Iterator[bytes]:
        yield b"{"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(place(OUT) / "run.json", chunks())
    assert below(store, "/bucket/clean") == {}


def test_what_lies_behind_a_url_reads_like_a_file(store: MemoryFileSystem) -> None:
    store.pipe("/bucket/lines", b"first\nsecond\n")
    with open_url("memory://bucket/lines") as stream:
        assert (stream.readline(3), stream.readline(100), stream.tell()) == (b"fir", b"st\n", 6)
        stream.seek(0)
        assert re.findall(b"s.", stream.read()) == [b"st", b"se"]


def test_no_listing_is_kept(store: MemoryFileSystem) -> None:
    assert place(OUT).storage_options["use_listings_cache"] is False  # type: ignore[attr-defined]  # of universal_pathlib
