"""What `clean` gives: one article with its metadata, its ledger and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from toolkit.config import Config
from toolkit.context import Warn
from toolkit.decode import Decoded
from toolkit.edits import LedgerEdit
from toolkit.record import Origin, record_row


@dataclass(frozen=True, slots=True)
class Article:
    r"""One cleaned document. Lists where Python users expect lists, None where a page says nothing.

    `edits` lead from `source_text` (the decoded drop) to `text` (= "\n".join(paragraphs)); offsets are code points.
    `verdict` is "kept" or "rejected"; `reasons` are codes, `evidence` what shows them. `origins` says for each metadata
    field which evidence won.
    """

    title: str | None
    source: str | None
    site_name: str | None
    section: str | None
    published: str | None
    authors: list[str]
    editor: str | None
    captions: list[str]
    rights_holder: str | None
    license: str | None
    text: str
    paragraphs: list[str]
    language: str
    script_original: str | None
    decoded: Decoded
    edits: list[LedgerEdit]
    warnings: list[Warn]
    verdict: str
    reasons: list[str]
    evidence: list[str]
    origins: dict[str, str]
    steps: list[tuple[str, str, int]]
    url: str | None
    media_type: str
    config: Config
    raw: bytes

    @property
    def source_text(self) -> str:
        """The decoded drop, before any edit."""
        return self.decoded.text

    @property
    def encoding(self) -> str:
        """Python's name of the encoding the drop was read in."""
        return self.decoded.encoding

    @property
    def encoding_evidence(self) -> str:
        """What spoke for the encoding, strongest first, joined with "; "."""
        return "; ".join(self.decoded.evidence)

    def record(self, origin: Origin | None = None) -> dict[str, Any]:
        """The row of records/ (schema/article.schema.json). `origin` says where the drop lay (toolkit.record.Origin)."""
        return record_row(self, origin)
