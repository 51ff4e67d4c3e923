"""The row of records/: one flat JSON object an article, every key always there (no null, no list)."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.version import __version__

if TYPE_CHECKING:
    from toolkit.article import Article


_NOT_IN_URLS = re.compile("[\\x00-\\x20\\x7f]")


class Digests(NamedTuple):
    """sha256 (hex) of the raw bytes, of the decoded source text and of the text: worked out once for all rows of an article."""

    raw: str
    source: str
    text: str


class Origin(NamedTuple):
    """Where a drop lay. Numbers are bytes; -1 and "" where they don't apply.

    path: of the drop's bytes, or of the member of the container; where a packed stream holds many drops, its place in the
    unpacked stream stands behind an @. container: the file that holds them (a WARC, an archive), offset and length: the
    place in it, or in the member where that is a WARC or JSONL file itself. record_id: the container's own name for them.
    source: the name of the whole delivery.
    """

    path: str = ""
    container: str = ""
    offset: int = -1
    length: int = -1
    record_id: str = ""
    source: str = ""


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
        "provenance": provenance(article, sums.source),
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
        "provenance": provenance(article, sums.source),
    }


def unread_row(raw_sha256: str, size: int, where: Origin, reason: str, evidence: str, *, url: str = "", config_sha256: str = "") -> dict[str, Any]:
    """The row of rejected/ for a drop that never became an article: `reason` is a rule id, `size` is in bytes."""
    return {
        "id": document_id(raw_sha256, where),
        "reasons": reason,
        "evidence": evidence,
        "title": "",
        "url": uri(url),
        "source": where.source,
        "raw": raw_pointer(raw_sha256, size, where),
        "provenance": _provenance("", "", config_sha256, sha256_text(""), ""),
    }


def uri(url: str) -> str:
    """A URL as a row may hold it: blanks and control characters percent-encoded, the rest as it came."""
    return _NOT_IN_URLS.sub(lambda m: f"%{ord(m.group()):02X}", url.strip())


def document_id(raw_sha256: str, where: Origin) -> str:
    """`sha256:` + hex of the raw bytes + `-` + 8 hex of where they lay: the same bytes in two places stay two records."""
    place = hashlib.sha256(f"{where.container}\n{where.path}\n{where.offset}".encode("utf-8", "surrogateescape")).hexdigest()
    return f"sha256:{raw_sha256}-{place[:8]}"


def sha256_text(text: str) -> str:
    """The sha256 (hex) of the text's UTF-8 bytes."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def raw_pointer(raw_sha256: str, size: int, where: Origin) -> dict[str, Any]:
    """Where the raw bytes are to be found again, and how to tell that they are the same."""
    return {
        "path": where.path,
        "sha256": raw_sha256,
        "bytes": size,
        "container": where.container,
        "offset": where.offset,
        "length": where.length,
        "record_id": where.record_id,
    }


def provenance(article: Article, source_sha256: str) -> dict[str, Any]:
    """How the record was made: encoding and its evidence, tool and configuration, each step with its count of edits."""
    steps = ";".join(f"{name}={version}={count}" for name, version, count in article.steps)
    return _provenance(article.encoding, article.encoding_evidence, article.config.sha256(), source_sha256, steps)


def _provenance(encoding: str, evidence: str, config_sha256: str, source_sha256: str, steps: str) -> dict[str, Any]:
    return {
        "encoding": encoding,
        "encoding_evidence": evidence,
        "tool": f"jiaokan {__version__}",
        "config_sha256": config_sha256,
        "source_sha256": source_sha256,
        "steps": steps,
    }
