"""An edits row against the text it belongs to: taking the edits back, and carrying them out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.edits import LedgerEdit, OverlapError, apply


class LedgerError(ValueError):
    """Edits that don't fit the text. `place` is a JSON path into the edits row."""

    def __init__(self, place: str, expected: str, found: str) -> None:
        super().__init__(f"{place}: expected {expected}, found {found}")
        self.place, self.expected, self.found = place, expected, found


def has_removed(row: Mapping[str, Any]) -> bool:
    """Whether an edits row tells what was removed (`--ledger spans` leaves it out)."""
    return all("removed" in e for e in row["edits"])


def ledger_of(row: Mapping[str, Any], source: str | None = None) -> list[LedgerEdit]:
    """The edits of a row; `removed` comes from the source text where the row leaves it out."""
    out = []
    for e in row["edits"]:
        removed = e["removed"] if "removed" in e else (source or "")[e["start"] : e["end"]]
        out.append(LedgerEdit(e["start"], e["end"], removed, e["inserted"], tuple(e["rule"].split("+"))))
    return out


def take_back(text: str, row: Mapping[str, Any]) -> str:
    """The source text, by taking the edits of a row back from `text`. Raises LedgerError where they don't fit it.

    Where the row leaves out what was removed, so does what is given back: the places are proved all the same.
    """
    out: list[str] = []
    at = cursor = 0  # code points of the text, of the source text
    for n, e in enumerate(row["edits"]):
        place = f"$.edits[{n}]"
        if e["start"] < cursor or e["end"] < e["start"]:
            raise LedgerError(place, f"a span that starts at {cursor} or later", f"[{e['start']}, {e['end']})")
        if "removed" in e and len(e["removed"]) != e["end"] - e["start"]:
            raise LedgerError(f"{place}.removed", f"{e['end'] - e['start']} code points, from start to end", str(len(e["removed"])))
        keep = e["start"] - cursor
        if at + keep > len(text):
            raise LedgerError(place, f"a span within the text's {len(text)} code points", f"one that starts {keep} behind {at}")
        out.append(text[at : at + keep])
        at += keep
        there = text[at : at + len(e["inserted"])]
        if there != e["inserted"]:
            raise LedgerError(f"{place}.inserted", f"what the record's text holds there, at {at}: {there[:40]!r}", repr(e["inserted"][:40]))
        out.append(e.get("removed", ""))
        at, cursor = at + len(e["inserted"]), e["end"]
    out.append(text[at:])
    return "".join(out)


def replay(source: str, row: Mapping[str, Any]) -> str:
    """The text, by carrying the edits of a row out on the source text. Raises LedgerError where they don't fit it."""
    cursor = 0
    for n, e in enumerate(row["edits"]):
        if e["start"] < cursor or e["end"] < e["start"] or e["end"] > len(source):
            raise LedgerError(f"$.edits[{n}]", f"a span in [{cursor}, {len(source)}]", f"[{e['start']}, {e['end']})")
        if "removed" in e and source[e["start"] : e["end"]] != e["removed"]:
            raise LedgerError(f"$.edits[{n}].removed", f"what the source text holds there: {source[e['start'] : e['end']][:40]!r}", repr(e["removed"][:40]))
        cursor = e["end"]
    try:
        return apply(source, ledger_of(row, source))
    except OverlapError as fault:
        raise LedgerError("$.edits", "edits within the source text", str(fault)) from fault
