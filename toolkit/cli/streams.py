"""What a shell hands to a command and does to it: streams that are closed or can't hold Chinese, a reader that has left, a signal to stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

BROKEN_PIPE = 141  # exit status: 128 and the number of SIGPIPE, as a shell says of other filters whose reader has left
_STOPPING = ("SIGTERM", "SIGHUP")


class Stopped(SystemExit):
    """A signal asked the process to end; what is under way is put away on the way out. The exit status is 128 and its number."""


def prepare() -> None:
    """Make the streams fit to write to: what an encoding can't hold becomes an escape, and a stream that is closed swallows all."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # stays open as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@contextmanager
def stoppable() -> Iterator[None]:
    """Let signals end a command as an exception does, so that it leaves no temporary files; Ctrl-C, too, ends it without a word."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in _STOPPING:
            number = getattr(signal, name, None)  # Windows has but one of them
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup, for one, has it ignored
                before[number] = signal.signal(number, _stop)
    try:
        yield
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped(128 + number)


@contextmanager
def piped() -> Iterator[None]:
    """End a command whose output nobody reads any more without a word, and have all of it written before the command counts as done."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        swallow()
        raise SystemExit(BROKEN_PIPE) from None


def write(data: bytes) -> None:
    """Write bytes to stdout, all of them: where Python does not buffer, the system may take fewer at a time."""
    left = memoryview(data)
    while left:
        left = left[sys.stdout.buffer.write(left) :]


def swallow() -> None:
    """Let what stdout still holds go nowhere: Python would try to write it once more when it ends, and complain."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):  # no file behind it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
