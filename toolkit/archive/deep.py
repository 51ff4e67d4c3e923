"""The deep proof: every raw drop goes up the ladder again, and what comes out is held against its rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest
from typing import Any

import orjson

from toolkit.archive.bagcheck import Bag
from toolkit.archive.drops import PointerError, RawReader, media_type_of, shard_files, shard_rows
from toolkit.archive.trees import UNREADABLE
from toolkit.archive.warcs import OWN_WARC, WARC_ENDS
from toolkit.article import Article, edits_row, record_row
from toolkit.config import Config, ConfigError
from toolkit.jsonlines import RowError
from toolkit.packing import words_of
from toolkit.pipeline import clean
from toolkit.record import sha256_text
from toolkit.sources.kinds import kind_of
from toolkit.validation import shown
from toolkit.version import __version__

_PLACE = ("id", "source", "raw")  # where a drop lay, which the ladder does not decide
_UNREAD = ("input.", "error.")  # reasons the ladder never saw


def climb_again(bag: Bag) -> None:
    """Run the ladder over the raw bytes of every row, with the configuration of the run, and compare."""
    config = _configuration(bag)
    if config is None:
        return
    with closing(RawReader(bag.tree)) as raw:
        for file in shard_files(bag.tree, "records"):
            edits = f"data/edits/{file.rpartition('/')[2]}"
            for number, (record, ledger) in enumerate(zip_longest(_rows(bag, file), _rows(bag, edits)), 1):
                if record is not None and ledger is not None:
                    _compare_kept(bag, f"{file}:{number}", record, ledger, _again(raw, record, config))
        for file in shard_files(bag.tree, "rejected"):
            for number, row in enumerate(_rows(bag, file), 1):
                if not row["reasons"].startswith(_UNREAD):
                    _compare_rejected(bag, f"{file}:{number}", row, _again(raw, row, config))


def _configuration(bag: Bag) -> Config | None:
    try:
        with bag.tree.open("data/run.json") as stream:
            info = orjson.loads(stream.read())
        if info["tool"] != f"jiaokan {__version__}":
            bag.find("deep.tool", "data/run.json $.tool", f"jiaokan {__version__}, which looks", info["tool"], "warning")
        return Config.load(info["config"])
    except (ConfigError, KeyError, TypeError, ValueError, *UNREADABLE) as fault:
        bag.find("deep.config", "data/run.json $.config", "a configuration this version knows", words_of(fault))
        return None


def _rows(bag: Bag, file: str) -> Iterator[dict[str, Any]]:
    try:
        for line in shard_rows(bag.tree, file):
            yield line.row
    except (KeyError, RowError, *UNREADABLE):
        return  # on record already


def _again(raw: RawReader, row: dict[str, Any], config: Config) -> Article | None:
    """The article that the raw bytes of a row give now; None where there are no bytes (on record already).

    What a transport once said of the encoding is told by WARC records only; where the bytes by themselves decode to
    another text than the row states, the encoding it states is taken for what was said.
    """
    try:
        data, made = raw.read(row["raw"]), row["provenance"]
        for charset in (raw.charset(row["raw"]), made["encoding"] or None):
            article = clean(data, url=row["url"] or None, media_type=media_type_of(row), charset=charset, config=config)
            if sha256_text(article.source_text) == made["source_sha256"]:
                break
    except (KeyError, TypeError, PointerError):
        return None
    return article


def _compare_kept(bag: Bag, place: str, record: dict[str, Any], ledger: dict[str, Any], article: Article | None) -> None:
    if article is None:
        return
    if article.verdict != "kept":
        bag.find("deep.record", place, f"rejected ({';'.join(article.reasons)}), by the ladder", "a record")
        return
    now = record_row(article)
    if not _transport_known(record["raw"]):
        now["provenance"]["encoding_evidence"] = record["provenance"]["encoding_evidence"]
    for key in now:
        if key not in _PLACE and record.get(key) != now[key]:
            bag.find("deep.record", f"{place} $.{key}", f"{shown(now[key])}, by the ladder", shown(record.get(key)))
    spans = any("removed" not in e for e in ledger.get("edits", ()))
    if edits_row(article, spans_only=spans)["edits"] != ledger.get("edits"):
        bag.find("deep.ledger", place.replace("data/records/", "data/edits/") + " $.edits", "the edits the ladder makes", "others")


def _transport_known(raw: dict[str, Any]) -> bool:
    """Whether all that spoke for the encoding is in the package: of documents taken out of other containers only the bytes are."""
    kind = kind_of(raw["container"])
    return (kind is not None and kind.reader == "file") or (raw["path"].endswith(WARC_ENDS) and raw["path"] != OWN_WARC)


def _compare_rejected(bag: Bag, place: str, row: dict[str, Any], article: Article | None) -> None:
    now = ";".join(article.reasons) if article is not None else row["reasons"]
    if now != row["reasons"]:
        bag.find("deep.rejected", f"{place} $.reasons", f"{now or 'none: the drop is kept'}, by the ladder", row["reasons"])
