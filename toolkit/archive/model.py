"""What the metadata files of a package say, gathered once: description, run, counts, and the files with their digests."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import orjson

from toolkit.archive.bag import Written
from toolkit.archive.describe import Description

HOMEPAGE = "https://pypi.org/project/jiaokan/"

# Media types by the end of a file's name; the row files are JSON Lines whatever packs them.
_MEDIA_TYPES = {
    ".jsonl.gz": "application/jsonl",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".warc.gz": "application/warc",
    ".warc": "application/warc",
    ".parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class RowFile:
    """A shard in the package: its rows, and the sha256 (hex) of them uncompressed."""

    path: str
    kind: str
    rows: int
    rows_sha256: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All a metadata file may speak of. `files` are payload files by path below data/, in order."""

    about: Description
    run: dict[str, Any]
    shards: list[RowFile]
    files: dict[str, Written]
    languages: list[str]
    sources: list[str]

    @property
    def title(self) -> str:
        """The title, or one made of the names of the deliveries; where the package lies has no part in it."""
        return self.about.title or f"Cleaned articles: {', '.join(filter(None, self.sources))}"[:200]

    @property
    def counts(self) -> dict[str, int]:
        """Documents read, kept and rejected, and records that repeat others."""
        return {key: self.run["counts"][key] for key in ("input", "kept", "rejected", "duplicates")}

    @property
    def summary(self) -> str:
        """The description, or one that only says what is counted."""
        kept, rejected = self.counts["kept"], self.counts["rejected"]
        return self.about.description or (
            f"{kept} Chinese web articles cleaned by {self.run['tool']}, with the raw drops, the ledger of edits, and the rows of {rejected} rejected drops."
        )

    @property
    def identifier(self) -> str:
        """A name of the content: the same rows and raw bytes have the same (a uuid of version 5 as URN)."""
        content = "\n".join([*(f"{s.path} {s.rows_sha256}" for s in self.shards), *(f"{p} {w.sha256}" for p, w in self.files.items() if p.startswith("raw/"))])
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:jiaokan:package:{content}')}"

    def under(self, folder: str) -> list[str]:
        """The files below a folder of data/, in order."""
        return [path for path in self.files if path.startswith(f"{folder}/")]


def media_type(path: str) -> str:
    """The media type of a package's file."""
    suffixes = PurePosixPath(path).suffixes
    return _MEDIA_TYPES.get("".join(suffixes[-2:]).lower()) or _MEDIA_TYPES.get("".join(suffixes[-1:]).lower(), "application/octet-stream")


def as_json(value: Any) -> bytes:
    """JSON as the package writes it: UTF-8, two blanks of indent, keys in the order given."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
