"""What the steps of the ladder share while one document goes through: options, blocks, metadata, warnings, verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from toolkit.config import Config
from toolkit.fields import Fields


class Spot(Protocol):
    """Anything that lies at [start, end) of the current text and moves with the edits (blocks of a page)."""

    start: int
    end: int


class Warn(NamedTuple):
    """Something a reader should know that no edit says: a rule id, a sentence, a place in the source text or -1."""

    rule: str
    message: str
    at: int = -1


@dataclass(slots=True)
class Context:
    """One document on its way up the ladder.

    page: what the markup step read of an HTML page (toolkit.markup.page.Page), None for a text drop.
    blocks: what the markup step found (toolkit.markup.page.Block), sorted by place in the current text, until the content
    step has chosen among them; empty for a text drop. The pipeline moves them with each pass of edits.
    """

    config: Config
    url: str | None = None
    media_type: str | None = None
    page: Any = None
    blocks: list[Any] = field(default_factory=list)
    fields: Fields = field(default_factory=Fields)
    warnings: list[Warn] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    script_original: str | None = None
    language: str = "und"
    source_text: str = ""

    def warn(self, rule: str, message: str, at: int = -1) -> None:
        """Put a warning on record."""
        self.warnings.append(Warn(rule, message, at))

    def reject(self, reason: str, evidence: str) -> None:
        """Turn the document away: a reason code and what shows it. Later steps still run, so that the ledger is whole."""
        self.reasons.append(reason)
        self.evidence.append(evidence)
