"""What a schema can't say of a row: that its counts, hashes, dates and edits fit each other."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.edits import LedgerEdit, apply, invert
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


def replay(record: Row, edits: Row) -> Iterator[Fault]:
    """Whether a record's text and its ledger lead to each other: counts, hashes, and the text taken back to the source and forth again.

    Both rows fit their schemas. A ledger without `removed` can't be taken back: of it the counts and places are held against the text.
    Paths are of the edits row.
    """
    yield from _differs("$.output_sha256", edits["output_sha256"], record["text_sha256"], "the record's text_sha256")
    yield from _differs("$.input_sha256", edits["input_sha256"], record["provenance"]["source_sha256"], "the record's provenance.source_sha256")
    yield from _differs("$.edits", len(edits["edits"]), record["edit_count"], "as many edits as the record's edit_count says")
    gone = sum(e["end"] - e["start"] for e in edits["edits"] if not e["inserted"])
    yield from _differs("$.edits", gone, record["removed_chars"], "as many code points deleted as the record's removed_chars says")
    ledger = [LedgerEdit(e["start"], e["end"], e.get("removed", ""), e["inserted"], ()) for e in edits["edits"]]
    misplaced = _misplaced(record["text"], ledger)
    if misplaced is not None:
        at, there = misplaced
        yield Fault(f"$.edits[{at}].inserted", shown(ledger[at].inserted), f"what the record's text holds there, {shown(there)}")
    elif all("removed" in e for e in edits["edits"]):
        yield from _taken_back(record["text"], ledger, edits["input_sha256"])


def _misplaced(text: str, ledger: Sequence[LedgerEdit]) -> tuple[int, str] | None:
    """The first edit whose insertion the text does not hold, and what stands there."""
    shift = 0
    for n, e in enumerate(ledger):
        start = e.start + shift
        there = text[start : start + len(e.inserted)]
        if there != e.inserted:
            return n, there
        shift += len(e.inserted) - (e.end - e.start)
    return None


def _taken_back(text: str, ledger: Sequence[LedgerEdit], wanted: str) -> Iterator[Fault]:
    try:
        source = apply(text, invert(ledger))
    except ValueError as fault:
        yield Fault("$.edits", str(fault), "edits that lie within the record's text")
        return
    digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
    yield from _differs("$.input_sha256", wanted, digest, "the sha256 of the source that the edits lead back to")
