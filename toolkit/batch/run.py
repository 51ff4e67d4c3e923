"""A whole run: plan, work, and the run file at the end."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from toolkit import __version__
from toolkit.batch.files import FOLDERS, write_atomically
from toolkit.batch.options import Options
from toolkit.batch.plan import shards
from toolkit.batch.rows import add_counts
from toolkit.batch.shard import ShardResult, run_shard
from toolkit.sources import Entry, InputError, entries
from toolkit.sources.kinds import SUFFIXES

RUN_FILE = "run.json"


@dataclass(slots=True)
class Summary:
    """What a run came to. reasons: rejected documents by code; removed: code points by rule; aside: files that are no drops, by suffix."""

    kept: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """Documents read: each is kept or rejected."""
        return self.kept + self.rejected

    def add(self, result: ShardResult) -> None:
        """Count a shard in."""
        self.kept += result.kept
        self.rejected += result.rejected
        add_counts(self.reasons, result.reasons.items())
        add_counts(self.removed, result.removed.items())


def run(inputs: list[str], out: Path, options: Options, *, source: str = "", overwrite: bool = False) -> Summary:
    """Clean every drop of `inputs` into `out`. Raises InputError where there is nothing to read or `out` can't be used."""
    aside: Counter[str] = Counter()
    found = _entries(inputs, out, source, aside)
    prepare(out, overwrite)
    summary = Summary(aside=dict(sorted(aside.items())))
    results: list[ShardResult] = []
    for shard in shards(found, options.shard_size):
        result = run_shard(shard, out, options)
        summary.add(result)
        results.append(result)
    write_atomically(out / RUN_FILE, orjson.dumps(stated(results, summary, options), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return summary


def _entries(inputs: list[str], out: Path, source: str, aside: Counter[str]) -> list[Entry]:
    found: list[Entry] = []
    for given, prefix in zip(inputs, prefixes(inputs), strict=True):
        found += entries(given, source or _name(given), prefix, str(out), aside)
    if not found:
        seen = ", ".join(f"{n} {suffix}" for suffix, n in sorted(aside.items()))
        raise InputError(f"{', '.join(inputs)}: no drops there (looked for {' '.join(SUFFIXES)}; saw {seen or 'nothing'})")
    return found


def prefixes(inputs: list[str]) -> list[str]:
    """What stands before the paths of each input, so that two inputs never share a path: nothing where there is one."""
    if len(inputs) == 1:
        return [""]
    used: Counter[str] = Counter()
    out = []
    for given in inputs:
        name = _name(given)
        used[name] += 1
        out.append(f"{name}/" if used[name] == 1 else f"{name}~{used[name]}/")
    return out


def _name(given: str) -> str:
    return Path(given).resolve().name


def prepare(out: Path, overwrite: bool) -> None:
    """Make the run's folders. Raises InputError where files of another run lie there and `overwrite` is not set."""
    try:
        mine = [out / name for name in (*FOLDERS, RUN_FILE) if (out / name).exists()]
        if mine and not overwrite:
            raise InputError(f"{out}: holds a run already; --overwrite makes it anew, --resume goes on with it")
        for old in mine:
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        for folder in FOLDERS:
            (out / folder).mkdir(parents=True)
    except OSError as fault:
        raise InputError(f"{fault.filename or out}: {fault.strerror}") from fault


def stated(results: list[ShardResult], summary: Summary, options: Options) -> dict[str, Any]:
    """The content of run.json (schema/run.schema.json)."""
    files = sorted({f for r in results for f in r.inputs})
    return {
        "tool": f"jiaokan {__version__}",
        "config": asdict(options.config),
        "config_sha256": options.config.sha256(),
        "options": options.stated(),
        "inputs": [{"path": f.path, "sha256": f.sha256, "bytes": f.size} for f in files],
        "counts": {"input": summary.documents, "kept": summary.kept, "rejected": summary.rejected},
        "shards": [r.stated() for r in results],
    }
