"""Commands as a shell calls them: whose output nobody reads, whose streams are closed, which are asked to stop."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.article_sample import laid
from toolkit.cli import streams

JIAOKAN = (sys.executable, "-m", "toolkit")
LONG = laid("渡口的石阶一共有六十四级。", "inside") * 2000  # more than a pipe holds


@pytest.fixture
def long(tmp_path: Path) -> Path:
    (tmp_path / "long.txt").write_text(LONG, "utf-8")
    return tmp_path / "long.txt"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("line", ["normalize", "explain"])
def test_a_reader_that_leaves_ends_a_command_without_a_word(line: str, unbuffered: str, long: Path) -> None:
    done = subprocess.Popen([*JIAOKAN, line, long], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
    assert done.stdout is not None
    assert done.stderr is not None
    assert len(done.stdout.read(10)) == 10
    done.stdout.close()
    assert (done.stderr.read(), done.wait()) == (b"", streams.BROKEN_PIPE)
    done.stderr.close()


@pytest.mark.parametrize("line", ["normalize {}", "strip {}", "--help"])
def test_a_full_disk_behind_stdout_is_told(line: str, long: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*JIAOKAN, *line.format(long).split()], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"Error: No space left on device\n")


def test_streams_that_are_closed(long: Path) -> None:
    call = f"exec {' '.join(JIAOKAN)}"
    for line, status, said in (
        (f"detect {long} >&-", 0, b""),
        (f"normalize {long} >&- 2>&-", 0, b""),
        ("validate - <&-", 2, b"Error: -: standard input is closed\n"),
    ):
        done = subprocess.run(f"{call} {line}", shell=True, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (status, b"", said), line


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_asked_to_stop_leaves_nothing_in_the_temporary_folder(number: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    with (tmp_path / "err").open("wb") as err:
        done = subprocess.Popen(
            [*JIAOKAN, "run", "-", str(tmp_path / "out")], stdin=subprocess.PIPE, stdout=err, stderr=err, env={**os.environ, "TMPDIR": str(tmp_path / "tmp")}
        )
        for _ in range(100):  # it waits for the end of its input
            if any((tmp_path / "tmp").glob("*/stdin")):
                break
            time.sleep(0.05)
        done.send_signal(number)
        assert done.wait() == 128 + number
    assert (tmp_path / "err").read_text() == "stopped; the same command with --resume goes on\n"
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with streams.stoppable():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) not in (signal.SIG_DFL, signal.SIG_IGN)
        assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


def test_outside_the_main_thread_no_signal_is_touched() -> None:
    seen = []

    def look() -> None:
        with streams.stoppable():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.SIG_DFL]


def test_bytes_are_written_whatever_the_system_takes_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.RawIOBase):
        taken = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes | memoryview) -> int:  # type: ignore[override]  # typeshed asks for its private Buffer
            self.taken += bytes(data[:3])
            return min(3, len(data))

    slow = Slow()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(slow, "utf-8", write_through=True))  # type: ignore[arg-type]  # as an unbuffered Python has it
    streams.write(b"0123456789")
    assert slow.taken == b"0123456789"
