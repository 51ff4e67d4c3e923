"""Metadata on its way from the page to the record: what was proposed for a field, by which evidence, and what won.

Steps propose; nothing is overwritten. Which evidence wins is one table, `ORDER`, and the losers stay visible.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

# The fields that hold one value; "author" and "caption" hold several.
ONE = ("title", "source", "site_name", "section", "published", "editor", "rights_holder", "license")

# Evidence, strongest first. "profile" is a site profile written by a person; "line" is text of the page itself read by
# the chrome rules; the others are where HTML states metadata.
ORDER = ("profile", "line", "json-ld", "microdata", "h1", "time", "opengraph", "meta", "title-tag", "guess")

_RANK = {origin: i for i, origin in enumerate(ORDER)}
REMNANT = re.compile(r"\w=[\"']")  # what a broken template leaves where a value should stand: no value of a field


class Proposal(NamedTuple):
    """`value` for field `name`, found by evidence `origin` (a member of ORDER)."""

    name: str
    value: str
    origin: str


class Fields:
    """What was proposed for the metadata of one document."""

    __slots__ = ("proposals",)

    def __init__(self) -> None:
        self.proposals: list[Proposal] = []

    def propose(self, name: str, value: str, origin: str) -> None:
        """Note a value; empty ones are ignored, white space becomes single blanks. `name` is of ONE, "author" or "caption"; `origin` is of ORDER."""
        value = " ".join(value.encode("utf-8", "ignore").decode().split())  # half a surrogate pair is no character
        if value:
            self.proposals.append(Proposal(name, value, origin))

    def withdraw(self, name: str, fits: Callable[[Proposal], bool]) -> None:
        """Take back the proposals for a field that fit."""
        self.proposals = [p for p in self.proposals if p.name != name or not fits(p)]

    def doubt(self, name: str, fits: Callable[[str], bool]) -> None:
        """Make guesses of the proposals for a field whose values fit, behind all other guesses; what a profile says stays."""
        doubted = [p for p in self.proposals if p.name == name and p.origin != "profile" and fits(p.value)]
        self.proposals = [p for p in self.proposals if p not in doubted] + [p._replace(origin="guess") for p in doubted]

    def rewrite(self, change: Callable[[str], str], name: str = "") -> None:
        """Run every proposed value, or those of one field, through `change` (repairs and script conversion reach metadata, too)."""
        self.proposals = [p._replace(value=change(p.value)) if name in ("", p.name) else p for p in self.proposals]

    def winners(self) -> dict[str, Proposal]:
        """The winning proposal of each field that has one: strongest evidence, then first come."""
        out: dict[str, Proposal] = {}
        for p in self.proposals:
            if p.value and (p.name not in out or _RANK[p.origin] < _RANK[out[p.name].origin]):
                out[p.name] = p
        return out

    def best(self, name: str) -> Proposal | None:
        """The winning proposal of a field."""
        found = [p for p in self.proposals if p.name == name and p.value]
        return min(found, key=lambda p: _RANK[p.origin]) if found else None

    def all(self, name: str) -> list[str]:
        """The values of a field that holds several: those of the strongest evidence, in order, each once."""
        best = self.best(name)
        return list(dict.fromkeys([p.value for p in self.proposals if p.name == name and p.value and p.origin == best.origin])) if best else []
