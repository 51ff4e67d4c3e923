"""Runs: the same bytes however many work on them, whatever is killed in between; one bad document never costs another."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from tests.article_sample import laid
from tests.warc_sample import http, packed, record
from toolkit import pipeline
from toolkit.batch import Options, Summary, Watcher, limits, rows, run
from toolkit.batch.duplicates import Seen
from toolkit.batch.files import STATE
from toolkit.batch.limits import Limits
from toolkit.batch.local import START_METHOD, Failure, LocalEngine
from toolkit.batch.plan import Plan, Shard, survey
from toolkit.batch.shard import Job, run_shard
from toolkit.batch.state import State
from toolkit.cli import main
from toolkit.record import Origin
from toolkit.sources import Document, InputError, Walk

CLEAN = pipeline.clean


def article(n: int) -> str:
    return laid(f"渡口的石阶一共有{n}级。", "inside")


@pytest.fixture
def drops(tmp_path: Path) -> Path:
    """Forty documents in all kinds of containers."""
    folder = tmp_path / "drops"
    folder.mkdir()
    for n in range(16):
        (folder / f"{n:02d}.txt").write_text(article(n), "utf-8" if n % 2 else "gb18030")
    (folder / "w.warc.gz").write_bytes(packed([record(n, http(f"<p>{article(n)}</p>".encode("gbk"))) for n in range(12)], "gz"))
    (folder / "rows.jsonl").write_bytes(b"".join(orjson.dumps({"text": article(n)}) + b"\n" for n in range(100, 112)))
    return folder


def work(drops: Path, out: Path, options: Options = Options(shard_size=4000), workers: int = 2, **kwargs: Any) -> Summary:  # noqa: B008  # options are immutable
    return run([str(drops)], out, options, workers=workers, **kwargs)


class Listening(Watcher):
    said = ""

    def note(self, message: str) -> None:
        self.said += message


def content(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def test_the_same_bytes_for_one_worker_or_three(drops: Path, tmp_path: Path) -> None:
    one, three = (work(drops, tmp_path / name, workers=n) for name, n in (("one", 1), ("three", 3)))
    assert (one.documents, one.kept, one.shards) == (40, 40, three.shards)
    assert one.shards > 8
    assert content(tmp_path / "one") == content(tmp_path / "three")


def test_ids_do_not_depend_on_the_shards(drops: Path, tmp_path: Path) -> None:
    for name, size in (("large", 1 << 20), ("small", 3000)):
        work(drops, tmp_path / name, Options(shard_size=size))
    large, small = (b"".join(v for k, v in content(tmp_path / n).items() if k.startswith("records")) for n in ("large", "small"))
    assert large == small


def broken_off(drops: Path, out: Path, whole: dict[str, bytes], options: Options = Options(shard_size=4000)) -> None:  # noqa: B008  # as above
    """A run as a kill leaves it: some shards done, one half done, leftovers of a dead process."""
    work(drops, out, options, workers=1)
    done = orjson.loads((out / "run.json").read_bytes())
    (out / STATE).mkdir()
    for shard in done["shards"][:5]:
        note = {"run": done["run_sha256"], "shard": shard, "inputs": []}
        (out / STATE / f"{shard['name']}.json").write_bytes(orjson.dumps(note))
    (out / "run.json").unlink()
    (out / "edits" / "part-00006.jsonl").unlink()
    (out / "records" / "part-00003.jsonl").write_bytes(whole["records/part-00003.jsonl"][:-100])
    (out / STATE / "999-records-part-00007.jsonl").write_bytes(b"half a row")


def test_a_broken_run_is_taken_up_and_ends_with_the_same_bytes(drops: Path, tmp_path: Path) -> None:
    work(drops, tmp_path / "whole")
    whole = content(tmp_path / "whole")
    broken_off(drops, tmp_path / "out", whole)
    summary = work(drops, tmp_path / "out", resume=True)
    assert content(tmp_path / "out") == whole
    assert (summary.documents, summary.resumed) == (40, 4)  # one of the five had lost its end


def test_a_finished_run_is_checked_and_left_alone(drops: Path, tmp_path: Path) -> None:
    first = work(drops, tmp_path / "out")
    before = content(tmp_path / "out")
    second = work(drops, tmp_path / "out", resume=True)
    assert content(tmp_path / "out") == before
    assert (second.resumed, second.kept, second.removed) == (first.shards, first.kept, first.removed)


def test_a_changed_drop_is_done_again(drops: Path, tmp_path: Path) -> None:
    work(drops, tmp_path / "out")
    (tmp_path / "out" / "near-duplicates.jsonl").write_bytes(b"of the records as they were\n")
    (drops / "03.txt").write_text(article(1003), "utf-8")
    (drops / "15.txt").unlink()
    work(drops, tmp_path / "out", resume=True)
    work(drops, tmp_path / "anew")
    assert content(tmp_path / "out") == content(tmp_path / "anew")


def test_another_configuration_starts_afresh_and_says_so(drops: Path, tmp_path: Path) -> None:
    work(drops, tmp_path / "out")
    listening = Listening()
    options = Options(shard_size=4000, ledger="spans")
    summary = run([str(drops)], tmp_path / "out", options, watcher=listening, workers=2, resume=True)
    assert summary.resumed == 0
    assert "afresh" in listening.said
    work(drops, tmp_path / "anew", options)
    assert content(tmp_path / "out") == content(tmp_path / "anew")


def test_fewer_shards_leave_no_old_parts(drops: Path, tmp_path: Path) -> None:
    work(drops, tmp_path / "out")
    work(drops, tmp_path / "out", Options(shard_size=1 << 20), resume=True)
    assert len(list((tmp_path / "out" / "records").iterdir())) == 1


def test_two_runs_do_not_work_in_one_folder(drops: Path, tmp_path: Path) -> None:
    held = State(tmp_path / "out", Options(), resume=False, overwrite=False)
    with pytest.raises(InputError, match="another run"):
        work(drops, tmp_path / "out", resume=True)
    held.close()
    work(drops, tmp_path / "out", resume=True)


def test_workers_import_nothing_from_the_folder_the_command_is_called_in(drops: Path, tmp_path: Path) -> None:
    """The command runs in a checkout of another version, or beside a folder that has the package's name by chance."""
    (tmp_path / "toolkit").mkdir()
    (tmp_path / "toolkit" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    command = tmp_path / "bin" / "jiaokan"  # as pip makes it: a script elsewhere
    command.parent.mkdir()
    command.write_text("from toolkit.cli import main\nif __name__ == '__main__':\n    main()\n")
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    arguments = ["run", str(drops), "out", "--workers", "2", "--shard-size", "2000", "-q"]
    subprocess.run([sys.executable, str(command), *arguments], cwd=tmp_path, env=env, check=True, timeout=60)
    assert (tmp_path / "out" / "run.json").exists()


def test_a_killed_run_and_its_workers_are_survived(drops: Path, tmp_path: Path) -> None:
    """The real thing, once: the parent is killed without warning, its workers end with it, and --resume makes the same bytes."""
    work(drops, tmp_path / "whole", Options(shard_size=2000))
    command = [sys.executable, "-m", "toolkit", "run", str(drops), str(tmp_path / "out"), "--workers", "2", "--shard-size", "2000", "-q"]
    child = subprocess.Popen(command)
    until = time.monotonic() + 30
    while not list((tmp_path / "out").glob(f"{STATE}/part-*.json")) and time.monotonic() < until:
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
    subprocess.run([*command, "--resume"], check=True, timeout=60)
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_a_run_that_is_interrupted_says_how_to_go_on(drops: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C when the first shard is done: a word, exit status 130, no worker left behind, and --resume makes the same bytes."""
    work(drops, tmp_path / "whole", Options(shard_size=2000))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    call = ["run", str(drops), str(tmp_path / "out"), "--workers", "2", "--shard-size", "2000"]
    with monkeypatch.context() as patched:
        patched.setattr("toolkit.cli.progress.Lines.advance", interrupt)
        stopped = CliRunner().invoke(main, call)
    assert (stopped.exit_code, stopped.stderr) == (130, "stopped; the same command with --resume goes on\n")
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "out" / "run.json").exists()
    assert CliRunner().invoke(main, [*call, "--resume"]).exit_code == 0
    assert content(tmp_path / "out") == content(tmp_path / "whole")


# Engines: functions for the workers, which must be importable.


def double(n: int) -> int:
    return 2 * n


def die_once(path: str) -> int:
    flag = Path(path)
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 1


def end_the_server_once(path: str) -> int:
    flag = Path(path)
    if not flag.exists():
        flag.touch()
        os.kill(os.getppid(), signal.SIGKILL)  # a worker's parent is the server that started it
    return 1


def refuse(n: int) -> int:
    raise ValueError(f"no {n}")


def test_the_pool_gives_every_result_once() -> None:
    assert sorted(LocalEngine(2, 0).results(double, range(50))) == [(n, 2 * n) for n in range(50)]


def test_the_pool_is_built_anew_when_a_worker_dies(tmp_path: Path) -> None:
    paths = [str(tmp_path / str(n)) for n in range(4)]
    assert sorted(LocalEngine(2, 0).results(die_once, paths)) == [(p, 1) for p in paths]


def test_the_server_that_starts_workers_may_die(tmp_path: Path) -> None:
    assert START_METHOD == "forkserver"
    paths = [str(tmp_path / str(n)) for n in range(3)]
    assert sorted(LocalEngine(2, 0).results(end_the_server_once, paths)) == [(p, 1) for p in paths]


def greedy(size: int) -> int:
    return len(bytearray(size))


def test_a_worker_gets_no_more_memory_than_it_may() -> None:
    engine = LocalEngine(1, 1 << 30)
    assert dict(engine.results(greedy, [1 << 20, 2 << 30])) == {1 << 20: 1 << 20, 2 << 30: Failure("MemoryError: ")}  # in any order


def test_a_job_that_fails_is_named() -> None:
    assert list(LocalEngine(1, 0).results(refuse, [7])) == [(7, Failure("ValueError: no 7"))]


# One bad document.


def raising(error: BaseException) -> Callable[..., Any]:
    def clean(data: bytes, **_: Any) -> Any:
        raise error

    return clean


def endless(data: bytes, **_: Any) -> Any:
    while True:
        pass


@pytest.mark.parametrize(
    ("clean", "reason"),
    [
        (raising(ValueError("a step that raises")), "error.internal"),
        (raising(MemoryError()), "error.memory"),
        (endless, "error.timeout"),
    ],
)
def test_a_document_that_fails_is_rejected(clean: Callable[..., Any], reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "clean", clean)
    monkeypatch.setattr(limits, "_GRACE", 1000)  # a busy machine must not end the tests
    made = rows.outcome(Document(b"x", Origin("a.txt")), Options(), Limits(0.1))
    assert made.reasons == (reason,)
    assert orjson.loads(made.rejected)["reasons"] == reason


def no_text(*_: Any) -> dict[str, Any]:
    return {"id": "x"}


def test_a_record_that_does_not_fit_the_schema_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "record_row", no_text)
    made = rows.outcome(Document(article(1).encode(), Origin("a.txt")), Options(), Limits(0))
    assert (made.record, made.edits, made.reasons) == (b"", b"", ("error.invalid-record",))


def deadly(data: bytes, **kwargs: Any) -> Any:
    for word, end in ((b"deadly", signal.SIGKILL), (b"stuck", signal.SIGALRM)):
        if word in data:
            os.kill(os.getpid(), end)
    return CLEAN(data, **kwargs)


def test_a_document_that_ends_its_process_is_found_and_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drops, out = tmp_path / "drops", tmp_path / "out"
    drops.mkdir()
    for folder in ("records", "edits", "rejected", STATE):
        (out / folder).mkdir(parents=True)
    for n in range(4):
        (drops / f"{n}.txt").write_text({1: "stuck", 2: "deadly"}.get(n, article(n)), "utf-8")
    entries = list(Walk(str(drops), "drops").entries(Counter()))
    monkeypatch.setattr(rows, "clean", deadly)
    result = run_shard(Job(Shard("part-00000", entries, 1), out, Options(), careful=True, start_method="fork"))
    assert (result.kept, result.rejected, result.reasons) == (2, 2, {"error.timeout": 1, "error.crash": 1})


# The plan.


def pieces(plan: Plan, size: int) -> Iterator[Shard]:
    surveys = {e.path: survey(e, size, 1 << 20) for e in plan.containers()}
    return plan.shards(size, surveys)


def test_a_plan_cuts_the_same_way_every_time_and_leaves_nothing_out(drops: Path) -> None:
    with Plan([Walk(str(drops), "drops")], Counter()) as plan:
        once, twice = list(pieces(plan, 3000)), list(pieces(plan, 3000))
        assert once == twice
        assert [s.name for s in once] == [f"part-{n:05d}" for n in range(len(once))]
        entries = [e for s in once for e in s.entries]
        assert len({e.path for e in entries}) == 18
        for earlier, later in itertools.pairwise(entries):
            assert later.start == (earlier.end if later.path == earlier.path else 0)


def test_a_shard_has_no_more_files_than_memory_has_room_for(tmp_path: Path) -> None:
    (tmp_path / "drops").mkdir()
    for n in range(1001):
        (tmp_path / "drops" / f"{n}.txt").write_bytes(b"")
    with Plan([Walk(str(tmp_path / "drops"), "drops")], Counter()) as plan:
        assert [len(s.entries) for s in plan.shards(1 << 30, {})] == [1000, 1]


def test_typed_copies(drops: Path, tmp_path: Path) -> None:
    work(drops, tmp_path / "out", Options(shard_size=1 << 20, parquet=True))
    (tmp_path / "out" / "parquet" / "part-00000.parquet").unlink()
    work(drops, tmp_path / "out", Options(shard_size=1 << 20, parquet=True), resume=True)
    table = pq.read_table(tmp_path / "out" / "parquet" / "part-00000.parquet")
    assert table.to_pylist() == [orjson.loads(line) for line in (tmp_path / "out" / "records" / "part-00000.jsonl").read_bytes().splitlines()]


def test_a_damaged_run_file_is_told_and_the_run_done_anew(drops: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    work(drops, out)
    whole, before = (out / "run.json").read_bytes(), content(out)

    def damaged(**changes: Any) -> bytes:
        return orjson.dumps({**orjson.loads(whole), **changes})

    shard = orjson.loads(whole)["shards"][0]
    for data in (whole[: len(whole) // 2], b"[]", damaged(shards=3), damaged(shards=[{"name": "part-00000"}]), damaged(run_sha256=None)):
        (out / "run.json").write_bytes(data)
        listening = Listening()
        assert work(drops, out, watcher=listening, resume=True).resumed == 0
        assert listening.said == "starting afresh: run.json of the earlier run is damaged"
        assert content(out) == before
    for one in ({**shard, "name": "../../out-of-it"}, {**shard, "files": shard["files"][:1]}):
        (out / "run.json").write_bytes(damaged(shards=[one]))
        assert work(drops, out, resume=True).resumed == 0
        assert content(out) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["drops", "out"]


def test_the_lock_is_held_while_an_old_run_is_cleared_away(drops: Path, tmp_path: Path) -> None:
    work(drops, tmp_path / "out")
    held = State(tmp_path / "out", Options(), resume=False, overwrite=True)
    assert sorted(p.name for p in (tmp_path / "out").rglob("*") if p.is_file()) == ["lock"]
    with pytest.raises(InputError, match="another run"):
        State(tmp_path / "out", Options(), resume=True, overwrite=False)
    held.close()


def test_workers_that_can_not_be_started_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def submit(self, *_: Any) -> None:
            raise BrokenPipeError(32, "Broken pipe")

        def shutdown(self, **_: Any) -> None: ...

    monkeypatch.setattr(LocalEngine, "pool", lambda _: Refusing())
    with pytest.raises(ChildProcessError, match="can't be started: Broken pipe"):
        list(LocalEngine(1, 0).results(abs, [1]))


def test_what_names_a_rejected_document_is_made_fit_to_be_written() -> None:
    made = rows.turned_away(Document(b"", Origin(), url="http://a/\ud800"), Options(), "error.internal", "half a pair: \udc00")
    row = orjson.loads(made.rejected)
    assert (row["url"], row["evidence"]) == ("http://a/\\ud800", "half a pair: \\udc00")


def test_a_disk_without_room_for_the_keys_is_told() -> None:
    with Seen() as seen:
        seen._base.execute("pragma max_page_count = 8")
        with pytest.raises(OSError, match="can't be kept: database or disk is full"):
            seen.add(0, os.urandom(52 * 10_000))
