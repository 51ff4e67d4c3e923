"""README.md: the data-set card. Its head tells loaders which files hold the rows and of which types, so none need infer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from toolkit.archive.model import Contents
from toolkit.schemas import members

# Licence names that data-set cards take as they are (lower case of the SPDX id); any other is "other" with its name.
_CC = ("0-1.0", "-by-2.0", "-by-2.5", "-by-3.0", "-by-4.0", "-by-sa-3.0", "-by-sa-4.0", "-by-nc-2.0", "-by-nc-3.0", "-by-nc-4.0", "-by-nd-4.0")
_CC_MORE = ("-by-nc-nd-3.0", "-by-nc-nd-4.0", "-by-nc-sa-2.0", "-by-nc-sa-3.0", "-by-nc-sa-4.0")
_CARD_LICENCES = frozenset({"apache-2.0", "mit", "bsd-2-clause", "bsd-3-clause", "unlicense", "wtfpl", *(f"cc{kind}" for kind in (*_CC, *_CC_MORE))})
_LOAD = ("from datasets import load_dataset", 'rows = load_dataset("data", split="train")  # this folder')
# Arrow infers before datasets casts to the types of the card; nothing that a card can say keeps it from that.
_DATES = """`published` is text. Under datasets, Arrow takes it for times wherever 10 MB of rows all state a full date, and it comes out in UTC,
without its offset. This reads it as it stands (so does a package made with `--parquet`):"""
_LOAD_EXACTLY = (
    "import gzip, json",
    "from pathlib import Path",
    "from datasets import Dataset",
    'parts = sorted(Path("data/records").iterdir())',
    'rows = Dataset.from_list([json.loads(line) for part in parts for line in gzip.open(part, "rt", encoding="utf-8")])',
)
_TYPES = {"string": "string", "integer": "int64"}


def card(it: Contents) -> bytes:
    """The card: YAML front matter for loaders, then a page for people."""
    return "\n".join(["---", *_front(it), "---", "", *_page(it), ""]).encode()


def _front(it: Contents) -> Iterator[str]:
    yield f"pretty_name: {_quoted(it.title)}"
    known = it.about.license.lower()
    if known in _CARD_LICENCES:
        yield f"license: {known}"
    else:
        yield from ("license: other", f"license_name: {_quoted(it.about.license.lower())}")
    if it.languages:
        yield "language:"
        yield from (f"- {_quoted(lang)}" for lang in it.languages)
    shards = [s for s in it.shards if s.kind == "records"]
    if not shards:
        return
    yield from (
        "configs:",
        "- config_name: default",
        "  data_files:",
        "  - split: train",
        f"    path: {'parquet/*.parquet' if it.under('parquet') else 'records/*.jsonl.gz'}",
    )
    # datasets keeps what it has read under a name made of this head alone; without the identifier it would give one package's rows for another's.
    yield from ("dataset_info:", "  config_name: default", f"  description: {_quoted(it.identifier)}", "  features:")
    yield from _features(members("article"), "  ")


def _features(of: dict[str, Any], indent: str) -> Iterator[str]:
    for name, spec in of.items():
        yield f"{indent}- name: {name}"
        if "properties" in spec:
            yield f"{indent}  struct:"
            yield from _features(spec["properties"], indent + "  ")
        else:
            yield f"{indent}  dtype: {_TYPES[spec.get('type', 'string')]}"


def _quoted(value: str) -> str:
    """A YAML string: JSON's is one."""
    return json.dumps(value, ensure_ascii=False)


def _page(it: Contents) -> Iterator[str]:
    counts = it.counts
    yield from (f"# {it.title}", "", it.summary, "")
    yield from ("| | |", "| --- | --- |")
    facts = {
        "Version": it.about.version,
        "Date": it.about.date.isoformat(),
        "Licence": it.about.license,
        "Creator": it.about.creator,
        "Identifier": it.identifier,
        "Made with": it.run["tool"],
        "Documents": f"{counts['input']} read = {counts['kept']} kept + {counts['rejected']} rejected",
    }
    yield from (f"| {name} | {_cell(value)} |" for name, value in facts.items() if value)
    yield from ("", "## Files", "")
    yield "- `records/`: the cleaned articles, one JSON object a line (`schema/article.schema.json`)."
    if it.under("parquet"):
        yield "- `parquet/`: the same with the types of the schema, for readers of columns."
    yield "- `edits/`: the ledger of each article: every edit between its source text and its text, with the rule that made it."
    yield "- `rejected/`: the drops that were turned away, with the reason."
    if counts["duplicates"]:
        yield f"- `duplicates.jsonl.gz`: the {counts['duplicates']} records that repeat an earlier one, with its id."
    yield "- `raw/`: the drops as they were found; the `raw` pointer of each row leads to its bytes (paths count from the bag's root)."
    yield "- `run.json`: what was read, with which configuration, and what came of it."
    yield from ("", "## Reading it", "", "```python", *_LOAD, "```", "")
    if not it.under("parquet"):
        yield from (_DATES, "", "```python", *_LOAD_EXACTLY, "```", "")
    yield "Offsets are code points, half open. `jiaokan verify` proves the package; `jiaokan restore` gives back the raw bytes of an article."


def _cell(value: str) -> str:
    return " ".join(value.replace("|", "\\|").split())
