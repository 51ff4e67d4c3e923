"""A run as one page: everything in a single file, the documents packed so that a browser unpacks each when it is looked at.

The page (toolkit/report/page/) builds every node itself and never parses text as HTML; a strict policy, with the hash of
the one script and the one style sheet, keeps whatever a drop holds from running or from being fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import orjson

from toolkit.report.markup import pieces
from toolkit.report.run import Reviewed, Row
from toolkit.report.segments import Segment, rule_counts, segments
from toolkit.report.terminal import reason_of
from toolkit.version import __version__

SCRIPTS = ("dom.js", "data.js", "route.js", "marks.js", "overview.js", "table.js", "document.js", "main.js")
_CHUNK = 256_000  # bytes of unpacked JSON that documents are packed together to: small enough to unpack at a click
_SHARE_BINS = 10
_UNWRAPPING = frozenset({"markup", "layout", "field"})  # families of rules that take no text away from a reader


@dataclass(slots=True)
class Options:
    """name: the run's, for the title. cut: code points of one removed stretch that the page holds (0: all of them)."""

    name: str
    cut: int = 400


class Codes:
    """Values numbered in the order they are met, so that rows hold small numbers."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        """The number of a value."""
        return self.numbers.setdefault(value, len(self.numbers))


@dataclass(slots=True)
class Index:
    """What the page knows of every document without unpacking it, and what the overview adds up."""

    rules: Codes = field(default_factory=Codes)
    rulesets: Codes = field(default_factory=Codes)
    rows: list[list[Any]] = field(default_factory=list)
    did: dict[str, list[int]] = field(default_factory=dict)  # rule -> documents, edits, removed, inserted

    def add(self, doc: Reviewed, chunk: int) -> None:
        """Note a document that is packed into `chunk`."""
        row, counts = doc.row, rule_counts(doc.edits)
        for rule, c in counts.items():
            did = self.did.setdefault(rule, [0, 0, 0, 0])
            for i, n in enumerate((1, c.edits, c.removed, c.inserted)):
                did[i] += n
        base, taken = loss(doc)
        self.rows.append(
            [
                doc.id,
                chunk,
                int(doc.kept),
                row.get("title", ""),
                "" if row.get("title") else (row.get("text") or doc.source_text or "")[:60].partition("\n")[0],
                row.get("url") or row["raw"]["path"] or row["raw"]["record_id"] or row["raw"]["container"],
                -1 if doc.source_text is None else len(doc.source_text),
                row.get("char_count", 0),
                base,
                taken,
                len(doc.edits),
                row["provenance"]["encoding"],
                row.get("script_original", ""),
                row.get("published", ""),
                row.get("publisher", ""),
                row["flags"].split(";") if row.get("flags") else [],
                row["reasons"].split(";") if row.get("reasons") else [],
                [self.rules.of(r) for r in counts],
            ]
        )


# The columns of an Index row, as the page names them.
COLUMNS = "id chunk kept title lead place source chars base taken edits encoding script published publisher flags reasons rules".split(" ")  # noqa: SIM905 # reads better on a line


def page(run: Row, documents: Iterable[Reviewed], options: Options) -> Iterator[str]:
    """The page, piece by piece, in the order it is to be written."""
    script = "\n".join(_asset(name) for name in SCRIPTS)
    style = _asset("page.css")
    index = Index()
    chunks = [_data_block(f"c{i}", chunk) for i, chunk in enumerate(_packed(documents, index, options))]
    before, after = _asset("page.html").split("<!-- data -->")
    shell = {"policy": policy(script, style), "title": html.escape(f"{options.name} · jiaokan"), "style": style, "script": script}
    yield _filled(before, shell)
    yield _data_block("index", _overall(run, index, options))
    yield _filled(after.partition("<!-- chunks -->")[0], shell)
    yield from chunks
    yield after.partition("<!-- chunks -->")[2]


def policy(script: str, style: str) -> str:
    """The Content-Security-Policy of the page: its own script and style sheet, and nothing else from anywhere."""
    return (
        f"default-src 'none'; script-src '{_sri(script)}'; style-src '{_sri(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _sri(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return files("toolkit.report").joinpath("page", name).read_text("utf-8")


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda m: values[m[1]], template)


def _data_block(name: str, value: Any) -> str:
    """A block of data: JSON, deflated (no header), as base64, which can't close its element."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(orjson.dumps(value)) + packer.flush()
    return f'<script type="application/octet-stream" id="{name}">{base64.b64encode(packed).decode()}</script>\n'


def _packed(documents: Iterable[Reviewed], index: Index, options: Options) -> Iterator[list[dict[str, Any]]]:
    """The documents as the page reads them, several to a chunk; the index learns of each."""
    chunk: list[dict[str, Any]] = []
    size = number = 0
    for doc in documents:
        index.add(doc, number)
        packed = _document(doc, index, options)
        chunk.append(packed)
        size += sum(len(s) if isinstance(s, str) else len(s[2]) + len(s[3]) + 30 for s in packed["segments"] or ()) * 2
        if size > _CHUNK:
            yield chunk
            chunk, size, number = [], 0, number + 1
    if chunk:
        yield chunk


def _document(doc: Reviewed, index: Index, options: Options) -> dict[str, Any]:
    parts: list[Any] | None = None
    if doc.source_text is not None:
        parts = [_part(s, index, options.cut) for s in segments(doc.source_text, doc.edits)]
    row = doc.row
    names = ("title", "author", "editor", "publisher", "site_name", "section", "published", "captions", "url", "media_type", "license", "rights_holder", "lang")
    meta = [[name, row[name]] for name in names if row.get(name)]
    meta += [[name, row["provenance"][name]] for name in ("encoding", "encoding_evidence", "steps") if row["provenance"].get(name)]
    meta += [[f"raw {name}", str(value)] for name, value in row["raw"].items() if value not in ("", -1)]
    return {
        "id": doc.id,
        "lang": row.get("lang", ""),
        "html": row.get("media_type") == "text/html",
        "segments": parts,
        "missing": doc.missing,
        "evidence": row.get("evidence", ""),
        "meta": meta,
    }


def _part(s: Segment, index: Index, cut: int) -> Any:
    """A kept stretch is its text; an edit is [start, end, removed, inserted, ruleset], with [code points left out, tail] where it was cut."""
    if s.kind == "keep":
        return s.source
    rules = index.rulesets.of(tuple(index.rules.of(r) for r in s.rules))
    if cut and _is_unwrapping(s.rules):
        cut //= 4  # nobody reads the whole of a style sheet
    if cut and len(s.source) > cut:
        tail = cut // 4
        return [s.start, s.end, s.source[: cut - tail], s.new, rules, len(s.source) - cut, s.source[-tail:]]
    return [s.start, s.end, s.source, s.new, rules]


def _overall(run: Row, index: Index, options: Options) -> dict[str, Any]:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in index.rows]
    return {
        "name": options.name,
        "tool": run.get("tool") or f"jiaokan {__version__}",
        "config": run.get("config", {}),
        "config_sha256": run.get("config_sha256", ""),
        "inputs": len(run.get("inputs", ())),
        "columns": COLUMNS,
        "rows": index.rows,
        "rules": [{"id": r, "reason": reason_of(r), "did": index.did.get(r, [0, 0, 0, 0])} for r in index.rules.numbers],
        "rulesets": list(index.rulesets.numbers),
        "reasons": _told(Counter(reason for row in rows for reason in row["reasons"])),
        "flags": _told(Counter(flag for row in rows for flag in row["flags"])),
        "encodings": Counter(row["encoding"] for row in rows).most_common(),
        "scripts": Counter(row["script"] for row in rows if row["kept"]).most_common(),
        "shares": _shares(rows),
    }


def _told(counts: Counter[str]) -> list[tuple[str, int, str]]:
    return [(name, n, reason_of(name)) for name, n in counts.most_common()]


def _shares(rows: list[dict[str, Any]]) -> list[int]:
    """Kept documents by the share of their text that was removed, in tenths."""
    bins = [0] * _SHARE_BINS
    for row in rows:
        if row["kept"] and row["base"] > 0:
            bins[min(_SHARE_BINS - 1, row["taken"] * _SHARE_BINS // row["base"])] += 1
    return bins


def loss(doc: Reviewed) -> tuple[int, int]:
    """The code points of text that a document held, and how many of them went: markup, white space and metadata do not count."""
    if doc.source_text is None:
        return -1, 0
    base = len(doc.source_text)
    taken = 0
    is_page = doc.row.get("media_type", "text/html") != "text/plain"
    for e in doc.edits:
        text = len(e.removed)
        if _is_unwrapping(e.rules):
            text = 0
        elif e.inserted:
            continue
        elif is_page:
            text = sum(len(p.text) for p in pieces(e.removed) if not p.markup)
        base -= len(e.removed) - text
        taken += text
    return base, taken


def _is_unwrapping(rules: Iterable[str]) -> bool:
    return any(r.split(".", 1)[0] in _UNWRAPPING for r in rules)
