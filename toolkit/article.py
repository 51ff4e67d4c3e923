"""What `clean` gives: one article with its metadata, its ledger and the verdict on it; and the rows that are written of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from toolkit.config import Config
from toolkit.context import Warn
from toolkit.decode import Decoded
from toolkit.edits import LedgerEdit, Piece, ledger
from toolkit.record import Origin, document_id, provenance, raw_pointer, sha256_text, uri


@dataclass(frozen=True, slots=True)
class Article:
    r"""One cleaned document. Lists where Python users expect lists, None where a page says nothing.

    `edits` lead from `source_text` (the decoded drop) to `text` (= "\n".join(paragraphs)); offsets are code points. They
    are listed from `pieces`, the joined edits of all steps, when they are first asked for: who wants the text alone does not wait.
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
    pieces: list[Piece] = field(repr=False)
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
    _listed: list[LedgerEdit] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def edits(self) -> list[LedgerEdit]:
        """The ledger: what became of `source_text`, sorted."""
        if not self._listed:
            self._listed[:] = ledger(self.decoded.text, self.pieces)  # at once, so that threads may ask together
        return self._listed

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


class Digests(NamedTuple):
    """sha256 (hex) of the raw bytes, of the decoded source text and of the text: worked out once for all rows of an article."""

    raw: str
    source: str
    text: str


def digests(article: Article, raw_sha256: str = "") -> Digests:
    """The hashes that an article's rows state; `raw_sha256` where it is known already."""
    raw = raw_sha256 or hashlib.sha256(article.raw).hexdigest()
    # A clean UTF-8 drop is its own source text.
    same = article.encoding == "utf-8" and not (article.decoded.bom or article.decoded.damage or article.decoded.pieces)
    return Digests(raw, raw if same else sha256_text(article.source_text), sha256_text(article.text))


def record_row(article: Article, origin: Origin | None = None, known: Digests | None = None) -> dict[str, Any]:
    """The record of an article (schema/article.schema.json)."""
    where, sums = origin or Origin(), known or digests(article)
    return {
        "id": document_id(sums.raw, where),
        "text": article.text,
        "source": where.source,
        "title": article.title or "",
        "author": ";".join(article.authors),
        "editor": article.editor or "",
        "publisher": article.source or "",
        "site_name": article.site_name or "",
        "section": article.section or "",
        "published": article.published or "",
        "captions": "\n".join(article.captions),
        "url": uri(article.url or ""),
        "media_type": article.media_type,
        "license": article.license or "",
        "rights_holder": article.rights_holder or "",
        "lang": article.language,
        "script_original": article.script_original or "none",
        "char_count": len(article.text),
        "paragraph_count": len(article.paragraphs),
        "removed_chars": sum(len(e.removed) for e in article.edits if not e.inserted),
        "edit_count": len(article.edits),
        "text_sha256": sums.text,
        "flags": ";".join(dict.fromkeys(w.rule for w in article.warnings)),
        "raw": raw_pointer(sums.raw, len(article.raw), where),
        "provenance": _provenance(article, sums.source),
    }


def edits_row(article: Article, origin: Origin | None = None, known: Digests | None = None, *, spans_only: bool = False) -> dict[str, Any]:
    """The row of edits/ for an article; `spans_only` leaves `removed` out (the raw bytes are kept beside it)."""
    sums = known or digests(article)
    edits = [{"start": e.start, "end": e.end, "removed": e.removed, "inserted": e.inserted, "rule": "+".join(e.rules)} for e in article.edits]
    if spans_only:
        for e in edits:
            del e["removed"]
    return {
        "id": document_id(sums.raw, origin or Origin()),
        "input_sha256": sums.source,
        "output_sha256": sums.text,
        "edits": edits,
    }


def rejected_row(article: Article, origin: Origin | None = None, known: Digests | None = None) -> dict[str, Any]:
    """The row of rejected/ for an article that was turned away."""
    where, sums = origin or Origin(), known or digests(article)
    return {
        "id": document_id(sums.raw, where),
        "reasons": ";".join(article.reasons),
        "evidence": "; ".join(article.evidence),
        "title": article.title or "",
        "url": uri(article.url or ""),
        "source": where.source,
        "raw": raw_pointer(sums.raw, len(article.raw), where),
        "provenance": _provenance(article, sums.source),
    }


def _provenance(article: Article, source_sha256: str) -> dict[str, Any]:
    steps = ";".join(f"{name}={version}={count}" for name, version, count in article.steps)
    return provenance(article.encoding, article.encoding_evidence, article.config.sha256(), source_sha256, steps)
