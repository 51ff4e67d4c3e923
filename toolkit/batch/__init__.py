"""Runs over many drops: planned in shards, worked on by many processes, the same bytes every time."""

from toolkit.batch.options import Options
from toolkit.batch.rules import RULES
from toolkit.batch.run import Engine, Summary, Watcher, run

__all__ = ["RULES", "Engine", "Options", "Summary", "Watcher", "run"]
