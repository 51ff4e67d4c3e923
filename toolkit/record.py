"""What every row says of its drop: where it lay, its id, its raw bytes, how it was read; and the row of one that never became an article."""

from __future__ import annotations

import hashlib
import re
from typing import Any, NamedTuple

from toolkit.version import __version__

_NOT_IN_URLS = re.compile("[\\x00-\\x20\\x7f]")


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
        "provenance": provenance("", "", config_sha256, sha256_text(""), ""),
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


def provenance(encoding: str, evidence: str, config_sha256: str, source_sha256: str, steps: str) -> dict[str, Any]:
    """How a row was made: encoding and its evidence, tool and configuration, each step with its version and count of edits."""
    return {
        "encoding": encoding,
        "encoding_evidence": evidence,
        "tool": f"jiaokan {__version__}",
        "config_sha256": config_sha256,
        "source_sha256": source_sha256,
        "steps": steps,
    }
