"""Writing an export, whole or not at all: a folder with a file an article, or one table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from toolkit.archive.workshop import workshop
from toolkit.export.articles import Exported, ExportError, articles
from toolkit.export.markdown import markdown
from toolkit.export.tables import write_csv
from toolkit.export.tei import tei
from toolkit.ledgers import has_removed


class FileFormat(NamedTuple):
    """A format with a file an article: the end of its name, and what makes its content."""

    suffix: str
    make: Callable[[Exported], str]


def _tei(article: Exported) -> str:
    if not has_removed(article.edits) and article.source is None:
        raise ExportError(f"{article.record['id']}: its edits leave out what was removed; TEI of it can only be made from a package, which holds the raw bytes")
    return tei(article.record, article.edits, article.source)


def _text(article: Exported) -> str:
    return str(article.record["text"]) + "\n"


def _markdown(article: Exported) -> str:
    return markdown(article.record)


_FILES = {"tei": FileFormat(".xml", _tei), "markdown": FileFormat(".md", _markdown), "txt": FileFormat(".txt", _text)}
FORMATS = (*_FILES, "csv", "parquet")


def export(path: Path, out: Path, form: str) -> int:
    """Export the articles of the run or package at `path` to `out` (a folder, or a file for a table); gives their number.

    Raises PlaceTakenError where `out` exists, ExportError, RunError and TreeError where the articles can't be read, and
    ImportError where Parquet is wanted without pyarrow.
    """
    with workshop(out) as shop:
        if form in _FILES:
            return _files(path, shop / out.name, _FILES[form])
        return _table(path, shop / out.name, form)


def _files(path: Path, out: Path, form: FileFormat) -> int:
    """A folder a shard; a file's name is the number of the row and the beginning of the article's id."""
    out.mkdir()
    count = 0
    for article in articles(path):
        file = out / article.shard / f"{article.number:06}-{article.record['id'].partition(':')[2][:12]}{form.suffix}"
        file.parent.mkdir(exist_ok=True)
        file.write_text(form.make(article), "utf-8", newline="")
        count += 1
    return count


def _table(path: Path, out: Path, form: str) -> int:
    records = (article.record for article in articles(path))
    if form == "csv":
        with out.open("x", encoding="utf-8", newline="") as text:
            return write_csv(records, text)
    from toolkit.batch.columns import write_table  # an extra: 170 MB that few need

    with out.open("xb") as stream:
        return write_table(records, stream)
