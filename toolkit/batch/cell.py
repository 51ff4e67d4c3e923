"""A document in a process of its own: for shards in which a worker died, to find the document that did it."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from toolkit.batch.limits import STUCK, Limits, start_worker
from toolkit.batch.options import Options
from toolkit.batch.rows import Outcome, outcome, turned_away
from toolkit.sources import Document

_STARTS = 5
_TRIES = 2  # a document that ends its process once may have had bad luck


class Cell:
    """One child process that takes documents up the ladder, made anew when it dies."""

    def __init__(self, options: Options, start_method: str) -> None:
        self._options, self._context = options, get_context(start_method)
        self._child: BaseProcess | None = None
        self._line: Connection | None = None

    def outcome(self, document: Document) -> Outcome:
        """The rows of a document; a rejected one where the document ends its process, or never ends."""
        code: int | None = None
        for _ in range(_TRIES):
            line = self._line or self._start()
            try:
                line.send(document)
                if not line.poll(10 * self._options.timeout):
                    self.close()
                    return turned_away(document, self._options, "error.timeout", f"no end after {self._options.timeout:g} s")
                made: Outcome = line.recv()
                return made
            except (EOFError, OSError):
                code = self._reap()
        if code and code == STUCK:
            return turned_away(document, self._options, "error.timeout", f"no end after {self._options.timeout:g} s")
        return turned_away(document, self._options, "error.crash", f"ended its process {_TRIES} times (exit status {code})")

    def _start(self) -> Connection:
        for left in reversed(range(_STARTS)):
            ours, theirs = self._context.Pipe()
            child = self._context.Process(target=_serve, args=(theirs, self._options), daemon=True)  # type: ignore[attr-defined]  # typeshed's BaseContext lacks Process
            try:
                child.start()
            except (EOFError, OSError):  # the server that starts processes was killed; it is started anew
                ours.close()
                if not left:
                    raise
                continue
            finally:
                theirs.close()
            break
        self._child, self._line = child, ours
        return ours

    def _reap(self) -> int | None:
        child = self._child
        self.close()
        return child.exitcode if child else None

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._line is not None:
            self._line.close()
        self._child = self._line = None


def _serve(line: Connection, options: Options) -> None:
    start_worker(options.memory)
    limits = Limits(options.timeout)
    while True:
        try:
            document = line.recv()
        except EOFError:
            return
        line.send(outcome(document, options, limits))
