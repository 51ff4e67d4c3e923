"""The layering of the packages, as pyproject.toml states it, holds: no room looks into one above it, and there is no cycle."""

from __future__ import annotations

from importlinter.cli import lint_imports


def test_no_room_looks_into_one_above_it() -> None:
    assert lint_imports(no_cache=True) == 0, "run lint-imports to see which import goes the wrong way"
