"""How a run goes on, for people: a bar on a terminal, a line now and then in a log, nothing when asked for nothing."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from toolkit.batch import Summary, Watcher

_EVERY = 10.0  # seconds between two lines of a log


class Lines(Watcher):
    """A line on stderr every few seconds."""

    def __init__(self) -> None:
        self._begun = self._said = time.monotonic()
        self._done = self._all = 0

    def note(self, message: str) -> None:
        """A line of its own."""
        click.echo(message, err=True)

    def begin(self, weight: int) -> None:
        """Start the clock."""
        self._all = weight

    def advance(self, weight: int, summary: Summary) -> None:
        """Count, and speak where it is time."""
        self._done += weight
        now = time.monotonic()
        if now - self._said >= _EVERY:
            self._said = now
            click.echo(f"{min(100, 100 * self._done // max(1, self._all))} %, {standing(summary, self._done, now - self._begun)}", err=True)


class Bar(Watcher):
    """A bar on the terminal, with documents, speed and the time that is left."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns: list[Any] = [BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.description}"), TimeRemainingColumn()]
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None)
        self._begun, self._done = time.monotonic(), 0

    def note(self, message: str) -> None:
        """A line above the bar."""
        self._bar.console.print(message, markup=False)

    def begin(self, weight: int) -> None:
        """Show the bar."""
        self._bar.update(self._task, total=weight)
        self._bar.start()

    def advance(self, weight: int, summary: Summary) -> None:
        """Move the bar."""
        self._done += weight
        self._bar.update(self._task, advance=weight, description=standing(summary, self._done, time.monotonic() - self._begun))

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()


def standing(summary: Summary, done: int, seconds: float) -> str:
    """Documents so far, and how fast."""
    return f"{summary.documents:,} documents, {summary.kept:,} kept, {summary.rejected:,} rejected, {done / 1e6 / max(seconds, 1e-3):.1f} MB/s"


def watcher(quiet: bool) -> Watcher:
    """The watcher that suits: a bar where stderr is a terminal, lines elsewhere, silence where asked."""
    if quiet:
        return Watcher()
    return Bar() if sys.stderr.isatty() else Lines()
