"""A finding, and where it lies in the raw drop."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from toolkit.check.rules import SEVERITIES, Severity, mend_of, reason_of

_LINE_END = re.compile("\r\n|\r|\n")
_SHOWN = 40  # code points of its line that a place shows on either side, and of the text that a finding quotes


class Place(NamedTuple):
    """Where in the decoded drop: [start, end) in code points, lines and columns from 1 on; end_column is one past the last character.

    context: the line round the place, cut; lead: code points of it before the place.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    context: str
    lead: int


class Lines:
    r"""The lines of a text, for places in it. A line ends at \n, \r\n or \r; columns are code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def place(self, start: int, end: int) -> Place:
        """The place of [start, end)."""
        line, column = self._of(start)
        end_line, end_column = self._of(end)
        first = max(self.starts[line - 1], start - _SHOWN)
        stop = self.starts[line] if line < len(self.starts) else len(self.text)
        context = self.text[first : min(stop, start + 2 * _SHOWN)].rstrip("\r\n")
        return Place(start, end, line, column, end_line, end_column, context, start - first)

    def _of(self, at: int) -> tuple[int, int]:
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1


State = Literal["new", "baseline", "ignored"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a drop is found wanting in.

    file: its path as it was given, with /. record: which document of a container ("" for a file that is one drop).
    message: what is the matter, in one sentence; text: what stands there in the raw drop, whole. places: how often
    the rule speaks in this drop (the first place is told). state: whether it counts; why: the reason where it does not.
    """

    rule: str
    severity: Severity
    file: str
    message: str
    place: Place | None = None
    text: str = ""
    record: str = ""
    places: int = 1
    state: State = "new"
    why: str = ""

    @property
    def reason(self) -> str:
        """Why the rule exists."""
        return reason_of(self.rule)

    @property
    def mend(self) -> str:
        """What would mend it."""
        return mend_of(self.rule)

    @property
    def where(self) -> str:
        """FILE:LINE:COLUMN, or what is known of it."""
        name = named(self.file, self.record)
        return f"{name}:{self.place.line}:{self.place.column}" if self.place else name

    @property
    def fingerprint(self) -> str:
        """16 hex digits that stay while the drop's file, the rule and the text found stay, wherever in the drop it moves."""
        stated = "\0".join((self.rule, self.file, self.record, self.text))
        return hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def sentence(self) -> str:
        """All a reader needs, in one line: what, why, and what would mend it."""
        more = f" (and {self.places - 1} more places)" if self.places > 2 else " (and one more place)" if self.places == 2 else ""
        return f"{self.message}{more}. Reason: {self.reason}. To mend: {self.mend}."


class Drop(NamedTuple):
    """A drop that was judged. sha256 and size (bytes) are of its raw bytes; encoding is "" where it was not read."""

    file: str
    record: str
    sha256: str
    size: int
    encoding: str


@dataclass(slots=True)
class Report:
    """What a check came to. fail_on: the least severity that fails. notes: what to tell beside the findings (stale entries).

    excluded: files that the configuration keeps from being judged.
    """

    fail_on: Severity = "error"
    drops: list[Drop] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    excluded: int = 0

    @property
    def new(self) -> list[Finding]:
        """The findings that count."""
        return [f for f in self.findings if f.state == "new"]

    @property
    def failing(self) -> list[Finding]:
        """Those that make the exit status 1."""
        return [f for f in self.new if SEVERITIES.index(f.severity) <= SEVERITIES.index(self.fail_on)]

    @property
    def failed(self) -> bool:
        """Whether any does."""
        return bool(self.failing)

    def counts(self) -> dict[str, int]:
        """The findings that count by severity, and those that do not by state."""
        out = {name: sum(f.severity == name for f in self.new) for name in SEVERITIES[:3]}
        return out | {state: sum(f.state == state for f in self.findings) for state in ("baseline", "ignored")}

    def summary(self) -> str:
        """The counts in one line."""
        counts = self.counts()
        told = [counted(counts[name], name) for name in SEVERITIES[:3] if counts[name]]
        rest = [f"{counts[state]} {words}" for state, words in (("baseline", "in the baseline"), ("ignored", "ignored")) if counts[state]]
        if self.excluded:
            rest.append(f"{counted(self.excluded, 'file')} excluded")
        return f"{counted(len(self.drops), 'drop')}: {', '.join(told) or 'nothing found'}" + (f" ({', '.join(rest)})" if rest else "")


def named(file: str, record: str) -> str:
    """A drop as messages name it: its file, and which document of that where it holds many."""
    return f"{file}[{record}]" if record else file


def quoted(text: str) -> str:
    """Text of a drop as a message quotes it: one line, cut."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _SHOWN else line[: _SHOWN - 1] + '…'}”"


def counted(n: int, name: str) -> str:
    """A number with its noun, in the plural where it asks for one."""
    return f"{n} {name}{'' if n == 1 else 's'}"
