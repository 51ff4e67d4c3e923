"""What keeps one document, or a forgotten process, from holding up a run: limits of time and memory, and an eye on the parent."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from types import FrameType

_ALIVE = 20_000  # objects made and not yet let go between two looks for garbage: those of a few pages
_GRACE = 5  # a document stuck where Python can't interrupt it ends its process after this many times the limit, by the clock
STUCK = -getattr(signal, "SIGALRM", 0)  # its exit status then; Windows has none (0)


class OverdueError(BaseException):
    """A document used up its time. No Exception, so that nothing on the ladder takes it for a fault of its own."""


def _overdue(_signal: int, _frame: FrameType | None) -> None:
    raise OverdueError


class Limits:
    """The limits of a worker process. `seconds` are of processor time, so that a busy machine turns no document away.

    Where the platform has no timers (Windows), or outside a main thread, nothing is limited.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._timers = seconds > 0 and hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        if self._timers:
            signal.signal(signal.SIGPROF, _overdue)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)

    @contextmanager
    def document(self) -> Iterator[None]:
        """Raises OverdueError inside where a document takes longer than it may; ends the process where that can't be raised."""
        if not self._timers:
            yield
            return
        signal.setitimer(signal.ITIMER_PROF, self.seconds)
        signal.setitimer(signal.ITIMER_REAL, _GRACE * self.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, 0)


def limit_memory(size: int) -> None:
    """Let this process take at most `size` bytes of data, where the platform can say so; then allocation fails (MemoryError)."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if size and (hard == resource.RLIM_INFINITY or size < hard):
        resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def spare_collector() -> None:
    """Let the garbage collector leave alone what is there now, and look less often: it takes a tenth of a page's time, and pages leave no cycles behind."""
    gc.freeze()
    gc.set_threshold(_ALIVE)


def start_worker(memory: int) -> None:
    """Set up a worker process: no Ctrl-C of its own, its limit of memory, and an end when its parent ends, however that ends."""
    spare_collector()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a forked process has its parent's
    limit_memory(memory)
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: object) -> None:
    parent.join()  # type: ignore[attr-defined]  # typeshed does not name the class of parent_process()
    os._exit(1)
