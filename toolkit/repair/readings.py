"""The readings of Traditional-only characters (readings.txt)."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _readings() -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    first: dict[str, str] = {}
    every: dict[str, set[str]] = {}
    for line in files("toolkit.repair").joinpath("readings.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        syllable, _, hosts = line.partition(" ")
        default, _, more = hosts.partition("/")
        first |= dict.fromkeys(default, syllable)
        for host in default + more:
            every.setdefault(host, set()).add(syllable)
    return first, {host: frozenset(found) for host, found in every.items()}


def default_reading(host: str) -> str | None:
    """The most common reading of a Traditional-only character, with its tone mark (NFC); None for other characters."""
    return _readings()[0].get(host)


def readings(host: str) -> frozenset[str]:
    """All readings of a Traditional-only character; empty for other characters."""
    return _readings()[1].get(host, frozenset())
