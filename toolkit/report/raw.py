"""The documents a run's ledger can't give back (rejected drops, ledgers of spans), read again from the raw drops."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from toolkit.archive.runs import reading_of
from toolkit.batch.run import prefixes
from toolkit.pipeline import clean
from toolkit.record import document_id
from toolkit.report.run import Reviewed
from toolkit.sources import Document, Reading, Walk, documents


def with_raw(found: Iterable[Reviewed], raw: Sequence[str], run: Path, stated: Mapping[str, Any]) -> Iterator[Reviewed]:
    """The documents of a run; those without a text come last, with it, where `raw` (the run's inputs) holds them.

    stated: run.json, which says how the run read its input and with which configuration. Raises InputError where there
    is nothing at a path of `raw`, ConfigError on a configuration that this version does not know.
    """
    wanted: dict[str, Reviewed] = {}
    for doc in found:
        if doc.source_text is None:
            wanted[doc.id] = doc
        else:
            yield doc
    config = stated.get("config", {})
    for drop in _drops(raw, run, reading_of(stated)) if wanted else ():
        sha256 = drop.sha256 or hashlib.sha256(drop.data).hexdigest()
        if (here := wanted.pop(document_id(sha256, drop.origin), None)) is not None:
            yield _again(here, drop, config)
    for lost in wanted.values():
        yield lost._replace(missing=f"{lost.missing}, and the raw drops given do not hold it")


def _drops(raw: Sequence[str], run: Path, reading: Reading) -> Iterator[Document]:
    for given, prefix in zip(raw, prefixes(list(raw)), strict=True):
        for entry in Walk(given, "", prefix, os.path.realpath(run)).entries(Counter()):
            yield from documents(entry, reading)


def _again(doc: Reviewed, drop: Document, config: Mapping[str, Any]) -> Reviewed:
    """The document with the ladder's edits, as this version makes them."""
    if drop.fault is not None:
        return doc._replace(missing=drop.fault.evidence)
    article = clean(drop.data, url=drop.url, media_type=drop.media_type, charset=drop.charset, config=config)
    if doc.kept and article.text != doc.row["text"]:
        return doc._replace(missing="this version of the ladder makes another text of the raw drop than the run did")
    return doc._replace(source_text=article.source_text, edits=article.edits, missing="")
