"""Runs over many drops: planned in shards, worked on by many processes, the same bytes every time."""

from toolkit.batch.options import Options
from toolkit.batch.rules import RULES
from toolkit.batch.run import Summary, Watcher, run

__all__ = ["RULES", "Options", "Summary", "Watcher", "run"]
