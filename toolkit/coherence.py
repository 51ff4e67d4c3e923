"""What a schema can't say of rows: that the counts, hashes, dates and edits of each fit each other, and those of a record its ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.ledgers import LedgerError, has_removed, take_back
from toolkit.record import sha256_text
from toolkit.validation import Fault, shown

Row = Mapping[str, Any]
_COUNTS = ("char_count", "paragraph_count", "removed_chars", "edit_count")


def of_row(row: Row, kind: str) -> Iterator[Fault]:
    """The faults of a row that its schema takes; `kind` is a name of `toolkit.schemas.NAMES`."""
    if kind == "article":
        yield from _of_article(row)
    elif kind == "edits":
        yield from _of_edits(row)
    elif kind == "duplicates" and row["id"] == row["duplicate_of"]:
        yield Fault("$.duplicate_of", shown(row["id"], 90), "the id of another record")
    if kind in ("article", "rejected"):
        yield from _of_pointer(row)


def _of_article(row: Row) -> Iterator[Fault]:
    text: str = row["text"]
    paragraphs = text.split("\n")
    yield from _differs("$.char_count", row["char_count"], len(text), "the code points of text")
    yield from _differs("$.paragraph_count", row["paragraph_count"], len(paragraphs), "the lines of text")
    yield from _differs("$.text_sha256", row["text_sha256"], sha256_text(text), "the sha256 of text")
    for key in _COUNTS:
        if not isinstance(row[key], int):
            yield Fault(f"$.{key}", repr(row[key]), "a whole number written without a fraction, so that readers infer one type")
    for n, line in enumerate(paragraphs, 1):
        if line != line.strip():
            yield Fault("$.text", f"paragraph {n} is {shown(line, 30)}", "paragraphs without white space round them, and none that is blank")
            break
    if row["published"] and not _is_day(row["published"]):
        yield Fault("$.published", shown(row["published"]), "a day that the calendar has")


def _of_pointer(row: Row) -> Iterator[Fault]:
    yield from _differs("$.raw.sha256", row["raw"]["sha256"], row["id"][7:71], "the sha256 that id names")
    for key in ("bytes", "offset", "length"):
        if not isinstance(row["raw"][key], int):
            yield Fault(f"$.raw.{key}", repr(row["raw"][key]), "a whole number written without a fraction, so that readers infer one type")


def _differs(path: str, found: Any, right: Any, what: str) -> Iterator[Fault]:
    if found != right:
        yield Fault(path, shown(found, 90), f"{what}, {shown(right, 90)}")


def _is_day(published: str) -> bool:
    """Whether an EDTF date (level 0) names a day that exists; years and months do."""
    try:
        dt.date.fromisoformat(published[:10] if len(published) >= 10 else f"{published}-01-01"[:10])
    except ValueError:
        return False
    return True


def _of_edits(row: Row) -> Iterator[Fault]:
    end = 0
    for n, e in enumerate(row["edits"]):
        path = f"$.edits[{n}]"
        if e["end"] < e["start"]:
            yield Fault(path, f"start {e['start']}, end {e['end']}", "an end that is not before its start")
        elif e["start"] < end:
            yield Fault(path, f"start {e['start']}", f"a start at or after {end}, where the edit before it ends: edits are sorted and do not overlap")
        if "removed" in e:
            yield from _differs(f"{path}.removed", len(e["removed"]), e["end"] - e["start"], "as many code points as lie between start and end")
            if e["removed"] == e["inserted"]:
                yield Fault(path, "nothing changed", "an edit that changes something")
        end = max(end, e["end"])


def of_pair(record: Row, edits: Row) -> Iterator[Fault]:
    """The faults between a record and its edits row, both of which fit their schemas: counts, hashes, and the text taken back to the source.

    Paths are of the edits row.
    """
    yield from _differs("$.output_sha256", edits["output_sha256"], record["text_sha256"], "the record's text_sha256")
    yield from _differs("$.input_sha256", edits["input_sha256"], record["provenance"]["source_sha256"], "the record's provenance.source_sha256")
    yield from _differs("$.edits", len(edits["edits"]), record["edit_count"], "as many edits as the record's edit_count says")
    gone = sum(e["end"] - e["start"] for e in edits["edits"] if not e["inserted"])
    yield from _differs("$.edits", gone, record["removed_chars"], "as many code points deleted as the record's removed_chars says")
    try:
        source = take_back(record["text"], edits)
    except LedgerError as fault:
        yield Fault(fault.place, fault.found, fault.expected)
        return
    if has_removed(edits):
        yield from _differs("$.input_sha256", edits["input_sha256"], sha256_text(source), "the sha256 of the source that the edits lead back to")
