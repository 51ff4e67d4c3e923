"""What verifying finds: where, what was expected, what was found."""

from __future__ import annotations

from typing import Literal, NamedTuple

Level = Literal["error", "warning"]


class Finding(NamedTuple):
    """One fault of a package.

    check: dotted name of what was looked at ("bag.digest"). path: the file from the package's root, with ":N" for line N
    of it and a JSON path where one applies. An error makes the package invalid, a warning does not.
    """

    check: str
    path: str
    expected: str
    found: str
    level: Level = "error"

    def __str__(self) -> str:
        """The finding as one line."""
        return f"{self.level}: {self.path}: {self.check}: expected {self.expected}, found {self.found}"
