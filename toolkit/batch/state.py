"""What a run in progress knows of itself: which shards are done, and that nobody else is at work in its folder."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from toolkit.atomic import write_atomically
from toolkit.batch.files import DUPLICATES, FOLDERS, LOCK, PARQUET, RUN_FILE, SHARD, STATE, clear, remove_folder
from toolkit.batch.options import Options
from toolkit.packing import words_of
from toolkit.sources import InputError
from toolkit.sources.remote import is_local
from toolkit.validation import is_valid
from toolkit.version import __version__


class State:
    """The folder of a run. Raises InputError where it holds another run's files and `resume` and `overwrite` don't say what to do.

    afresh: why nothing of an earlier run could be used, or "".
    """

    def __init__(self, out: Path, options: Options, *, resume: bool, overwrite: bool) -> None:
        self.out, self._run, self.afresh = out, options.sha256(), ""
        try:
            self._enter(options, resume=resume, overwrite=overwrite)
        except OSError as fault:
            raise InputError(f"{out}: {words_of(fault)}; expected a folder to write to") from fault

    def _enter(self, options: Options, *, resume: bool, overwrite: bool) -> None:
        out = self.out
        taken = [name for name in (*FOLDERS, RUN_FILE, DUPLICATES, STATE, PARQUET) if (out / name).exists()]
        if taken and not resume and not overwrite:
            raise InputError(f"{out}: holds a run already ({', '.join(taken)}); --resume goes on with it, --overwrite makes it anew")
        (out / STATE).mkdir(parents=True, exist_ok=True)
        self._lock = _locked(out / STATE / LOCK)
        if resume:
            self._take_up()
        elif taken:
            clear(out)
        for folder in (*FOLDERS, *([PARQUET] if options.parquet else [])):
            (out / folder).mkdir(exist_ok=True)
        for left in (out / STATE).glob("*-*-part-*"):
            left.unlink()

    def _take_up(self) -> None:
        """Turn the run file of a finished run into notes again, and drop the notes of another configuration or version."""
        if (self.out / RUN_FILE).exists():
            for shard, note in self._finished():
                write_atomically(self.out / STATE / f"{shard}.json", [orjson.dumps(note)])
            (self.out / RUN_FILE).unlink()
        for path in (self.out / STATE).glob("part-*.json"):
            known = self._note(path.stem)
            if known is None or known["run"] != self._run:
                self.afresh = "the earlier run had another configuration, other options or another version"
                path.unlink()

    def _finished(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The shards of a finished run, by name, with the note of each; none where the run file is damaged."""
        try:
            done = orjson.loads((self.out / RUN_FILE).read_bytes())
        except orjson.JSONDecodeError:
            done = None
        if not is_valid(done, "run") or "run_sha256" not in done:
            self.afresh = f"{RUN_FILE} of the earlier run is damaged"
            return
        for shard in done["shards"]:
            if SHARD.fullmatch(shard["name"]):
                yield shard["name"], {"run": done["run_sha256"], "shard": shard, "inputs": []}

    def _note(self, shard: str) -> dict[str, Any] | None:
        try:
            note: dict[str, Any] = orjson.loads((self.out / STATE / f"{shard}.json").read_bytes())
            return note if {"run", "shard", "inputs"} <= note.keys() else None
        except (OSError, orjson.JSONDecodeError, AttributeError):
            return None

    def earlier(self, shard: str) -> dict[str, Any] | None:
        """What an earlier run says it made of a shard."""
        note = self._note(shard)
        return note["shard"] if note else None

    def finish(self, shards: int, options: Options, counts: dict[str, int]) -> None:
        """Write run.json from the notes of all shards; the notes go."""
        write_atomically(self.out / RUN_FILE, _run_file(self._notes(shards), self._notes(shards), self._run, options, counts))
        remove_folder(self.out / STATE)  # while the lock in it is held: nobody else may have begun
        self.close()

    def _notes(self, shards: int) -> Iterator[dict[str, Any]]:
        for number in range(shards):
            note = self._note(f"part-{number:05d}")
            if note is None:
                raise InputError(f"{self.out}: the note of part-{number:05d} is gone; --resume mends it")
            yield note

    def close(self) -> None:
        """Let others work in the folder."""
        if self._lock is not None:
            self._lock.close()


def _locked(path: Path) -> io.TextIOWrapper | None:
    """The lock file, held until it is closed or this process ends; None behind a URL. Raises InputError where another run holds it."""
    if not is_local(path):
        return None
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(file.fileno()), os.stat(path)):
            raise OSError("the file was made anew")
    except OSError as fault:  # it is held, or it went with its folder when the run that held it came to its end
        file.close()
        raise InputError(f"{path.parent.parent}: another run is at work there") from fault
    return file


def _run_file(once: Iterable[dict[str, Any]], twice: Iterable[dict[str, Any]], run: str, options: Options, counts: dict[str, int]) -> Iterator[bytes]:
    """The content of run.json (schema/run.schema.json), piece by piece: a run may read more files than memory has room for."""
    head = {
        "tool": f"jiaokan {__version__}",
        "run_sha256": run,
        "config": options.config.plain(),
        "config_sha256": options.config.sha256(),
        "options": options.stated(),
        "counts": counts,
    }
    yield orjson.dumps(head, option=orjson.OPT_INDENT_2)[:-2] + b',\n  "inputs": ['
    yield from _listed(_files(once))
    yield b'],\n  "shards": ['
    yield from _listed(note["shard"] for note in twice)
    yield b"]\n}\n"


def _files(notes: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The files read, in input order; a container cut into several shards stands once."""
    last: Any = None
    for note in notes:
        for file in note["inputs"]:
            if file != last:
                yield dict(zip(("path", "sha256", "bytes"), file, strict=True))
            last = file


def _listed(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    comma = b"\n    "
    for row in rows:
        yield comma + orjson.dumps(row)
        comma = b",\n    "
    yield b"\n  "
