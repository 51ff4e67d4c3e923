"""The row of records/: one flat JSON object an article, every key always there (no null, no list)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from toolkit.article import Article


class Origin(NamedTuple):
    """Where a drop lay. Numbers are bytes; -1 and "" where they don't apply.

    path: of the drop's bytes. container: the file that holds them (a WARC, an archive), offset and length: the place
    in it. record_id: the container's own name for them. source: the name of the whole delivery.
    """

    path: str = ""
    container: str = ""
    offset: int = -1
    length: int = -1
    record_id: str = ""
    source: str = ""


def record_row(article: Article, origin: Origin | None = None) -> dict[str, Any]:
    """The record of an article (schema/article.schema.json)."""
    where = origin or Origin()
    return {
        "id": document_id(article.raw, where),
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
        "url": article.url or "",
        "media_type": article.media_type,
        "license": article.license or "",
        "rights_holder": article.rights_holder or "",
        "lang": article.language,
        "script_original": article.script_original or "none",
        "char_count": len(article.text),
        "paragraph_count": len(article.paragraphs),
        "removed_chars": sum(len(e.removed) for e in article.edits if not e.inserted),
        "edit_count": len(article.edits),
        "text_sha256": sha256_text(article.text),
        "flags": ";".join(dict.fromkeys(w.rule for w in article.warnings)),
        "raw": raw_pointer(article.raw, where),
        "provenance": provenance(article),
    }


def edits_row(article: Article, origin: Origin | None = None, *, spans_only: bool = False) -> dict[str, Any]:
    """The row of edits/ for an article; `spans_only` leaves `removed` out (the raw bytes are kept beside it)."""
    edits = [{"start": e.start, "end": e.end, "removed": e.removed, "inserted": e.inserted, "rule": "+".join(e.rules)} for e in article.edits]
    if spans_only:
        for e in edits:
            del e["removed"]
    return {
        "id": document_id(article.raw, origin or Origin()),
        "input_sha256": sha256_text(article.source_text),
        "output_sha256": sha256_text(article.text),
        "edits": edits,
    }


def rejected_row(article: Article, origin: Origin | None = None) -> dict[str, Any]:
    """The row of rejected/ for an article that was turned away."""
    where = origin or Origin()
    return {
        "id": document_id(article.raw, where),
        "reasons": ";".join(article.reasons),
        "evidence": "; ".join(article.evidence),
        "title": article.title or "",
        "url": article.url or "",
        "source": where.source,
        "raw": raw_pointer(article.raw, where),
        "provenance": provenance(article),
    }


def document_id(raw: bytes, where: Origin) -> str:
    """`sha256:` + hex of the raw bytes + `-` + 8 hex of where they lay: the same bytes in two places stay two records."""
    place = hashlib.sha256(f"{where.container}\n{where.path}\n{where.offset}".encode("utf-8", "surrogateescape")).hexdigest()
    return f"sha256:{hashlib.sha256(raw).hexdigest()}-{place[:8]}"


def sha256_text(text: str) -> str:
    """The sha256 (hex) of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def raw_pointer(raw: bytes, where: Origin) -> dict[str, Any]:
    """Where the raw bytes are to be found again, and how to tell that they are the same."""
    return {
        "path": where.path,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "bytes": len(raw),
        "container": where.container,
        "offset": where.offset,
        "length": where.length,
        "record_id": where.record_id,
    }


def provenance(article: Article) -> dict[str, Any]:
    """How the record was made: encoding and its evidence, tool and configuration, each step with its count of edits."""
    from toolkit import __version__

    return {
        "encoding": article.encoding,
        "encoding_evidence": article.encoding_evidence,
        "tool": f"jiaokan {__version__}",
        "config_sha256": article.config.sha256(),
        "source_sha256": sha256_text(article.source_text),
        "steps": ";".join(f"{name}={version}={count}" for name, version, count in article.steps),
    }
